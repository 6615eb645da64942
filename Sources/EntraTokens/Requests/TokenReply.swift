internal import ExoJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What an authority, or whatever else gives tokens, said: everything, so that nothing has to be asked for twice.
public struct TokenReply: Sendable {
    /// The token.
    public var accessToken: AccessToken
    /// When it ends, by this machine's clock.
    public var expiresOn: Date
    /// When it may be used up to while the authority is away (`ext_expires_in`); `nil` where nothing was said.
    public var extendedExpiresOn: Date?
    /// From when on it is better renewed (`refresh_in`); `nil` where nothing was said.
    public var refreshOn: Date?
    /// What gets the next token without a person; `nil` where none was given.
    public var refreshToken: RefreshToken?
    /// Who signed in; `nil` where nobody did.
    public var idToken: IDToken?
    /// Whose it is; `nil` for an application's token.
    public var account: TokenAccount?
    /// What was granted; empty where the authority did not say, which then is what was asked for.
    public var scopes: [String]
    /// The family of applications that share the refresh token (`foci`).
    public var familyID: String?
    /// How far this machine's clock is ahead of the authority's, negative where it is behind; `nil` where they agree within
    /// ``TokenCheck/allowedClockDifference`` or the authority did not say.
    public var clockDifference: Duration?

    /// Makes a reply.
    public init(
        accessToken: AccessToken,
        expiresOn: Date,
        extendedExpiresOn: Date? = nil,
        refreshOn: Date? = nil,
        refreshToken: RefreshToken? = nil,
        idToken: IDToken? = nil,
        account: TokenAccount? = nil,
        scopes: [String] = [],
        familyID: String? = nil,
        clockDifference: Duration? = nil
    ) {
        self.accessToken = accessToken
        self.expiresOn = expiresOn
        self.extendedExpiresOn = extendedExpiresOn
        self.refreshOn = refreshOn
        self.refreshToken = refreshToken
        self.idToken = idToken
        self.account = account
        self.scopes = scopes
        self.familyID = familyID
        self.clockDifference = clockDifference
    }

    /// Reads a token endpoint's reply (RFC 6749, section 5.1); numbers may be text, as the v1.0 endpoints write them.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - status: Its HTTP status.
    ///   - now: The time when it came.
    ///   - retryAfter: How long the service asks to wait.
    ///   - takesOpaque: Whether a token that cannot be looked into is taken, as other providers issue them.
    /// - Throws: ``TokenError``.
    init(_ body: [UInt8], status: Int, now: Date, retryAfter: Duration?, takesOpaque: Bool) throws {
        let object: JSONObject?
        do { object = try JSONValue(parsing: body).objectValue } catch { object = nil }
        // A token beside an `error` member counts, as it does for MSAL.
        guard status == 200, let object, let text = object["access_token"]?.stringValue else {
            throw Self.failure(body, status: status, isObject: object != nil, retryAfter)
        }
        func number(_ name: String, _ most: Double) -> Double? {
            guard let value = object[name] else { return nil }
            let number = value.integerValue.map(Double.init) ?? value.stringValue.flatMap { Double($0) }
            return number.flatMap { (0...most).contains($0) ? $0 : nil }
        }
        func seconds(_ name: String) -> Double? { number(name, 1e9) }
        let life = seconds("expires_in")
        // Machines' endpoints may give the moment alone, as text.
        let moment = number("expires_on", 1e11)
        let end = life.map { now.addingTimeInterval($0) } ?? moment.map { Date(timeIntervalSince1970: $0) }
        let token = takesOpaque ? try AccessToken(issued: text, expiresOn: end) : try AccessToken(text)
        guard let expiresOn = end ?? token.expiresOn, expiresOn > now else {
            throw TokenError(
                code: .unexpectedResponse,
                message:
                    "the token service issued an expired token: \(TokenCheck.expiryMessage(token.expiresOn, now: now))",
                repair: "set this machine's clock right"
            )
        }
        let idToken = try object["id_token"]?.stringValue.map { try IDToken($0) }
        self.init(
            accessToken: token,
            expiresOn: expiresOn,
            extendedExpiresOn: seconds("ext_expires_in").map { now.addingTimeInterval($0) },
            refreshOn: seconds("refresh_in").map { now.addingTimeInterval($0) },
            refreshToken: object["refresh_token"]?.stringValue.map { RefreshToken($0) },
            idToken: idToken,
            account: TokenAccount(clientInfo: object["client_info"]?.stringValue, idToken: idToken),
            scopes: (object["scope"]?.stringValue ?? "").split(separator: " ").map(String.init),
            familyID: object["foci"]?.stringValue
        )
    }

    /// What a reply means that brings no token.
    static func failure(
        _ body: [UInt8],
        status: Int,
        isObject: Bool,
        _ retryAfter: Duration?
    ) -> TokenError {
        if let refusal = EntraError(body: body, status: status) { return refused(refusal, retryAfter: retryAfter) }
        if status == 200 {
            return TokenError(
                code: .unexpectedResponse,
                message: isObject
                    ? "the token service answered 200 without an access_token"
                    : "the token service answered 200 with something that is not JSON"
            )
        }
        let form = body.isEmpty ? "an empty body" : "a body that is no OAuth error"
        return TokenError(
            code: status == 429 ? .throttled : status >= 500 ? .unavailable : .unexpectedResponse,
            message: "the token service answered \(status) with \(form)\(waiting(retryAfter))"
        )
    }

    /// What a refusal means for who asked.
    static func refused(_ refusal: EntraError, retryAfter: Duration?) -> TokenError {
        let code: TokenError.Code =
            if refusal.status == 429 {
                .throttled
            } else if refusal.status >= 500 || refusal.error == "temporarily_unavailable" {
                .unavailable
            } else if refusal.code == 90002 || refusal.code == 900_023 {
                .noSuchTenant
            } else {
                .refused
            }
        return TokenError(
            code: code,
            message: "the token service refused: \(refusal)\(waiting(retryAfter))",
            repair: EntraAdvice.repair(for: refusal),
            cause: refusal
        )
    }

    private static func waiting(_ retryAfter: Duration?) -> String {
        retryAfter.map { "; it asks to wait for \(PlainTime.words(Double($0.components.seconds)))" } ?? ""
    }
}
