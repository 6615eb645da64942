import EmulatorCore
import ExoJSON

/// What recipients say of each other, by name: it follows a recipient that is called anew, and ends with one that is gone.
extension ObjectStore {
    private static let single = ["ForwardingAddress", "DefaultPublicFolderMailbox", "Manager", "ContentMailbox"]
    private static let lists = [
        "AcceptMessagesOnlyFrom", "AcceptMessagesOnlyFromDLMembers", "AcceptMessagesOnlyFromSendersOrMembers",
        "RejectMessagesFrom", "RejectMessagesFromDLMembers", "RejectMessagesFromSendersOrMembers",
        "BypassModerationFromSendersOrMembers", "GrantSendOnBehalfTo", "ModeratedBy", "ManagedBy",
        "Contacts",
    ]

    /// The recipients in whose properties one of some texts stands.
    func recipients(mentioning texts: [String]) throws -> [ExchangeObject] {
        try objects(of: .recipient, mentioning: texts)
    }

    /// The objects of a class in whose properties one of some texts stands.
    func objects(of objectClass: ExchangeObject.Class, mentioning texts: [String]) throws -> [ExchangeObject] {
        var found: [ExchangeObject] = []
        try forEach(objectClass, mentioning: texts) { object in
            found.append(object)
            return true
        }
        return found
    }

    /// Visits the objects of a class in whose properties one of some texts stands, until a visit says that it is enough.
    func forEach(
        _ objectClass: ExchangeObject.Class,
        mentioning texts: [String],
        visit: (ExchangeObject) throws -> Bool
    ) throws {
        let condition = texts.map { _ in "instr(properties, ?) > 0" }.joined(separator: " OR ")
        try store.read { connection in
            try connection.forEachRow(
                "SELECT \(ExchangeObject.columns) FROM exchange_object WHERE tenant_id = ? AND class = ? AND (\(condition))",
                [names.tenantID, objectClass.rawValue] + texts
            ) { row in try visit(try ExchangeObject(StoredObject(&row))) }
        }
    }

    /// Puts another name into every reference to a recipient, or takes the references away.
    func replaceReferences(to name: String, with other: String?) throws {
        for before in try recipients(mentioning: [JSONValue.string(name).text()]) {
            var object = before
            for property in Self.single + ["ManagedBy"] where object.text(property) == name {
                object.properties[property] = other.map { JSONValue.string($0) }
            }
            for property in Self.lists {
                guard case .array(let elements)? = object.properties[property] else { continue }
                let kept = elements.compactMap { element -> JSONValue? in
                    guard element.stringValue == name else { return element }
                    return other.map { JSONValue.string($0) }
                }
                object.properties[property] = .array(kept)
            }
            if object.properties != before.properties { try update(object) }
        }
    }

    /// Takes away the references to a recipient that is gone for good, unless somebody else has its name meanwhile.
    func forgetReferences(to gone: ExchangeObject) throws {
        let others = try objects(named: gone.name, of: .recipient) { $0.state == .active && $0.name == gone.name }
        if others.isEmpty { try replaceReferences(to: gone.name, with: nil) }
    }

    /// Lets rights follow somebody who signs in by another name.
    func renameTrustee(from name: String, to other: String) throws {
        for noun in [PermissionNoun.mailbox, .recipient] {
            for var entry in try objects(named: name, of: noun.view.objectClass, where: { $0.name == name }) {
                entry.name = other
                entry.properties[noun.trustee] = .string(other)
                try update(entry)
            }
        }
    }
}
