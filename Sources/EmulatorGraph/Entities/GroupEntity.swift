import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// Groups as Graph shows and reads them.
struct GroupEntity: Sendable {
    static let shape = GraphShape(
        "group",
        isDirectory: true,
        relations: [
            "members": { try $0.members(of: $1) },
            "owners": { try $0.members(of: $1, owners: true) },
            "transitiveMembers": { try $0.transitiveMembers(of: $1) },
            "memberOf": { try $0.containers(of: $1, transitively: false) },
            "transitiveMemberOf": { try $0.containers(of: $1, transitively: true) },
            "appRoleAssignments": { try $0.heldRoles(by: $1) },
        ]
    )

    static let kept = [
        "visibility", "classification", "preferredLanguage", "theme", "membershipRule", "membershipRuleProcessingState",
        "isAssignableToRole", "resourceBehaviorOptions", "resourceProvisioningOptions", "allowExternalSenders",
        "autoSubscribeNewMembers",
        "hideFromAddressLists", "hideFromOutlookClients", "isSubscribedByMail", "preferredDataLocation", "uniqueName",
        "assignedLabels",
    ]

    static let columns = [
        "id": GraphColumn(name: "id"), "displayName": GraphColumn(name: "display_name"),
        "mailNickname": GraphColumn(name: "mail_nickname"), "mail": GraphColumn(name: "mail"),
        "description": GraphColumn(name: "description"),
    ]

    let tenant: TenantRecord

    func table() -> GraphTable<GroupRecord> {
        GraphTable(Self.shape, Self.columns, of: tenant, key: "id", { $0.id }, render: { try Self.render($0) })
    }

    static func render(_ record: GroupRecord) throws -> JSONObject {
        let document = try JSONValue(parsing: record.document).objectValue ?? [:]
        var object: JSONObject = [
            "id": .string(record.id),
            "deletedDateTime": nil,
            "classification": nil,
            "createdDateTime": .string(GraphDate.text(record.createdOn)),
            "description": record.explanation.map { .string($0) } ?? .null,
            "displayName": .string(record.displayName),
            "groupTypes": record.kind == .microsoft365 ? ["Unified"] : [],
            "isAssignableToRole": nil,
            "mail": record.mail.map { .string($0) } ?? .null,
            "mailEnabled": .bool(record.kind != .security),
            "mailNickname": .string(record.mailNickname),
            "membershipRule": nil,
            "membershipRuleProcessingState": nil,
            "onPremisesSyncEnabled": nil,
            "preferredLanguage": nil,
            "proxyAddresses": .array(record.mail.map { [.string("SMTP:\($0)")] } ?? []),
            "renewedDateTime": .string(GraphDate.text(record.createdOn)),
            "resourceBehaviorOptions": [],
            "resourceProvisioningOptions": [],
            "securityEnabled": .bool(record.kind == .security || record.kind == .mailEnabledSecurity),
            "securityIdentifier": nil,
            "theme": nil,
            "visibility": record.kind == .microsoft365 ? "Public" : nil,
        ]
        for name in kept + ["proxyAddresses"] { if let value = document[name] { object[name] = value } }
        return object
    }

    /// Whom a body adds to a new or changed group.
    struct People: Sendable {
        var members: [String] = []
        var owners: [String] = []
    }

    /// Reads a new group.
    static func create(_ body: GraphBody, in groups: Groups) throws -> (GroupRecord, People) {
        var body = body
        let name = try body.requiredText("displayName")
        let nickname = try body.requiredText("mailNickname")
        guard let isMail = try body.flag("mailEnabled") else {
            throw AdministrationError.required("mailEnabled", of: "Group")
        }
        guard let isSecurity = try body.flag("securityEnabled") else {
            throw AdministrationError.required("securityEnabled", of: "Group")
        }
        let types = try body.texts("groupTypes") ?? []
        let kind: GroupKind
        switch (types, isMail, isSecurity) {
        case (["Unified"], true, _): kind = .microsoft365
        case ([], false, true): kind = .security
        default:
            throw AdministrationError(
                "The service does not currently support writes of mail-enabled groups. Please ensure that the "
                    + "mail-enablement property is unset and the security-enablement property is set."
            )
        }
        var record = groups.draft(displayName: name, mailNickname: nickname, kind: kind)
        let people = try applyRest(&body, to: &record)
        return (record, people)
    }

    /// Applies a body to a record.
    static func apply(_ body: GraphBody, to record: inout GroupRecord) throws -> People {
        var body = body
        if body.has("displayName") { record.displayName = try body.text("displayName") ?? "" }
        if let name = try body.text("mailNickname") { record.mailNickname = name }
        return try applyRest(&body, to: &record)
    }

    private static func applyRest(_ body: inout GraphBody, to record: inout GroupRecord) throws -> People {
        if body.has("description") { record.explanation = try body.text("description") }
        var document = try JSONValue(parsing: record.document).objectValue ?? [:]
        try body.keep(kept, of: shape.type, in: &document)
        record.document = JSONValue.object(document).text()
        let people = People(
            members: try references(&body, "members@odata.bind"),
            owners: try references(&body, "owners@odata.bind")
        )
        try body.finish(
            of: shape.type,
            readOnly: [
                "id", "mail", "createdDateTime", "mailEnabled", "securityEnabled", "groupTypes", "deletedDateTime",
                "expirationDateTime", "proxyAddresses", "renewedDateTime", "securityIdentifier",
                "onPremisesSyncEnabled",
                "onPremisesLastSyncDateTime", "onPremisesDomainName", "onPremisesSamAccountName", "assignedLicenses",
                "onPremisesNetBiosName", "onPremisesSecurityIdentifier", "licenseProcessingState",
            ]
        )
        return people
    }

    private static func references(_ body: inout GraphBody, _ name: String) throws -> [String] {
        let addresses = try body.texts(name) ?? []
        guard addresses.count <= 20 else { throw body.invalid(name) }
        return addresses.map { $0.split(separator: "/").last.map { String($0) } ?? "" }
    }
}
