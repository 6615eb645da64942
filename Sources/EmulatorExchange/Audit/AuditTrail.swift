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
            "happened_at, operation, user_id, object_id, parameters, sequence, client_ip, app_id, user_type, account_id"

        let moment: ServiceDate
        let operation: String
        let user: String
        let object: String
        let parameters: JSONObject
        let sequence: Int
        let clientIP: String
        let applicationID: String
        let userType: AuditUserType
        /// The object id of whose account it was, empty for an application.
        let accountID: String

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
            accountID = try row.text()
        }
    }

    private static let inboxRule = "InboxRule"
    /// Verbs of cmdlets that only look.
    private static let reading: Set = ["Get", "Search", "Test", "Export", "Preview", "Validate"]

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
        guard !Self.onlyLooks(call), !call.isQuestion else { return try run() }
        // What is removed has its name before; and others need not wait while it is looked up.
        let known = tellsTarget ? nil : try target(of: call) ?? setting(of: call)
        return try scope.context.store.write { _ in
            let output = try run()
            if case .confirmation = output { return output }
            let target = try known ?? (tellsTarget ? scope.changed.before.map(path) ?? target(of: call) : nil)
            let object = try target ?? made(call, output) ?? setting(of: call)
            // Of several mailboxes the names as they were given: a guess.
            let named = call.texts("Identity")?.joined(separator: ",") ?? call.text("Name") ?? ""
            try add(call, to: object ?? named)
            return output
        }
    }

    private static func onlyLooks(_ call: BoundCall) -> Bool {
        reading.contains(call.facts.verb) || call.facts.noun == HoldRemover.noun && !HoldRemover.removes(call)
    }

    /// The path of the recipient that a call is about, `nil` where it names none or several.
    private func target(of call: BoundCall) throws -> String? {
        if call.facts.noun == Self.inboxRule { return try rule(of: call) }
        let location = call.facts.noun == HoldRemover.noun ? call.text("ExchangeLocation") : nil
        guard let identity = location ?? CallTarget(call)?.identity else { return nil }
        let found = try scope.objects.objects(named: identity, of: .recipient) { $0.state == .active }
        return found.count == 1 ? path(of: found[0]) : nil
    }

    /// The path of the rule that a call is about, behind that of its mailbox; what is wrong with it the call says itself.
    private func rule(of call: BoundCall) throws -> String? {
        let noun = SettingNoun(Self.inboxRule, isOwned: true)
        guard let owner = try Self.found({ try noun.owner(call, scope) }) else { return nil }
        let isNew = call.facts.verb == "New"
        let identity = call.text("Identity")?.split(separator: "\\").last.map(String.init)
        let name = try isNew ? call.text("Name") : Self.found { try noun.object(call, scope) }?.name
        return "\(path(of: owner))\\\(name ?? identity ?? "")"
    }

    /// What is found, `nil` where nothing is to be found by the call.
    private static func found(_ find: () throws -> ExchangeObject?) throws -> ExchangeObject? {
        do { return try find() } catch is AdminAPIError { return nil }
    }

    /// The path of the setting of the organization that a call is about, `nil` before it is stored.
    private func setting(of call: BoundCall) throws -> String? {
        guard scope.service == .exchangeOnline else { return nil }
        let noun = call.facts.noun
        if noun == "OrganizationConfig" { return scope.objects.names.initialDomain }
        guard let pattern = CmdletCatalogue.noun(named: noun)?.pattern else { return nil }
        let settings = ExchangeObject.Class.setting(noun: noun)
        let found: [ExchangeObject]
        if pattern == "singleton" {
            found = try scope.objects.objects(of: settings)
        } else if ["collection", "fixed-collection"].contains(pattern), let identity = call.text("Identity") {
            found = try scope.objects.objects(named: identity, of: settings) { $0.owner.isEmpty }
        } else {
            return nil
        }
        return found.count == 1 ? path(of: found[0]) : nil
    }

    /// The path of what a call made.
    private func made(_ call: BoundCall, _ output: CmdletOutput) throws -> String? {
        guard call.facts.verb == "New", case .listing(let listing) = output else { return nil }
        switch listing.source {
        case .sequences(let find): return try scope.objects.objects(at: try find()).first.map(path)
        case .objects(let find): return try find().first.map(path)
        case .scan, .rows, .each: return nil
        }
    }

    private func path(of object: ExchangeObject) -> String {
        let names = scope.objects.names
        switch object.objectClass {
        case .recipient: return "\(names.organizationalUnit)/\(object.name)"
        case .setting where object.owner.isEmpty && scope.service == .exchangeOnline:
            return "\(names.initialDomain)\\\(object.name)"
        default: return object.name
        }
    }

    private func add(_ call: BoundCall, to object: String) throws {
        var parameters = JSONObject()
        // The service writes these down first, given or not.
        if call.facts.noun == Self.inboxRule {
            for name in ["AlwaysDeleteOutlookRulesBlob", "Force"] where call.facts.parameter(named: name) != nil {
                parameters[name] = "False"
            }
        }
        for (name, value) in call.parameters {
            let type = call.facts.parameter(named: name)?.type ?? ""
            switch ParameterCoercion.kind(of: type) {
            case "secret", "credential": parameters[name] = "********"
            case "bytes": parameters[name] = "System.Byte[]"
            default: parameters[name] = .string(Self.text(value))
            }
        }
        // Who has no sign-in name is an application.
        let name = try scope.context.directory.signInName(ofUser: scope.caller.objectID)
        try scope.context.store.write { connection in
            _ = try connection.execute(
                """
                INSERT INTO exchange_audit
                (tenant_id, happened_at, operation, user_id, object_id, parameters, client_ip, app_id, user_type,
                account_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    scope.tenant.id, scope.now.ticks, call.facts.name, name ?? scope.caller.objectID, object,
                    JSONValue.object(parameters).text(), scope.clientIP, scope.caller.applicationID, userType.rawValue,
                    name == nil ? "" : scope.caller.objectID.lowercased(),
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
    ///
    /// - Parameters:
    ///   - organization: The organization's first domain.
    ///   - tenantID: The organization.
    /// - Returns: The events.
    func events(organization: String, tenantID: String) -> [AuditEvent] {
        guard isOfCompliance else { return [event(organization, tenantID)] }
        let activity = discoveryActivity.map { complianceEvent(organization: organization, activity: $0) }
        return [complianceEvent(organization: organization)] + (activity.map { [$0] } ?? [])
    }

    private func event(_ organization: String, _ tenantID: String) -> AuditEvent {
        let (parameters, applicationID, user, clientIP) = (parameters, applicationID, user, clientIP)
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
                userType: userType,
                sequence: sequence
            )
        }
        let key = accountID.isEmpty ? user : PersonalIdentifier.make(accountID)
        let session = AccessSession(of: user, in: tenantID, at: moment)
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
                    "UserKey": .string(key),
                    "ClientIP": .string(session.endpoint(of: clientIP)), "AppAccessContext": session.context,
                    "AppId": .string(applicationID), "ClientAppId": "", "ExternalAccess": false,
                    "OrganizationName": .string(organization),
                    "OriginatingServer": .string("\(TenantNames.server) (\(TenantNames.version))"),
                    "Parameters": .array(list),
                    "SessionId": .string(session.id),
                ]
            },
            words: "cmdlet|\(sequence)",
            userType: userType,
            sequence: sequence
        )
    }
}
