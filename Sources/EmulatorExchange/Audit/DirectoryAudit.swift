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
        let isPerson = event.origin.userPrincipalName != nil
        let type: AuditUserType = isPerson ? .regular : .application
        try store.write { connection in
            _ = try connection.execute(
                """
                INSERT INTO exchange_audit
                (tenant_id, happened_at, operation, user_id, object_id, parameters, client_ip, app_id, user_type,
                account_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    event.tenantID, ServiceDate(event.moment).ticks, event.operation.rawValue, actor,
                    objectName, JSONValue.object(details).text(), event.origin.address,
                    event.origin.applicationID, type.rawValue, isPerson ? event.origin.actorID.lowercased() : "",
                ]
            )
        }
    }

    /// What the document of the event has beside what all have.
    private var details: JSONObject {
        let target = event.target
        let properties = event.changes.map(Self.json) + (included.map { [$0] } ?? [])
        var details: JSONObject = [
            "AzureActiveDirectoryEventType": 1,
            "ExtendedProperties": [
                ["Name": "additionalDetails", "Value": .string(additional)],
                ["Name": "extendedAuditEventCategory", "Value": .string(target.kind)],
            ],
            "ModifiedProperties": .array(properties), "Actor": actors,
            "ActorContextId": .string(event.tenantID), "ActorIpAddress": .string(event.origin.address),
            "InterSystemsId": .string(identifier("directory")), "IntraSystemId": .string(identifier("intra")),
            "SupportTicketId": "", "Target": targets, "TargetContextId": .string(event.tenantID),
        ]
        if let name = event.origin.userPrincipalName, let domain = name.split(separator: "@").last {
            details["UserKey"] = .string("\(PersonalIdentifier.make(event.origin.actorID))@\(domain)")
        } else {
            details["UserKey"] = "Not Available"
        }
        return details
    }

    /// What is said beside, as a text of JSON whose first member is the program, which scripts take by its place.
    private var additional: String {
        var details: JSONObject = [:]
        if let agent = event.origin.userAgent { details["User-Agent"] = .string(agent) }
        if let appID = event.target.appID { details["AppId"] = .string(appID) }
        return JSONValue.object(details).text()
    }

    /// What people know the target by; registrations and groups are known by nothing here.
    private var objectName: String {
        switch event.target.kind {
        case "User": event.target.name
        case "ServicePrincipal": event.target.appID ?? event.target.name
        default: "Not Available"
        }
    }

    private func identifier(_ kind: String) -> String {
        SeedIdentifier.make(kind, event.tenantID, event.target.id, String(ServiceDate(event.moment).ticks))
    }

    /// The names of the properties that are others, `nil` where none of the target's own is.
    private var included: JSONValue? {
        let names = event.changes.filter { !$0.isOfAnother }.map(\.name)
        guard !names.isEmpty else { return nil }
        return [
            "Name": "Included Updated Properties", "NewValue": .string(names.joined(separator: ", ")), "OldValue": "",
        ]
    }

    /// The names of who acts, each with its kind: 1 for names, 2 for ids, 3 for the number of an account, 5 for sign-in
    /// names.
    private var actors: JSONValue {
        let origin = event.origin
        guard let name = origin.userPrincipalName else {
            return .array(
                [Self.named(origin.applicationID, 1), Self.named(origin.applicationID, 2)]
                    + Self.ids("ServicePrincipal", origin.actorID)
            )
        }
        return .array(
            [Self.named(name, 5), Self.named(PersonalIdentifier.make(origin.actorID), 3)]
                + Self.ids("User", origin.actorID)
        )
    }

    /// The names of the target: its ids, then what it is called, which scripts take by its place.
    private var targets: JSONValue {
        let target = event.target
        let isUser = target.kind == "User"
        var names = Self.ids(target.kind, target.id) + [Self.named(target.name, isUser ? 5 : 1)]
        if isUser { names.append(Self.named(PersonalIdentifier.make(target.id), 3)) }
        if target.kind == "ServicePrincipal", let appID = target.appID {
            names += [Self.named(appID, 2), Self.named(appID, 4)]
        }
        return .array(names)
    }

    private static func ids(_ kind: String, _ id: String) -> [JSONValue] {
        [named("\(kind)_\(id)", 2), named(id, 2), named(kind, 2)]
    }

    private static func named(_ name: String, _ type: Int64) -> JSONValue {
        ["ID": .string(name), "Type": .integer(type)]
    }

    private static func json(_ change: DirectoryEvent.Change) -> JSONValue {
        func value(_ values: [String]) -> JSONValue {
            change.isOfAnother ? .string(values.first ?? "") : text(values)
        }
        return ["Name": .string(change.name), "NewValue": value(change.after), "OldValue": value(change.before)]
    }

    /// A list of texts as a text, a line for each.
    private static func text(_ values: [String]) -> JSONValue {
        guard !values.isEmpty else { return "[]" }
        let lines = values.map { "  " + JSONValue.string($0).text() }
        return .string("[\r\n" + lines.joined(separator: ",\r\n") + "\r\n]")
    }
}
