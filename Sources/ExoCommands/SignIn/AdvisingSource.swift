internal import EntraTokens

/// A source of tokens that nobody gets by hand: it says what to change where one does not fit.
struct AdvisingSource: TokenSource {
    /// The ways of which that is true.
    static let ways: Set<SignIn.Way> = [.managedIdentity, .tokenCommand, .tokenFile]

    var source: any TokenSource
    var signIn: SignIn
    var identity: ConnectionIdentity

    var renewal: TokenRenewal { source.renewal }

    var tokenAtHand: AccessToken? { source.tokenAtHand }

    func token(for request: TokenRequest) async throws -> AccessToken { try await source.token(for: request) }

    func repair(of contradiction: TokenContradiction) -> Repair? {
        let wanted: WantedToken
        switch contradiction.repair {
        case .getToken(let token), .chooseTenant(ofToken: _, orGet: let token): wanted = token
        default: return nil
        }
        switch signIn.way {
        case .managedIdentity where contradiction.claim == "tid":
            return .advice(
                """
                a managed identity gets tokens of its own tenant alone\(contradiction.found.map { " (\($0))" } ?? ""); for \
                another, make an application for several tenants trust it (exo app federate) and connect with: exo connect \
                --\(identity.option) \(identity.value) --client-id APPLICATION --federated-token-from managed-identity
                """
            )
        case .tokenCommand:
            let command = signIn.command.map(ShellQuotes.word).joined(separator: " ")
            return .advice("correct the command so that it prints \(wanted): \(command)")
        case .tokenFile: return .advice("have \(wanted) written to the file \(signIn.file ?? "")")
        default: return nil
        }
    }
}
