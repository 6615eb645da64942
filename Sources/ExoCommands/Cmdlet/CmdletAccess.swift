internal import CmdletCatalogue
internal import ExchangeOnline

/// What the service offers to a connection, and why not the rest.
struct CmdletAccess {
    /// The connection's name, or who the token is for.
    let caller: String
    private let service: CmdletService
    private let offered: Set<String>

    /// Asks the service, where `--online` was given.
    ///
    /// - Parameters:
    ///   - name: The only cmdlet that is asked about; `nil` asks about all.
    ///   - invocation: The command line.
    ///   - context: What the command may touch.
    /// - Returns: The answer, or `nil` without the option.
    /// - Throws: What connecting and asking throw.
    static func read(_ name: String?, _ invocation: Invocation, _ context: CommandContext) async throws -> CmdletAccess?
    {
        guard invocation.has("online") else {
            guard !invocation.has("connection") else {
                throw invocation.usageError("--connection needs --online: without it nobody is asked")
            }
            return nil
        }
        let service = try ServiceConnection(invocation, context)
        let connection = try await service.open(context, verifiesAccess: false)
        defer { service.keepAddress(of: connection, context) }
        let names = try await connection.offeredCmdlets(among: name.map { [$0] } ?? [])
        return CmdletAccess(
            caller: service.stored?.name.text ?? service.target.identity.value,
            service: service.target.service == .exchange ? .exchangeOnline : .securityCompliance,
            offered: Set(names.map { $0.lowercased() })
        )
    }

    private init(caller: String, service: CmdletService, offered: Set<String>) {
        self.caller = caller
        self.service = service
        self.offered = offered
    }

    func offers(_ facts: CmdletFacts) -> Bool { offered.contains(facts.name.lowercased()) || facts.module == "exo" }

    /// Why a cmdlet is not offered.
    func reason(_ facts: CmdletFacts) -> String? {
        guard !offers(facts) else { return nil }
        if !facts.services.isEmpty, !facts.services.contains(service) {
            return "it is a cmdlet of \(service == .exchangeOnline ? "Security & Compliance" : "Exchange Online")"
        }
        if facts.isInternal { return "it is the service's own" }
        let roles = CmdletRoles(facts.name).roles
        return roles.isEmpty
            ? "which roles hold it is not known here" : "no role that holds it: \(CmdletRoles.some(roles))"
    }
}
