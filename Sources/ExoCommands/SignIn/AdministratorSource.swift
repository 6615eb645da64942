internal import EntraTokens

/// A source of tokens for a delegated organization, which are to be those of one user.
struct AdministratorSource: TokenSource {
    let source: any TokenSource
    /// The user's name.
    let name: String

    var renewal: TokenRenewal { source.renewal }
    var tokenAtHand: AccessToken? { source.tokenAtHand }

    func token(for request: TokenRequest) async throws -> AccessToken {
        var request = request
        request.account = request.account ?? name
        let token = try await source.token(for: request)
        // What a guest is called differs from one tenant to the other.
        guard token.claims.kind == .user, let found = token.claims.userPrincipalName,
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
