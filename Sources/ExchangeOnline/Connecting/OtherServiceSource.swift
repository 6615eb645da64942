internal import EntraTokens

/// Stands for the tokens of the other service where only one token was passed in, and says so when one is needed.
struct OtherServiceSource: TokenSource {
    private let service: AdminService
    let renewal = TokenRenewal.none

    /// The source of a request as the other service uses it.
    static func of(_ request: ConnectionRequest) -> any TokenSource {
        guard request.tokenSource.renewal == .none else { return request.tokenSource }
        return OtherServiceSource(service: request.service)
    }

    func token(for request: TokenRequest) async throws -> AccessToken {
        let other: AdminService = service == .exchange ? .compliance : .exchange
        throw TokenError(
            code: .sourceUnavailable,
            message:
                "the token that was passed in is for \(service.displayName); \(other.displayName) needs one of its own",
            repair: "pass in a token for each, or a source that gets them"
        )
    }
}
