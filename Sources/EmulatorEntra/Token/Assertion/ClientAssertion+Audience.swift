import EmulatorAdministration
import EmulatorCore

extension ClientAssertion {
    private static let mostAudiences = 8

    /// Whether the assertion is for this authority: its token endpoint in the form of either version, or its issuer, under
    /// any of its names, with the tenant by its id or by a domain.
    func isForThisAuthority() throws -> Bool {
        try token.audiences.prefix(Self.mostAudiences).contains { try isName($0) }
    }

    private func isName(_ audience: String) throws -> Bool {
        guard audience.utf8.count <= 2048 else { return false }
        let prefix = "https://"
        guard audience.lowercased().hasPrefix(prefix) else { return false }
        let parts = audience.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, let host = parts.first, isOwn(host) else { return false }
        switch parts.dropFirst(2).map({ $0.lowercased() }) {
        case ["oauth2", "token"], ["oauth2", "v2.0", "token"], ["v2.0"], [""]: break
        default: return false
        }
        do { return try Authority(String(parts[1]), in: call.context.directory) == authority } catch is EntraError {
            return false
        }
    }

    // A client that names the authority by its host leaves the port away.
    private func isOwn(_ text: Substring) -> Bool {
        let endpoints = call.context.endpoints
        guard let named = AuthorityHost(known: String(text), endpoints) else { return false }
        let port = AuthorityHost.split(named.authority).port
        let ports = [call.authority, endpoints.base].map { AuthorityHost.split($0.dropFirst("https://".count)).port }
        return port.isEmpty || ports.contains(port)
    }
}
