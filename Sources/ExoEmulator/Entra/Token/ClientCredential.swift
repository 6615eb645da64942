import ExoCrypto
import HTTPServer

/// How a client says who it is at the token endpoint.
struct ClientCredential: Sendable {
    let clientID: String?
    let secret: String?
    let hasAssertion: Bool

    /// Reads the credential from the form, or from Basic authentication with both parts form-encoded (RFC 6749 section 2.3.1).
    ///
    /// - Throws: ``EntraError`` 9002313 when the two contradict each other or the field is malformed.
    init(_ form: FormFields, _ request: ServerRequest) throws {
        hasAssertion = form["client_assertion"] != nil || form["client_assertion_type"] != nil
        guard let header = request.header("Authorization"), header.lowercased().hasPrefix("basic ") else {
            clientID = form["client_id"]
            secret = form["client_secret"]
            return
        }
        let encoded = header.dropFirst("basic ".count).filter { $0 != " " }
        guard let bytes = Base64.decode(encoded), let text = String(validating: bytes, as: UTF8.self),
            let colon = text.firstIndex(of: ":")
        else { throw EntraError.malformedRequest("the Basic credentials are malformed") }
        let name = PercentCoding.decoded(text[..<colon], plusIsSpace: true)
        let password = PercentCoding.decoded(text[text.index(after: colon)...], plusIsSpace: true)
        guard form["client_secret"] == nil, form["client_id"].map({ $0.lowercased() == name.lowercased() }) ?? true
        else {
            throw EntraError.malformedRequest("the client is named twice in different ways")
        }
        clientID = name.isEmpty ? nil : name
        secret = password.isEmpty ? nil : password
    }

    /// Whether anything was sent that should prove who the client is.
    var isPresent: Bool { secret != nil || hasAssertion }

    /// Checks the secret against those of a client.
    ///
    /// - Throws: ``EntraError`` 7000215 or 7000222.
    func checkSecret(of client: Client, _ call: EntraCall) throws {
        let secret = secret ?? ""
        var hasExpired = false
        for record in try call.context.directory.secrets(of: client.id) {
            guard secret.hasPrefix(record.hint), try PasswordHash.matches(Array(secret.utf8), record.hash) else {
                continue
            }
            if record.expiresOn > call.trace.now { return }
            hasExpired = true
        }
        throw hasExpired ? EntraError.expiredSecret(client.id) : EntraError.wrongSecret(client.id)
    }

    /// Checks that a client proves what the kind of its redirect URI demands, for what a user granted.
    ///
    /// - Throws: ``EntraError`` 700025, 7000218, 9002326, 9002327, 7000215 or 7000222.
    func check(_ client: Client, as kind: RedirectURIKind, _ call: EntraCall) throws {
        let isCrossOrigin = call.request.header("Origin") != nil
        switch kind {
        case .publicClient:
            guard !isPresent else { throw EntraError.publicClient }
            guard !isCrossOrigin else { throw EntraError.crossOriginNotAllowed }
        case .spa:
            guard !isPresent else { throw EntraError.publicClient }
            guard isCrossOrigin else { throw EntraError.crossOriginOnly }
        case .web:
            guard secret != nil else { throw EntraError.credentialRequired }
            guard !isCrossOrigin else { throw EntraError.crossOriginNotAllowed }
            try checkSecret(of: client, call)
        }
    }
}
