import CmdletCatalogue
import EmulatorCore
import ExoJSON
import HTTPServer

/// Rights, which stand under the object that they are rights on.
extension EntityReader {
    /// One entity for each account, with its entries in a list.
    func mailboxPermissions(
        _ mailbox: String,
        _ user: String?,
        noting note: inout CmdletNote
    ) throws -> ServerResponse {
        let identity = try options.identity(mailbox)
        let wanted = try user.map(options.identity)
        var parameters = options.parameters(of: try cmdlet("Get-MailboxPermission").facts)
        parameters["Identity"] = .string(identity)
        if let wanted { parameters["User"] = .string(wanted) }
        if let isOwner = try ownerFilter(), isOwner { parameters["Owner"] = true }
        let rows = try rows("Get-MailboxPermission", parameters, noting: &note)
        var accounts: [String] = []
        var entries: [String: [ObjectRow]] = [:]
        for row in rows {
            let account = row["User"]?.stringValue ?? ""
            if entries[account] == nil { accounts.append(account) }
            entries[account, default: []].append(row)
        }
        let found = accounts.map { account in
            permission(of: account, entries[account] ?? [], isOwner: parameters["Owner"] != nil)
        }
        let context = "Collection(Exchange.MailboxPermission)"
        guard wanted != nil, found.count == 1 else { return try page(of: found, context, noting: &note) }
        note.outcome = .rows(1)
        return form.collection(context, found)
    }

    private func permission(of account: String, _ entries: [ObjectRow], isOwner: Bool) -> JSONObject {
        let mailbox = entries.first?["Identity"]?.stringValue ?? ""
        return [
            "PermissionId": .string("\(mailbox)\\\(account)"),
            "MailboxIdentity": .string(mailbox),
            "User": .string(account),
            "IsOwner": .bool(isOwner || entries.contains { $0["IsOwner"]?.boolValue ?? false }),
            "PermissionList": .array(
                entries.map { row in
                    [
                        "AccessRights": .array(Self.rights(row)),
                        "IsInherited": .bool(row["IsInherited"]?.boolValue ?? false),
                        "Deny": .bool(row["Deny"]?.boolValue ?? false),
                        "InheritanceType": row["InheritanceType"] ?? .null,
                    ]
                }
            ),
        ]
    }

    /// Rights one by one; cmdlets join those of an entry.
    private static func rights(_ row: ObjectRow) -> [JSONValue] {
        let elements = row["AccessRights"]?.arrayValue ?? row["AccessRights"].map { [$0] } ?? []
        return elements.compactMap(\.stringValue).flatMap { text in
            text.split(separator: ",").map { .string($0.trimmingBlanks) }
        }
    }

    /// The one filter that permissions take: `IsOwner eq true`.
    private func ownerFilter() throws -> Bool? {
        guard let filter = options.text("$filter") else { return nil }
        switch filter.split(separator: " ").joined(separator: " ").lowercased() {
        case "isowner eq true": return true
        case "isowner eq false": return false
        default: throw AdminAPIError.malformedRequest("Permissions are filtered by 'IsOwner eq true' alone.")
        }
    }

    func folderPermissions(
        _ mailbox: String,
        _ folder: String,
        _ user: String?,
        noting note: inout CmdletNote
    ) throws -> ServerResponse {
        let place = "\(try options.identity(mailbox)):\(try options.identity(folder))"
        var parameters = options.parameters(of: try cmdlet("Get-MailboxFolderPermission").facts)
        parameters["Identity"] = .string(place)
        if let user { parameters["User"] = .string(try options.identity(user)) }
        let rows = try rows("Get-MailboxFolderPermission", parameters, noting: &note)
        let type = EntityType.named("MailboxFolderPermission")
        let found = rows.map { row in
            var entity = form.entity(row, type, EntitySelection())
            let folder = row["Identity"]?.stringValue ?? place
            entity["Identity"] = .string("\(folder)\\\(entity["User"]?.stringValue ?? "")")
            entity["MailboxFolderIdentity"] = .string(folder)
            if let user = type.place(of: "MailboxFolderUser") {
                entity["MailboxFolderUser"] = form.values.wire(row["User"], for: type.properties[user])
            }
            entity["AccessRights"] = .array(Self.rights(row))
            return entity
        }
        return try page(of: found, "Collection(Exchange.MailboxFolderPermission)", noting: &note)
    }

