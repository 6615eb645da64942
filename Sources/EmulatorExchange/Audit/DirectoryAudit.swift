import EmulatorCore
import ExoJSON

/// What was done to the directory, in the log of everything: records of Microsoft Entra ID as that log has them.
struct DirectoryAudit: Sendable {
    let event: DirectoryEvent

    private var actor: String {
        event.origin.userPrincipalName ?? "ServicePrincipal_\(event.origin.actorID)"
    }

    /// Writes it down, in the transaction of the change.
    ///
    /// - Throws: `DatabaseError`.
    func write(to store: Store) throws {
        let type: AuditUserType = event.origin.userPrincipalName == nil ? .application : .regular
        try store.write { connection in
            _ = try connection.execute(
                """
                INSERT INTO exchange_audit
                (tenant_id, happened_at, operation, user_id, object_id, parameters, client_ip, app_id, user_type)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    event.tenantID, ServiceDate(event.moment).ticks, event.operation.rawValue, actor,
                    event.target.name, JSONValue.object(details).text(), event.origin.address,
                    event.origin.applicationID, type.rawValue,
                ]
            )
        }
    }

    /// What the document of the event has beside what all have.
    private var details: JSONObject {
        let target = event.target
        return [
            "AzureActiveDirectoryEventType": 1,
            "ExtendedProperties": [["Name": "extendedAuditEventCategory", "Value": .string(target.kind)]],
            "ModifiedProperties": .array(event.changes.map(Self.json) + [included]),
            "Actor": Self.named(
                kind: event.origin.userPrincipalName == nil ? "ServicePrincipal" : "User",
                id: event.origin.actorID,
                name: event.origin.userPrincipalName ?? event.origin.applicationID
            ),
            "ActorContextId": .string(event.tenantID),
            "InterSystemsId": .string(
                SeedIdentifier.make("directory", event.tenantID, target.id, String(ServiceDate(event.moment).ticks))
            ),
            "SupportTicketId": "",
            "Target": Self.named(kind: target.kind, id: target.id, name: target.name),
            "TargetContextId": .string(event.tenantID),
        ]
    }

    private var included: JSONValue {
        [
            "Name": "Included Updated Properties",
            "NewValue": .string(event.changes.map(\.name).joined(separator: ", ")), "OldValue": "",
        ]
    }

    /// The names by which something is called, each with its kind: 2 for ids, 5 for sign-in names, 1 for other names.
    private static func named(kind: String, id: String, name: String) -> JSONValue {
        [
            ["ID": .string("\(kind)_\(id)"), "Type": 2], ["ID": .string(id), "Type": 2],
            ["ID": .string(kind), "Type": 2], ["ID": .string(name), "Type": .integer(kind == "User" ? 5 : 1)],
        ]
    }

    private static func json(_ change: DirectoryEvent.Change) -> JSONValue {
        ["Name": .string(change.name), "NewValue": text(change.after), "OldValue": text(change.before)]
    }

    /// A list of texts as a text, a line for each.
    private static func text(_ values: [String]) -> JSONValue {
        guard !values.isEmpty else { return "[]" }
        let lines = values.map { "  " + JSONValue.string($0).text() }
        return .string("[\r\n" + lines.joined(separator: ",\r\n") + "\r\n]")
    }
}
