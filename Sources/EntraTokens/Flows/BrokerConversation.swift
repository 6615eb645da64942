internal import ExoCrypto
internal import ExoJSON
internal import ExoTransport

/// What is asked of the identity broker for one request, and what its answers mean.
///
/// Three texts go in: the protocol's version, an id of the call, and a JSON document; one JSON document comes out.
struct BrokerConversation {
    private static let version = "0.0"
    private static let redirect = "https://login.microsoftonline.com/common/oauth2/nativeclient"
    /// A token from the broker's store of refresh tokens, not a cookie.
    private static let authorization: JSONValue = 1

    private let request: TokenRequest
    private let application: ClientApplication
    private let client: AuthorityClient
    private let call: @Sendable (String, [String]) async throws -> String
    /// The tenant as an address may name it.
    private let tenant: String

    /// Makes a conversation.
    ///
    /// - Throws: ``TokenError`` with code `invalidRequest`.
    init(
        _ request: TokenRequest,
        _ application: ClientApplication,
        _ client: AuthorityClient,
        _ call: @escaping @Sendable (String, [String]) async throws -> String
    ) throws {
        self.request = request
        self.application = application
        self.client = client
        self.call = call
        tenant = try TenantName.checked(request.authority.tenant)
    }

    /// The account of the request's user, or the only one that there is.
    func account(within patience: Duration) async throws -> JSONObject? {
        let question: JSONObject = ["clientId": .string(application.id), "redirectUri": .string(Self.redirect)]
        let answer = try await answer("getAccounts", question, within: patience)
        let accounts = answer["accounts"]?.arrayValue?.compactMap(\.objectValue) ?? []
        guard let wanted = request.account else { return accounts.count == 1 ? accounts.first : nil }
        return accounts.first { Self.account($0)?.isMeant(by: wanted) == true }
    }

    /// A token.
    func token(_ method: String, of account: JSONObject?, within patience: Duration) async throws -> TokenReply {
        let name = account?["username"]?.stringValue ?? request.account ?? ""
        var parameters: JSONObject = [
            "authority": .string("\(request.authority.address)/\(tenant)"),
            "authorizationType": Self.authorization,
            "clientId": .string(application.id),
            "redirectUri": .string(Self.redirect),
            "requestedScopes": .array(request.scopes.map { .string($0) }),
            "username": .string(name),
            "uxContextHandle": -1,
            "additionalQueryParametersForAuthorization": [:],
        ]
        parameters["account"] = account.map { .object($0) }
        let answer = try await answer(method, ["authParameters": .object(parameters)], within: patience)
        guard let token = answer["brokerTokenResponse"]?.objectValue else {
            throw unexpected("it answered no brokerTokenResponse")
        }
        if let error = token["error"], error != .null { throw refused(error) }
        return try reply(token)
    }

    private func reply(_ token: JSONObject) throws -> TokenReply {
        guard let text = token["accessToken"]?.stringValue else { throw unexpected("it answered no accessToken") }
        let access = try AccessToken(text)
        let now = client.now()
        guard let end = BrokerTime.date(token["expiresOn"]) ?? access.expiresOn, end > now else {
            throw unexpected("it answered a token that has ended")
        }
        if let refused = request.refused, try TokenDigest(of: access) == refused {
            throw TokenError(
                code: .refused,
                message: "the identity broker still gives the token that the service does not accept"
            )
        }
        let idToken = try token["idToken"]?.stringValue.flatMap { $0.isEmpty ? nil : try IDToken($0) }
        let scopes = token["grantedScopes"]
        let reply = TokenReply(
            accessToken: access,
            expiresOn: end,
            extendedExpiresOn: BrokerTime.date(token["extendedExpiresOn"]),
            idToken: idToken,
            account: token["account"]?.objectValue.flatMap(Self.account)
                ?? TokenAccount(clientInfo: token["clientInfo"]?.stringValue, idToken: idToken),
            scopes: scopes?.arrayValue?.compactMap(\.stringValue)
                ?? scopes?.stringValue?.split(separator: " ").map(String.init) ?? []
        )
        try reply.validate(for: request, application, nonce: nil, issuer: nil, now: now)
        return reply
    }

    /// An account as the broker writes it.
    private static func account(_ object: JSONObject) -> TokenAccount? {
        guard let home = object["homeAccountId"]?.stringValue, !home.isEmpty else { return nil }
        func text(_ name: String) -> String? { object[name]?.stringValue }
        return TokenAccount(
            homeAccountID: home.lowercased(),
            username: text("username") ?? "",
            localAccountID: text("localAccountId") ?? "",
            tenantID: text("realm")?.lowercased() ?? "",
            name: text("name"),
            clientInfo: text("clientInfo")
        )
    }

    private enum Step: Sendable { case answered(String), late }

    private func answer(_ method: String, _ question: JSONObject, within patience: Duration) async throws -> JSONObject
    {
        let arguments = [Self.version, try Self.callID(), JSONValue.object(question).text()]
        let text: String
        do {
            text = try await withThrowingTaskGroup(of: Step.self) { group in
                defer { group.cancelAll() }
                group.addTask { .answered(try await call(method, arguments)) }
                group.addTask {
                    try await client.clock.sleep(for: patience)
                    return .late
                }
                guard case .answered(let text) = try await group.next() else {
                    throw TokenError(
                        code: .timedOut,
                        message: "the identity broker did not answer \(method) within "
                            + PlainTime.words(Double(patience.components.seconds)),
                        repair: Self.elsewhere
                    )
                }
                return text
            }
        } catch let error as BusError {
            throw Self.failed(error)
        }
        let object: JSONObject?
        do { object = try JSONValue(parsing: Array(text.utf8)).objectValue } catch { object = nil }
        guard let object else { throw unexpected("its answer to \(method) is no JSON object") }
        if let error = object["error"], error != .null { throw refused(error) }
        return object
    }

    private static let elsewhere: Repair = "sign in with the browser or a device code"

    private static func failed(_ error: BusError) -> TokenError {
        switch error {
        case .noBus, .noService:
            TokenError(
                code: .brokerUnavailable,
                message: "there is no identity broker: \(SanitizedText.shown("\(error)"))",
                repair: elsewhere,
                cause: error
            )
        case .refused, .unexpectedAnswer:
            TokenError(
                code: .unexpectedResponse,
                message: "the identity broker failed: \(SanitizedText.shown("\(error)"))",
                repair: elsewhere,
                cause: error
            )
        }
    }

    /// What the broker says of an error: a text, or an object whose members differ from one broker to the next.
    private func refused(_ error: JSONValue) -> TokenError {
        let object = error.objectValue ?? [:]
        let said = ["context", "description", "error_description", "message", "error", "code", "errorCode", "status"]
            .compactMap { name -> String? in
                guard let value = object[name], value != .null, value.objectValue == nil else { return nil }
                return value.stringValue.map { "\(name) \($0)" } ?? "\(name) \(value.text())"
            }
        let text = error.stringValue ?? (said.isEmpty ? "it gives no reason" : said.joined(separator: ", "))
        return TokenError(
            code: .refused,
            message: "the identity broker refused: \(SanitizedText.shown(text))",
            repair: Self.elsewhere
        )
    }

    private func unexpected(_ what: String) -> TokenError {
        TokenError(
            code: .unexpectedResponse,
            message: "the identity broker cannot be used: \(what)",
            repair: Self.elsewhere
        )
    }

    /// A random id in a GUID's form (RFC 9562, version 4).
    private static func callID() throws -> String {
        var bytes = try RandomBytes.make(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Hex.encode(bytes))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}
