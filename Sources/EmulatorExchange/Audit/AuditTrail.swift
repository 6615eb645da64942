import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// The cmdlets that changed something, as they were run: written in the transaction of the change.
struct AuditTrail: Sendable {
    /// One of them.
    struct Entry: Sendable, RowReadable {
        static let columns = "happened_at, operation, user_id, object_id, parameters, sequence"

        let moment: ServiceDate
        let operation: String
        let user: String
        let object: String
        let parameters: JSONObject
        let sequence: Int

        init(_ row: inout Row) throws {
            moment = ServiceDate(ticks: Int64(try row.integer()))
            operation = try row.text()
            user = try row.text()
            object = try row.text()
            parameters = try JSONValue(parsing: try row.text()).objectValue ?? JSONObject()
            sequence = try row.integer()
        }
    }

    /// Verbs of cmdlets that only look.
    private static let reading: Set = ["Get", "Search", "Test", "Export", "Preview", "Validate", "Invoke"]

    let scope: CallScope

    /// Runs a cmdlet, and writes down what it changed in the same transaction.
    ///
    /// - Throws: What the cmdlet throws; then nothing is written down.
    func writingDown(_ call: BoundCall, run: () throws -> CmdletOutput) throws -> CmdletOutput {
        guard !Self.reading.contains(call.facts.verb), !call.isQuestion else { return try run() }
        return try scope.context.store.write { _ in
            let output = try run()
            if case .confirmation = output { return output }
            try add(call)
            return output
        }
    }

    private func add(_ call: BoundCall) throws {
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
                INSERT INTO exchange_audit (tenant_id, happened_at, operation, user_id, object_id, parameters)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                [
                    scope.tenant.id, scope.now.ticks, call.facts.name, try user(),
                    call.text("Identity") ?? call.text("Name") ?? "", JSONValue.object(parameters).text(),
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
    /// The event of the audit log.
    func event(organization: String) -> AuditEvent {
        let parameters = parameters
        return AuditEvent(
            moment: moment,
            type: .exchangeAdmin,
            operation: operation,
            user: user,
            object: object,
            clientIP: "",
            succeeded: true,
            details: {
                let list = parameters.members.map { member -> JSONValue in
                    ["Name": .string(member.name), "Value": member.value]
                }
                return [
                    "AppId": "", "ClientAppId": "", "ExternalAccess": false, "OrganizationName": .string(organization),
                    "OriginatingServer": .string("\(TenantNames.server) (15.20.7587.28)"), "Parameters": .array(list),
                    "SessionId": "",
                ]
            },
            words: "cmdlet|\(sequence)"
        )
    }
}
