import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension TokenRequest {
    private static let usage = "on_behalf_of"

    /// Exchanges the token of a user, with which a service was called, for one to call the next service with.
    ///
    /// - Throws: ``EntraError`` 900144, 9002313, 7000218, 70011, 28000 and those of the credential, of ``UserAssertion`` and
    ///   of what is issued.
    func redeemOnBehalfOf() throws -> JSONValue {
        guard credential.isPresent else { throw EntraError.credentialRequired }
        try credential.check(client, call)
        let text = try required("assertion")
        guard try required("requested_token_use") == Self.usage else {
            throw EntraError.malformedRequest("requested_token_use has to be \(Self.usage)")
        }
        _ = try version == .v1 ? required("resource") : requiredScope()
        let asked = try askedScope()
        _ = try asked?.target()
        let assertion = try UserAssertion(text, for: client, at: authority, call)
        call.signIn.note(assertion.user)
        let grant = DelegatedGrant(
            assertion,
            scope: form["scope"] ?? "",
            resource: version == .v1 ? form["resource"] : nil
        )
        do {
            return try issue(prepare(grant, asked: asked))
        } catch var error as EntraError where error.claims != nil {
            // The service hands the challenge back to its own caller, who alone can show a page to the user.
            error.name = "interaction_required"
            throw error
        }
    }
}
