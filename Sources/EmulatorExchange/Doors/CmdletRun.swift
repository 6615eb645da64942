import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Runs a cmdlet for a caller, by whichever door the call came: doors only read and write forms of their own.
struct CmdletRun: Sendable {
    /// A cmdlet that the caller may run, with what answers it.
    struct Cmdlet: Sendable {
        let facts: CmdletFacts
        let handler: any CmdletHandler
    }

    var scope: CallScope
    let cmdlets: CmdletTable
    let access: CallerAccess

    /// What the catalogue says of a cmdlet, for the caller.
    ///
    /// - Throws: ``AdminAPIError``: the caller's roles do not open it.
    func facts(of name: String) throws -> CmdletFacts {
        guard let facts = cmdlets.facts(named: name) else { throw AdminAPIError.notRecognized(name) }
        guard facts.services.contains(scope.service) else { throw AdminAPIError.notRecognized(facts.name) }
        _ = try permission(for: facts)
        return facts
    }

    private func permission(for facts: CmdletFacts) throws -> CmdletPermission {
        guard let permission = try access.permission(for: facts) else {
            // What no role opens here belongs to another part of the service.
            throw scope.service == .securityCompliance || RoleAccess.isGrantable(facts.name)
                ? AdminAPIError.notAllowed(facts.name) : .notEmulated(facts.name, stage: .cmdlet)
        }
        return permission
    }

    /// What answers a cmdlet.
    ///
    /// - Throws: ``AdminAPIError`` with status 501 where nothing does.
    func cmdlet(_ facts: CmdletFacts) throws -> Cmdlet {
        guard let handler = cmdlets.handler(of: facts) else {
            throw AdminAPIError.notEmulated(facts.name, stage: .cmdlet)
        }
        return Cmdlet(facts: facts, handler: handler)
    }

    /// Binds the parameters and runs the cmdlet.
    ///
    /// - Throws: ``AdminAPIError``.
    func output(
        of cmdlet: Cmdlet,
        _ parameters: JSONObject,
        noting note: inout CmdletNote
    ) throws -> CmdletOutput {
        try MailboxArrivals(scope: scope).settle()
        let bound = try ParameterBinder.bind(parameters, to: cmdlet.facts).openingSecrets(in: scope.context.store)
        let call = try SettingReferences.resolved(bound, scope)
        note.unused += cmdlet.handler.unused(call).filter { !note.unused.contains($0) }
        let bounds = CallConfinement(scope: scope, access: access, permission: try permission(for: cmdlet.facts))
        let handler = try cmdlet.handler.prepared(for: call, in: scope)
        let tellsTarget = (handler as? SetHandler)?.view.objectClass == .recipient
        return try AuditTrail(scope: scope).writingDown(call, tellsTarget: tellsTarget) {
            try bounds.run(call, by: handler)
        }
    }
}
