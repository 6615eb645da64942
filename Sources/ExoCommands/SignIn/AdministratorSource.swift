internal import EntraTokens
internal import ExoJSON

/// A source of tokens for a delegated organization, which are to be those of one user.
///
/// An application's token is refused, and another user's; of a token that names nobody the service tells.
struct AdministratorSource: TokenSource {
    let source: any TokenSource
    /// The user's name.
    let name: String

    var renewal: TokenRenewal { source.renewal }
    var tokenAtHand: AccessToken? { source.tokenAtHand }

    func repair(of contradiction: TokenContradiction) -> Repair? { source.repair(of: contradiction) }

    func token(for request: TokenRequest) async throws -> AccessToken {
        var request = request
        request.account = request.account ?? name
        let token = try await source.token(for: request)
        if token.claims.kind == .application, !token.claims.raw.isEmpty {
            throw TokenError(
                code: .unusableCredential,
                message:
                    "the token is an application's, and the user \(name) was named beside the delegated organization",
                repair: "sign in as \(name), or leave --user-principal-name out"
            )
        }
        // What a guest is called differs from one tenant to the other.
        guard let found = token.claims.userPrincipalName,
            found.lowercased() != name.lowercased(),
            ![found, name].contains(where: { $0.lowercased().contains("#ext#") })
        else { return token }
        throw TokenError(
            code: .unusableCredential,
            message: "the token belongs to \(found), and \(name) was named beside the delegated organization",
            repair: "sign in as \(name), or name the other: --user-principal-name"
        )
    }
}
