import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

/// How a client says who it is at the token endpoint.
struct ClientCredential: Sendable {
    let clientID: String?
    let secret: String?
    /// Where the client said it, which its assertion has to be for.
    let authority: Authority
    private let assertionType: String?
    private let assertionText: String?
    private let assertion: JSONWebToken?

    /// Reads the credential from the form, or from Basic authentication with both parts form-encoded (RFC 6749 section 2.3.1).
    ///
    /// - Throws: ``EntraError`` 9002313 when the two contradict each other or the field is malformed.
    init(_ form: FormFields, _ request: ServerRequest, at authority: Authority) throws {
        self.authority = authority
        assertionType = form["client_assertion_type"]
        assertionText = form["client_assertion"]
        assertion = assertionText.flatMap { JSONWebToken($0, isTolerant: true) }
        guard let header = request.header("Authorization"), header.lowercased().hasPrefix("basic ") else {
            clientID = form["client_id"] ?? assertion?.claims["sub"]?.stringValue
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

    private var hasAssertion: Bool { assertionText != nil || assertionType != nil }

    /// Whether anything was sent that should prove who the client is.
    var isPresent: Bool { secret != nil || hasAssertion }

    /// What was sent to prove it.
    var proof: ClientProof { hasAssertion ? .assertion : secret != nil ? .secret : .none }

    /// Checks what was sent to prove who the client is.
    ///
    /// - Throws: ``EntraError`` 7000215, 7000222, 9002313, 900144, 50027 or one of those of ``ClientAssertion``.
    func check(_ client: Client, _ call: EntraCall) throws {
        guard hasAssertion else { return try checkSecret(of: client, call) }
        guard secret == nil else {
            throw EntraError.malformedRequest("the client proves itself in two ways, by a secret and by an assertion")
        }
        guard let assertionType else { throw EntraError.missing("client_assertion_type") }
        guard assertionType == ClientAssertion.type else {
            throw EntraError.malformedRequest("client_assertion_type has to be \(ClientAssertion.type)")
        }
        guard assertionText != nil else { throw EntraError.missing("client_assertion") }
        guard let assertion else { throw EntraError.malformedAssertion("it is not a JSON Web Token") }
        try ClientAssertion(token: assertion, client: client, authority: authority, call: call).check()
    }

    /// Checks that a client proves what the kind of its redirect URI demands, for what a user granted.
    ///
    /// - Throws: ``EntraError`` 700025, 7000218, 9002326, 9002327 or those of ``check(_:_:)``.
    func check(_ client: Client, as kind: RedirectURIKind, _ call: EntraCall) throws {
        let origin = call.request.header("Origin")
        switch kind {
        case .publicClient:
            guard !isPresent else { throw EntraError.publicClient }
            if let origin { throw EntraError.crossOriginNotAllowed(origin) }
        case .spa:
            guard !isPresent else { throw EntraError.publicClient }
            guard let origin else { throw EntraError.crossOriginOnly }
            guard try client.isSinglePage(origin) else { throw EntraError.crossOriginNotAllowed(origin) }
        case .web:
            guard isPresent else { throw EntraError.credentialRequired }
            if let origin { throw EntraError.crossOriginNotAllowed(origin) }
            try check(client, call)
        }
    }

    /// Checks that a client proves itself where no redirect URI says of what kind it is: the registration does.
    ///
    /// - Throws: ``EntraError`` 700025, 7000218 or those of ``check(_:_:)``.
    func checkWithoutRedirect(_ client: Client, _ call: EntraCall) throws {
        if client.application.isFallbackPublicClient {
            guard !isPresent else { throw EntraError.publicClient }
        } else {
            guard isPresent else { throw EntraError.credentialRequired }
            try check(client, call)
        }
    }

    private func checkSecret(of client: Client, _ call: EntraCall) throws {
        let secret = Array((secret ?? "").utf8)
        let directory = call.context.directory
        let principal = try authority.principalID(of: client)
        var hasExpired = false
        for record in try directory.secrets(of: client.id) where record.startsOn <= call.trace.now {
            guard record.principalID == nil || record.principalID == principal,
                secret.starts(with: record.hint.utf8), try call.entra.secrets.matches(secret, record)
            else { continue }
            if record.expiresOn > call.trace.now { return }
            hasExpired = true
        }
        throw hasExpired ? EntraError.expiredSecret(client.id) : EntraError.wrongSecret(client.id)
    }
}

extension Authority {
    /// The object by which a client exists in the tenant, some of which have credentials of their own.
    func principalID(of client: Client) throws -> String? {
        try tenant.flatMap { try client.principal(in: $0)?.objectID }
    }
}
