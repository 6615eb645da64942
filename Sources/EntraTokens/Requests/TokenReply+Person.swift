#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension TokenReply {
    /// Holds a reply to somebody's sign-in against what was asked for.
    ///
    /// - Parameters:
    ///   - request: What was asked for.
    ///   - application: In whose name.
    ///   - nonce: What the ID token has to repeat; `nil` where nothing was sent, and then there need be no ID token.
    ///   - issuer: The authority's issuer, where it is known.
    ///   - now: The time.
    /// - Throws: ``TokenError`` with code `unexpectedResponse`, or `refused` when another user signed in.
    func validate(
        for request: TokenRequest,
        _ application: ClientApplication,
        nonce: String?,
        issuer: String?,
        now: Date
    ) throws {
        if nonce != nil, idToken == nil {
            throw TokenError(
                code: .unexpectedResponse,
                message: "the authority answered no id_token, so that nothing shows whose sign-in the token is from"
            )
        }
        try idToken?.validate(clientID: application.id, nonce: nonce, issuer: issuer, now: now)
        guard let wanted = request.account, let account, !account.username.isEmpty, !account.isMeant(by: wanted) else {
            return
        }
        let (found, asked) = (SanitizedText.shown(account.username), SanitizedText.shown(wanted))
        throw TokenError(
            code: .refused,
            message: "\(found) signed in, and the token is to be \(asked)'s",
            repair: .signInAgain(as: asked, orConnectAs: SanitizedText.word(account.username))
        )
    }
}
