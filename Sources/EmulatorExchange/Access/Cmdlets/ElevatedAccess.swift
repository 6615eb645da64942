import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Requests of privileged access: somebody asks for a task for some hours, and somebody approves or denies it.
///
/// See https://learn.microsoft.com/purview/privileged-access-management-configuration. Nothing is held back from those who
/// do not ask, and the words of the refusals are guesses.
enum ElevatedAccess {
    static let requests = SettingNoun("ElevatedAccessRequest")
    static let control = SettingNoun("ElevatedAccessControl", isSingle: true)
    static let policies = SettingNoun("ElevatedAccessApprovalPolicy")
    static let status = "RequestStatus"
    /// What can be asked for.
    static let tasks = ["Task", "Role", "RoleGroup"]
    /// How long a request waits: a day.
    private static let patience: Int64 = 86_400 * 10_000_000

    /// Where a request stands: one that nobody has decided expires.
    static func status(of request: ExchangeObject, at now: ServiceDate) -> String {
        let stored = request.text(status) ?? "Pending"
        return stored == "Pending" && now.ticks - request.created.ticks >= patience ? "Expired" : stored
    }

    /// The request that a call names by its id; no pattern means one.
    static func request(_ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        guard let identity = call.text("RequestId") else { throw AdminAPIError.missingParameters(["RequestId"]) }
        let guid = GUIDText(parsing: identity)?.description
        let found = try scope.objects.objects(named: identity, of: requests.objectClass) { $0.guid == guid }
        guard let request = found.first else { throw AdminAPIError.notFound(identity, noun: requests.noun) }
        return request
    }

    static func listing(_ places: [Int64], _ scope: CallScope) -> CmdletOutput {
        let now = scope.now
        let builder = RowBuilder(view: requests.view, names: scope.objects.names) { request in
            [.init(status): .string(status(of: request, at: now))]
        }
        return .listing(ObjectListing(builder: builder, source: .sequences { places }, limit: nil))
    }
}

/// Get-ElevatedAccessRequest.
struct ElevatedAccessReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let found =
            try call.text("RequestId") == nil
            ? scope.objects.objects(of: ElevatedAccess.requests.objectClass) : [ElevatedAccess.request(call, scope)]
        return ElevatedAccess.listing(found.map(\.sequence), scope)
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["RequestId"], shape: nil) }
}

/// New-ElevatedAccessRequest: it waits to be approved, unless a policy approves its task by itself.
struct ElevatedAccessAsker: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let asked = ElevatedAccess.tasks.compactMap { kind in call.text(kind).map { (kind, $0) } }
            guard asked.count == 1, let (kind, task) = asked.first else { throw AdminAPIError.parameterSet() }
            guard try !scope.objects.objects(of: ElevatedAccess.control.objectClass).isEmpty else {
                throw AdminAPIError.invalidOperation(
                    "Privileged access isn't enabled. Run Enable-ElevatedAccessControl."
                )
            }
            let hours = call.number("DurationHours") ?? 0
            guard hours > 0 else {
                throw AdminAPIError.invalidOperation("The duration of a request must be an hour at least.")
            }
            if call.isQuestion { return .confirmation("Requesting elevated access to \"\(task)\".") }
            let policy = try scope.objects.objects(of: ElevatedAccess.policies.objectClass).first { policy in
                policy.text(kind)?.lowercased() == task.lowercased()
            }
            let isApproved = policy?.text("ApprovalType")?.lowercased() == "auto"
            var request = ElevatedAccess.requests.unnamed(in: scope)
            request.properties = [
                "DurationHours": .integer(hours), "Reason": .string(call.text("Reason") ?? ""),
                "RequestedAccess": .string(task), "RequestorUPN": .string(CaseRule.caller(scope)),
                .init(ElevatedAccess.status): isApproved ? "Approved" : "Pending",
            ]
            let stored = try scope.objects.insert(request)
            return ElevatedAccess.listing([stored.sequence], scope)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Set(ElevatedAccess.tasks + ["Confirm", "DurationHours", "Reason", "WhatIf"]), shape: nil)
    }
}

/// Approve- and Deny-ElevatedAccessRequest.
struct ElevatedAccessDecider: CmdletHandler {
    /// What a request is then: `Approved`.
    let decision: String

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            var request = try ElevatedAccess.request(call, scope)
            let status = ElevatedAccess.status(of: request, at: scope.now)
            guard status == "Pending" else {
                throw AdminAPIError.invalidOperation(
                    "The request \"\(request.guid)\" is \(status.lowercased()) already."
                )
            }
            if call.isQuestion {
                return .confirmation("Setting elevated access request \"\(request.guid)\": \(decision).")
            }
            request.properties[ElevatedAccess.status] = .string(decision)
            request.properties["Comment"] = .string(call.text("Comment") ?? "")
            request.changed = scope.now
            try scope.objects.update(request)
            return ElevatedAccess.listing([request.sequence], scope)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Comment", "Confirm", "RequestId", "WhatIf"], shape: nil)
    }
}

/// Enable- and Disable-ElevatedAccessControl: whether privileged access can be asked for, and who approves it.
struct ElevatedAccessSwitch: CmdletHandler {
    let isOn: Bool

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            guard isOn else {
                if call.isQuestion { return .confirmation("Disabling elevated access control.") }
                try removeControl(scope)
                return .done(warnings: [])
            }
            guard let group = call.text("AdminGroup") else { throw AdminAPIError.missingParameters(["AdminGroup"]) }
            let approvers = try scope.referenced(group, types: ["MailUniversalSecurityGroup"])
            let accounts = try (call.texts("SystemAccounts") ?? []).map { name in
                try scope.referenced(name, types: RecipientTypes.users).guid
            }
            if call.isQuestion { return .confirmation("Enabling elevated access control.") }
            try removeControl(scope)
            var control = ElevatedAccess.control.unnamed(in: scope)
            control.properties = [
                "AdminGroup": .string(approvers.guid), "SystemAccounts": .array(accounts.map { .string($0) }),
            ]
            try scope.objects.insert(control)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["AdminGroup", "Confirm", "SystemAccounts", "WhatIf"], shape: nil)
    }

    private func removeControl(_ scope: CallScope) throws {
        for known in try scope.objects.objects(of: ElevatedAccess.control.objectClass) {
            try scope.objects.remove(known)
        }
    }
}
