import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// Administrative units as Graph shows and reads them.
enum AdministrativeUnitEntity {
    static let shape = GraphShape(
        "administrativeUnit",
        isDirectory: true,
        relations: ["members": { try $0.members(ofUnit: $1) }]
    )

    private static let kept = [
        "isMemberManagementRestricted", "membershipRule", "membershipRuleProcessingState", "membershipType",
        "visibility",
    ]

    static func table(of tenant: TenantRecord) -> GraphTable<AdministrativeUnitRecord> {
        let columns = [
            "id": GraphColumn(name: "id"), "displayName": GraphColumn(name: "display_name"),
            "description": GraphColumn(name: "description"),
        ]
        return GraphTable(shape, columns, of: tenant, key: "id", { $0.id }, render: { try render($0) })
    }

    static func render(_ record: AdministrativeUnitRecord) throws -> JSONObject {
        let document = try JSONValue(parsing: record.document).objectValue ?? [:]
        var object: JSONObject = [
            "id": .string(record.id), "deletedDateTime": nil, "displayName": .string(record.displayName),
            "description": record.explanation.map { .string($0) } ?? .null, "isMemberManagementRestricted": false,
            "membershipRule": nil, "membershipRuleProcessingState": nil, "membershipType": nil, "visibility": nil,
        ]
        for name in kept { if let value = document[name] { object[name] = value } }
        return object
    }

    /// Applies a body to a record.
    static func apply(_ body: GraphBody, to record: inout AdministrativeUnitRecord) throws {
        var body = body
        if body.has("displayName") { record.displayName = try body.text("displayName") ?? "" }
        if body.has("description") { record.explanation = try body.text("description") }
        var document = try JSONValue(parsing: record.document).objectValue ?? [:]
        try body.keep(kept, of: shape.type, in: &document)
        record.document = JSONValue.object(document).text()
        try body.finish(of: shape.type, readOnly: ["id", "deletedDateTime"])
    }
}
