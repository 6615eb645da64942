import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// The cmdlets that changed something, as they were run: written in the transaction of the change.
///
/// What was done to the directory by other ways (``DirectoryAudit``) stands among them.
struct AuditTrail: Sendable {
    /// One of them.
    struct Entry: Sendable, RowReadable {
        static let columns =
            "happened_at, operation, user_id, object_id, parameters, sequence, client_ip, app_id, user_type"

        let moment: ServiceDate
        let operation: String
        let user: String
        let object: String
        let parameters: JSONObject
        let sequence: Int
        let clientIP: String
        let applicationID: String
        let userType: AuditUserType

        init(_ row: inout Row) throws {
            moment = ServiceDate(ticks: Int64(try row.integer()))
            operation = try row.text()
            user = try row.text()
            object = try row.text()
            parameters = try JSONValue(parsing: try row.text()).objectValue ?? JSONObject()
            sequence = try row.integer()
            clientIP = try row.text()
            applicationID = try row.text()
            userType = AuditUserType(rawValue: try row.integer()) ?? .regular
        }
    }

    /// Verbs of cmdlets that only look.
    private static let reading: Set = ["Get", "Search", "Test", "Export", "Preview", "Validate", "Invoke"]

    let scope: CallScope

    /// Runs a cmdlet, and writes down what it changed in the same transaction.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - tellsTarget: Whether `run` tells the recipient that it changes (``CallScope/changed``).
    ///   - run: Runs it.
    /// - Returns: What it gives.
    /// - Throws: What the cmdlet throws; then nothing is written down.
    func writingDown(
        _ call: BoundCall,
        tellsTarget: Bool,
        run: () throws -> CmdletOutput
    ) throws -> CmdletOutput {
        guard !Self.reading.contains(call.facts.verb), !call.isQuestion else { return try run() }
        // What is removed has its name before; and others need not wait while it is looked up.
        let known = tellsTarget ? nil : try target(of: call)
        scope.changed.forget()
        return try scope.context.store.write { _ in
            let output = try run()
            if case .confirmation = output { return output }
            let target = try known ?? (tellsTarget ? scope.changed.before.map(path) ?? target(of: call) : nil)
            try add(call, to: try target ?? made(call, output) ?? call.text("Identity") ?? call.text("Name") ?? "")
            return output
        }
    }

    /// The path of the recipient that a call is about, `nil` where it names none or several.
    private func target(of call: BoundCall) throws -> String? {
        guard let identity = CallTarget(call)?.identity else { return nil }
        let found = try scope.objects.objects(named: identity, of: .recipient) { $0.state == .active }
        return found.count == 1 ? path(of: found[0]) : nil
    }

    /// The path of what a call made.
    private func made(_ call: BoundCall, _ output: CmdletOutput) throws -> String? {
        guard call.facts.verb == "New", case .listing(let listing) = output else { return nil }
        switch listing.source {
        case .sequences(let find): return try scope.objects.objects(at: try find()).first.map(path)
        case .objects(let find): return try find().first.map(path)
        case .scan, .rows: return nil
        }
    }

    private func path(of object: ExchangeObject) -> String {
        object.objectClass == .recipient
            ? "\(scope.objects.names.organizationalUnit)/\(object.name)" : object.name
    }

    private func add(_ call: BoundCall, to object: String) throws {
        var parameters = JSONObject()
        for (name, value) in call.parameters {
            let type = call.facts.parameter(named: name)?.type ?? ""
            switch ParameterCoercion.kind(of: type) {
            case "secret", "credential": parameters[name] = "********"
            case "bytes": parameters[name] = "System.Byte[]"
            default: parameters[name] = .string(Self.text(value))
            }
        }
        try scope.context.store.write { connection in
            _ = try connection.execute(
                """
                INSERT INTO exchange_audit
                (tenant_id, happened_at, operation, user_id, object_id, parameters, client_ip, app_id, user_type)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    scope.tenant.id, scope.now.ticks, call.facts.name, try user(), object,
                    JSONValue.object(parameters).text(), scope.clientIP, scope.caller.applicationID, userType.rawValue,
                ]
            )
        }
    }

    /// What was run in a time, the newest first.
    ///
    /// - Throws: `DatabaseError`.
    func entries(from start: ServiceDate, through end: ServiceDate) throws -> [Entry] {
        try scope.context.store.read { connection in
            try connection.all(
                Entry.self,
                """
                FROM exchange_audit WHERE tenant_id = ? AND happened_at >= ? AND happened_at <= ? \
                ORDER BY happened_at DESC, sequence DESC
                """,
                [scope.tenant.id, start.ticks, end.ticks]
            )
        }
    }

    /// As what the caller runs cmdlets: who has no role does so for the own mailbox.
    private var userType: AuditUserType {
        if scope.caller.isApplication { return .application }
        return scope.caller.directoryRoles.isEmpty ? .regular : .admin
    }

    /// The sign-in name of who calls; of an application its id.
    private func user() throws -> String {
        try scope.context.directory.signInName(ofUser: scope.caller.objectID) ?? scope.caller.objectID
    }

    private static func text(_ value: BoundValue) -> String {
        switch value {
        case .secret: return "********"
        case .delta(let add, let remove):
            return (add.map { "+\($0)" } + remove.map { "-\($0)" }).joined(separator: ";")
        case .value(.bool(let flag)): return flag ? "True" : "False"
        case .value(.array(let elements)):
            return elements.map { $0.stringValue ?? $0.text() }.joined(separator: ";")
        case .value(let value): return value.stringValue ?? (value.isNull ? "" : value.text())
        }
    }
}

extension AuditTrail.Entry {
    /// The events of the audit log: of what eDiscovery tells in its own words there are two.
    func events(organization: String) -> [AuditEvent] {
        guard isOfCompliance else { return [event(organization: organization)] }
        let activity = discoveryActivity.map { complianceEvent(organization: organization, activity: $0) }
        return [complianceEvent(organization: organization)] + (activity.map { [$0] } ?? [])
    }

    private func event(organization: String) -> AuditEvent {
        let (parameters, applicationID) = (parameters, applicationID)
        guard DirectoryEvent.Operation(rawValue: operation) == nil else {
            return AuditEvent(
                moment: moment,
                type: .directory,
                operation: operation,
                user: user,
                object: object,
                clientIP: clientIP,
                succeeded: true,
                details: { parameters },
                words: "directory|\(sequence)",
                userType: userType
            )
        }
        return AuditEvent(
            moment: moment,
            type: .exchangeAdmin,
            operation: operation,
            user: user,
            object: object,
            clientIP: clientIP,
            succeeded: true,
            details: {
                let list = parameters.members.map { member -> JSONValue in
                    ["Name": .string(member.name), "Value": member.value]
                }
                return [
                    "AppId": .string(applicationID), "ClientAppId": .string(applicationID), "ExternalAccess": false,
                    "OrganizationName": .string(organization),
                    "OriginatingServer": .string("\(TenantNames.server) (15.20.7587.28)"), "Parameters": .array(list),
                    "SessionId": "",
                ]
            },
            words: "cmdlet|\(sequence)",
            userType: userType
        )
    }
}
