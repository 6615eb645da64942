import CmdletCatalogue
import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

/// How a request wants entities written.
struct EntityForm: Sendable {
    /// How much a document tells of its own types (OData JSON format 4.01, section 3.1).
    enum Metadata: String, Sendable {
        case none
        case minimal
        case full
    }

    let metadata: Metadata
    let isIEEE754Compatible: Bool
    /// The address of the tenant's service.
    let root: String
    let values: EntityValue

    init(_ request: ServerRequest, root: String) {
        let wishes = ((request.query.value(ignoringCase: "$format") ?? request.header("Accept")) ?? "").lowercased()
        metadata = [.full, .none].first { wishes.contains("metadata=\($0.rawValue)") } ?? .minimal
        isIEEE754Compatible = wishes.contains("ieee754compatible=true")
        self.root = root
        values = EntityValue(isIEEE754Compatible: isIEEE754Compatible)
    }

    var contentType: String {
        "application/json;odata.metadata=\(metadata.rawValue);odata.streaming=true;"
            + "IEEE754Compatible=\(isIEEE754Compatible);charset=utf-8"
    }

    /// A row as an entity or a complex value.
    ///
    /// - Parameters:
    ///   - row: The row of a cmdlet.
    ///   - type: The type in the model.
    ///   - selection: The properties wanted.
    ///   - set: The entity set, for the address of the entity.
    /// - Returns: The members; a property that objects of the noun lack is there only when it was selected.
    func entity(
        _ row: ObjectRow,
        _ type: EntityType,
        _ selection: EntitySelection,
        set: String? = nil
    ) -> JSONObject {
        var members: [JSONObject.Member] = []
        if type.isKeyed {
            let key = Self.key(of: row)
            if metadata == .full, let set {
                let address = "\(root)/\(set)('\(key)')"
                members.append(.init(name: "@odata.type", value: .string("#Exchange.\(type.name)")))
                members.append(.init(name: "@odata.id", value: .string(address)))
                members.append(.init(name: "@odata.editLink", value: .string("\(set)('\(key)')")))
            }
            members.append(.init(name: "ObjectKey", value: .string(key)))
        }
        for place in selection.places ?? Array(type.properties.indices) {
            let property = type.properties[place]
            let standing = row.shape.place(ignoringCase: property.name)
            guard standing != nil || selection.selected != nil && selection.places != nil else { continue }
            let value = values.wire(standing.flatMap { row[row.shape.properties[$0].name] }, for: property)
            if metadata == .full, !value.isNull, let annotation = Self.annotation(property.type, property.isCollection)
            {
                members.append(.init(name: "\(property.name)@odata.type", value: .string(annotation)))
            }
            members.append(.init(name: property.name, value: value))
        }
        return JSONObject(members)
    }

    /// What tells an object apart: the id in the directory of what has one, else the GUID in base 64.
    ///
    /// Both are keys that the service reads; scripts hand the id on to Microsoft Graph.
    static func key(of row: ObjectRow) -> String {
        if let id = row["ExternalDirectoryObjectId"]?.stringValue, !id.isEmpty { return id }
        let names = ["ExchangeObjectId", "Guid", "Identity", "Name"]
        let text = names.lazy.compactMap { row[$0]?.stringValue }.first { !$0.isEmpty }
        return Base64.encode(Array((text ?? row.title).utf8))
    }

    /// The type that a value does not tell by itself.
    private static func annotation(_ type: String, _ isCollection: Bool) -> String? {
        if isCollection {
            return "#Collection(\(type == "String" || type == "Guid" || type == "Byte" ? "" : "Exchange.")\(type))"
        }
        return ["Guid", "Int64", "Int16", "DateTimeOffset"].contains(type) ? "#\(type)" : nil
    }

    // MARK: Documents

    /// A document with several values.
    func collection(
        _ context: String,
        _ values: [JSONObject],
        count: Int? = nil,
        nextLink: String? = nil
    ) -> ServerResponse {
        var bytes = opening(context)
        if let count { append("@odata.count", .integer(Int64(count)), to: &bytes) }
        append("value", .array(values.map { .object($0) }), to: &bytes)
        if let nextLink { append("@odata.nextLink", .string(nextLink), to: &bytes) }
        return reply(bytes)
    }

    /// A document with one value.
    func single(_ context: String, _ value: JSONObject) -> ServerResponse {
        var bytes = opening(context)
        for member in value.members { append(member.name, member.value, to: &bytes) }
        return reply(bytes)
    }

    private func opening(_ context: String) -> [UInt8] {
        var bytes: [UInt8] = []
        // The official module refuses a document in which anything stands before this.
        if metadata != .none { append("@odata.context", .string("\(root)/$metadata#\(context)"), to: &bytes) }
        return bytes
    }

    private func append(_ name: String, _ value: JSONValue, to bytes: inout [UInt8]) {
        bytes.append(bytes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
        WireText.append(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        WireText.append(value, to: &bytes)
    }

    private func reply(_ bytes: [UInt8]) -> ServerResponse {
        var body = bytes.isEmpty ? [UInt8(ascii: "{")] : bytes
        body.append(UInt8(ascii: "}"))
        return ServerResponse(status: 200, headers: [.init("Content-Type", contentType)], body: body)
    }
}
