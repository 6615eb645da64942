internal import ExoCrypto
internal import ExoJSON
internal import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// One sign-in in a browser: what was sent to the authority, and what its answer has to hold against.
struct BrowserSignIn {
    let request: TokenRequest
    private let application: ClientApplication
    /// Tells the answer to this sign-in from any other page's call.
    private let state: String
    /// Ties the ID token to this sign-in; the v1.0 endpoints give no ID token that repeats it.
    private let nonce: String?
    /// Redeems the code, and is not sent before (RFC 7636).
    private let verifier: String

    /// Begins a sign-in.
    ///
    /// - Throws: When there is no randomness to be had.
    init(_ request: TokenRequest, _ application: ClientApplication) throws {
        func random() throws -> String { Base64URL.encode(try RandomBytes.make(32)) }
        self.request = request
        self.application = application
        state = try random()
        nonce = request.authority.form == .entraV1 ? nil : try random()
        verifier = try random()
    }

    private static func redirect(_ port: UInt16) -> String { "http://localhost:\(port)" }

    /// The page to sign in at.
    ///
    /// - Throws: ``TokenError`` with code `invalidRequest`.
    func address(at endpoint: String, port: UInt16, prompt: String?, domainHint: String?) throws -> String {
        var form = try TokenForm(nil, request, application, isForUser: true)
        form.append("response_type", "code")
        form.append("redirect_uri", Self.redirect(port))
        // The code then stands in no address, and so in no history; not every other provider has it.
        if request.authority.form == .entra { form.append("response_mode", "form_post") }
        form.append("state", state)
        if let nonce { form.append("nonce", nonce) }
        form.append("code_challenge", Base64URL.encode(try Digest.sha256(verifier.utf8)))
        form.append("code_challenge_method", "S256")
        if let prompt { form.append("prompt", prompt) }
        if let name = request.account, !Self.isHomeAccountID(name) { form.append("login_hint", name) }
        if let domainHint { form.append("domain_hint", domainHint) }
        return endpoint + (endpoint.contains("?") ? "&" : "?") + String(decoding: form.body.bytes, as: UTF8.self)
    }

    /// Whether a call answers this sign-in.
    func isAnswered(by fields: FormFields) -> Bool {
        constantTimeEquals((fields["state"] ?? "").utf8, state.utf8)
    }

    /// The fields that a call brings, in its body or its address.
    static func fields(of call: LoopbackRequest) -> FormFields? {
        FormFields(call.method == "POST" ? call.body : call.query)
    }

    /// The code in the answer.
    ///
    /// - Throws: ``TokenError``.
    func code(in answer: LoopbackRequest, issuer: String?) throws -> String {
        let fields = Self.fields(of: answer)
        // RFC 9207: an answer that another authority gave.
        if let issuer, let theirs = fields?["iss"], !issuer.contains("{"), theirs != issuer {
            throw TokenError(
                code: .unexpectedResponse,
                message: "the sign-in was answered by another authority, \(SanitizedText.shown(theirs))",
                repair: "sign in again"
            )
        }
        if let error = fields?["error"] { throw refusal(error, fields) }
        guard let code = fields?["code"], !code.isEmpty else {
            throw TokenError(
                code: .unexpectedResponse,
                message: "the authority answered the sign-in with neither a code nor an error",
                repair: "sign in again"
            )
        }
        return code
    }

    private func refusal(_ error: String, _ fields: FormFields?) -> TokenError {
        let body: JSONObject = [
            "error": .string(error), "error_description": .string(fields?["error_description"] ?? ""),
        ]
        guard let refusal = EntraError(body: JSONValue.object(body).serialized(), status: 400) else {
            return TokenError(code: .refused, message: "the authority refused the sign-in")
        }
        guard error == "access_denied" || fields?["error_subcode"] == "cancel" else {
            return TokenReply.refused(refusal, retryAfter: nil)
        }
        return TokenError(
            code: .cancelled,
            message: "the sign-in was cancelled or not consented to: \(refusal)",
            repair: "sign in again",
            cause: refusal
        )
    }

    /// The form that redeems the code.
    func redemption(of code: String, port: UInt16) throws -> TokenForm {
        var form = try TokenForm("authorization_code", request, application, isForUser: true)
        form.append("code", code)
        form.append("redirect_uri", Self.redirect(port))
        form.append("code_verifier", verifier)
        return form
    }

    /// Holds the reply to the redemption against this sign-in.
    ///
    /// - Throws: ``TokenError``.
    func validate(_ reply: TokenReply, issuer: String?, now: Date) throws {
        try reply.validate(for: request, application, nonce: nonce, issuer: issuer, now: now)
    }

    /// Whether an account is named by ids, which no sign-in page knows.
    private static func isHomeAccountID(_ account: String) -> Bool {
        let parts = account.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { GUID.isGUID(String($0)) }
    }
}
