internal import CmdletCatalogue
internal import ExoJSON
internal import ExoRows

/// Makes the rows of a Get-EXO* cmdlet of the service's entities: without what the service has for itself, one row for each
/// right, sizes written as the older cmdlets write them.
struct EntityRows: Sendable {
    private let cmdlet: EntityCmdlet
    /// The only properties wanted where the service does not choose, in small letters; `nil` for all.
    private let wanted: Set<String>?

    init(_ cmdlet: EntityCmdlet, properties: [String]) {
        self.cmdlet = cmdlet
        let chooses = cmdlet.takesSelection || properties.isEmpty
        wanted = chooses ? nil : Set(properties.map { $0.lowercased() })
    }

    /// The rows of entities.
    ///
    /// - Parameters:
    ///   - batch: Entities as they arrived, or more of a list inside one.
    ///   - list: The list that they are of; `nil` where they are entities.
    /// - Returns: The rows, and the lists in the entities that go on elsewhere.
    /// - Throws: `JSONError` for what is not JSON.
    func rows(of batch: RowBatch, in list: NestedList? = nil) throws -> (batch: RowBatch, lists: [NestedList]) {
        guard !batch.isEmpty else { return (batch, []) }
        switch cmdlet {
        case .mailbox, .casMailbox, .recipient: return (try withoutKey(batch), [])
        default: break
        }
        var rows: [JSONObject] = []
        var lists: [NestedList] = []
        for place in batch.indices {
            guard var entity = try batch.value(place).objectValue else { continue }
            if let list { entity = list.owner(of: entity) }
            if let rest = nestedList.flatMap({ NestedList($0, of: entity) }) { lists.append(rest) }
            rows += self.rows(of: entity)
        }
        if let wanted {
            rows = rows.map { row in JSONObject(row.members.filter { wanted.contains($0.name.lowercased()) }) }
        }
        return (RowBatch(rows), lists)
    }

    /// The list in each entity of which rows are made.
    private var nestedList: String? {
        switch cmdlet {
        case .mailboxPermission: "PermissionList"
        case .recipientPermission: "RecipientPermission"
        default: nil
        }
    }

    /// Entities without their keys, which stand first in each; elsewhere they cost more to find.
    private func withoutKey(_ batch: RowBatch) throws -> RowBatch {
        let name = "ObjectKey"
        let rows = batch.withoutFirstMember(named: name)
        guard try rows.value(0).objectValue?[name] != nil else { return rows }
        return RowBatch(
            try rows.indices.compactMap { place in
                guard var row = try rows.value(place).objectValue else { return nil }
                row[name] = nil
                return row
            }
        )
    }

    private func rows(of entity: JSONObject) -> [JSONObject] {
        switch cmdlet {
        case .mailboxPermission: mailboxPermissions(entity)
        case .recipientPermission: recipientPermissions(entity)
        case .mailboxFolderPermission: [folderPermission(entity)]
        default: [statistics(entity)]
        }
    }

    // MARK: Rights

    private func mailboxPermissions(_ entity: JSONObject) -> [JSONObject] {
        (entity["PermissionList"]?.arrayValue ?? []).compactMap(\.objectValue).map { entry in
            var row: JSONObject = ["Identity": entity["MailboxIdentity"] ?? .null, "User": entity["User"] ?? .null]
            for name in ["AccessRights", "IsInherited", "Deny", "InheritanceType"] { row[name] = entry[name] ?? .null }
            return row
        }
    }

    private func recipientPermissions(_ entity: JSONObject) -> [JSONObject] {
        let names = ["Identity", "Trustee", "AccessControlType", "AccessRights", "IsInherited", "InheritanceType"]
        return (entity["RecipientPermission"]?.arrayValue ?? []).compactMap(\.objectValue).map { entry in
            JSONObject(names.map { JSONObject.Member(name: $0, value: entry[$0] ?? .null) })
        }
    }

    private func folderPermission(_ entity: JSONObject) -> JSONObject {
        let user = entity["MailboxFolderUser"]
        let name = [user?["UserPrincipalName"], user?["DisplayName"], entity["User"]].lazy.compactMap { $0 }.first {
            value in
            !value.isNull && value != ""
        }
        return [
            "Identity": entity["MailboxFolderIdentity"] ?? entity["Identity"] ?? .null,
            "FolderName": entity["FolderName"] ?? .null,
            "User": name ?? .null,
            "AccessRights": entity["AccessRights"] ?? [],
            "SharingPermissionFlags": entity["SharingPermissionFlags"] ?? .null,
        ]
    }

    // MARK: Statistics

    private func statistics(_ entity: JSONObject) -> JSONObject {
        JSONObject(
            entity.members.compactMap { member in
                guard member.name != "ChangedProperties", !member.name.hasPrefix("@") else { return nil }
                guard isSize(member.name), let number = member.value.integerValue else { return member }
                // The service has no other way to write that there is no limit.
                let text = number < 0 ? "Unlimited" : ByteCount(bytes: UInt64(number)).description
                return JSONObject.Member(name: member.name, value: .string(text))
            }
        )
    }

    /// Whether the older cmdlets write a property as a size; the totals of tables stay numbers there too.
    private func isSize(_ name: String) -> Bool {
        guard cmdlet.property(named: name)?.type == "Int64", !name.hasPrefix("TablesTotal") else { return false }
        guard cmdlet == .mailboxStatistics else { return cmdlet == .mailboxFolderStatistics }
        return name.hasSuffix("Size") || name.hasPrefix("Database") || name.hasPrefix("SystemMessageSize")
    }
}
