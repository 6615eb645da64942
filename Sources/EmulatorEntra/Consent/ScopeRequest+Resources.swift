import EmulatorAdministration
import EmulatorCore

extension ScopeRequest {
    /// The client ids of the services asked for; the client's own where only its user is asked for.
    ///
    /// - Throws: `DatabaseError`; a name nobody has is left for a better refusal.
    func resourceIDs(_ client: Client, in context: EmulatorContext) throws -> [String] {
        let named = try targets.compactMap { try ResourceAPI.named($0.identifier, in: context)?.appID }
        return named.isEmpty ? [client.id] : named
    }
}