    /// Recipients on whom somebody has rights.
    func recipientPermissions(
        _ identity: String,
        _ trustee: String,
        _ rights: String,
        noting note: inout CmdletNote
    ) throws -> ServerResponse {
        var parameters = JSONObject()
        if !identity.isEmpty { parameters["Identity"] = .string(try options.identity(identity)) }
        if !trustee.isEmpty { parameters["Trustee"] = .string(try options.identity(trustee)) }
        let wanted: [String]
        do {
            // OData's null: all rights.
            wanted = try rights.isEmpty ? [] : JSONValue(parsing: rights).arrayValue?.compactMap(\.stringValue) ?? []
        } catch {
            throw AdminAPIError.malformedRequest("The argument accessRights is \(error).")
        }
        if !wanted.isEmpty { parameters["AccessRights"] = .array(wanted.map { .string($0) }) }
        var told = note
        let reply: ServerResponse
        if let identity = parameters["Identity"] {
            // Who is asked about for the first time gets rights of its own written.
            let found = try run.scope.context.store.write { _ in
                let rows = try rows("Get-Recipient", ["Identity": identity], noting: &told)
                return try rows.map { recipient($0, try permissions(of: parameters, noting: &told)) }
            }
            reply = try page(of: found, "Recipient", noting: &note)
        } else {
            let entries = try entriesByRecipient(parameters, noting: &told)
            reply = try page(of: entries, "Recipient", noting: &note) { shown in
                try shown.flatMap { name, entries in
                    // Whom others are called like is meant by nothing else.
                    let identity = run.scope.objects.names.distinguishedName(ofRecipient: name)
                    return try rows("Get-Recipient", ["Identity": .string(identity)], noting: &told).map { row in
                        recipient(row, entries.map(permission(of:)))
                    }
                }
            }
        }
        note.learn(from: told)
        return reply
    }

    private func recipient(_ row: ObjectRow, _ entries: [JSONObject]) -> JSONObject {
        [
            "ObjectKey": .string(EntityForm.key(of: row)),
            "ExternalDirectoryObjectId": row["ExternalDirectoryObjectId"] ?? .null,
            "RecipientPermission": .array(entries.map { .object($0) }),
        ]
    }

    /// The rights that a call finds, recipient by recipient.
    private func entriesByRecipient(
        _ parameters: JSONObject,
        noting note: inout CmdletNote
    ) throws -> [(name: String, entries: [ObjectRow])] {
        var names: [String] = []
        var entries: [String: [ObjectRow]] = [:]
        for entry in try rows("Get-RecipientPermission", parameters, noting: &note) {
            let name = entry["Identity"]?.stringValue ?? ""
            if entries[name] == nil { names.append(name) }
            entries[name, default: []].append(entry)
        }
        return names.map { ($0, entries[$0] ?? []) }
    }

    /// An entry of Get-RecipientPermission, as the model has it.
    private func permission(of row: ObjectRow) -> JSONObject {
        var entry = form.entity(row, EntityType.named("RecipientPermission"), EntitySelection())
        entry["AccessRights"] = .array(Self.rights(row))
        return entry
    }

    /// The entries of Get-RecipientPermission, as the model has them.
    func permissions(of parameters: JSONObject, noting note: inout CmdletNote) throws -> [JSONObject] {
        try rows("Get-RecipientPermission", parameters, noting: &note).map(permission(of:))
    }
}
