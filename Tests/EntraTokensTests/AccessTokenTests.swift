import EntraTokens
import ExoJSON
import Testing
import TestSupport

struct AccessTokenTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var text: String
        var code: TokenError.Code
        var says: String
        var testDescription: String { why }
    }

    private static let secret = "c2VjcmV0LXBhcnQ"
    private static let header = TestToken.base64URL(Array(#"{"typ":"JWT","alg":"RS256"}"#.utf8))
    private static func token(payload: String) -> String {
        "\(header).\(TestToken.base64URL(Array(payload.utf8))).\(secret)"
    }

    static let refused: [Case] = [
        Case(why: "nothing", text: "", code: .notAToken, says: "empty"),
        Case(why: "white space", text: " \r\n\t", code: .notAToken, says: "empty"),
        Case(why: "Bearer alone", text: "Bearer ", code: .notAToken, says: "not an access token"),
        Case(why: "two Bearers", text: "Bearer Bearer " + TestToken.user(), code: .notAToken, says: "white space"),
        Case(why: "a GUID", text: "fb78d390-0c51-40cd-8e17-fdbfab77341b", code: .notAToken, says: "GUID"),
        Case(
            why: "a refresh token",
            text: "0.AXYA" + String(repeating: secret, count: 20),
            code: .notAToken,
            says: "refresh token"
        ),
        Case(
            why: "a refresh token with dots",
            text: "1.AXYA\(secret)\(secret)\(secret).AgABAAEAAAD\(secret).\(secret)",
            code: .notAToken,
            says: "refresh token"
        ),
        Case(
            why: "a SAML token",
            text: "<saml:Assertion xmlns:saml=\"x\">\(secret)</saml:Assertion>",
            code: .notAToken,
            says: "SAML"
        ),
        Case(why: "a SAML token in base 64", text: "PHNhbWxwOlJlc3BvbnNl\(secret)", code: .notAToken, says: "SAML"),
        Case(why: "a web page", text: "<!DOCTYPE html><p>\(secret)", code: .notAToken, says: "web page"),
        Case(
            why: "a token reply",
            text: #"{"token_type":"Bearer","access_token":"\#(TestToken.user())"}"#,
            code: .notAToken,
            says: "access_token"
        ),
        Case(
            why: "Azure CLI's reply",
            text: #"{"accessToken": "\#(TestToken.user())", "expiresOn": "x"}"#,
            code: .notAToken,
            says: "--query accessToken"
        ),
        Case(
            why: "an error reply that is none of OAuth",
            text: #"{"error":"Wrong \#(secret)","error_description":"\#(secret)"}"#,
            code: .notAToken,
            says: "JSON document"
        ),
        Case(
            why: "a SecureString as JSON",
            text: #"{"Token":{"Length":1820},"ExpiresOn":"x"}"#,
            code: .notAToken,
            says: "ConvertFrom-SecureString"
        ),
        Case(
            why: "a SecureString as text",
            text: "System.Security.SecureString\r\n",
            code: .notAToken,
            says: "SecureString"
        ),
        Case(
            why: "an ID token alone",
            text: #"{"id_token":"eyJ\#(secret)"}"#,
            code: .notAToken,
            says: "ID token"
        ),
        Case(
            why: "a service's error",
            text: #"{"error":{"code":"InvalidAuthenticationToken","message":"Lifetime validation failed."}}"#,
            code: .notAToken,
            says: "InvalidAuthenticationToken: Lifetime validation failed."
        ),
        Case(
            why: "two tokens",
            text: TestToken.user() + "\n" + TestToken.application() + "\n",
            code: .notAToken,
            says: "2 tokens"
        ),
        Case(
            why: "a token wrapped by a terminal",
            text: TestToken.user().prefix(200) + "\n" + TestToken.user().dropFirst(200),
            code: .notAToken,
            says: "white space"
        ),
        Case(
            why: "a signed request",
            text: TestToken.text(["at": .string("eyJ\(secret)"), "ts": 1], header: ["typ": "pop", "alg": "RS256"]),
            code: .notAToken,
            says: "proof-of-possession"
        ),
        Case(why: "other JSON", text: #"{"a":"\#(secret)"}"#, code: .notAToken, says: "JSON document"),
        Case(why: "half a JSON reply", text: #"{"access_token":"\#(secret)"#, code: .notAToken, says: "JSON"),
        Case(why: "a key", text: "-----BEGIN PRIVATE KEY-----\n\(secret)", code: .notAToken, says: "PEM"),
        Case(why: "quotation marks", text: "\"\(TestToken.user())\"", code: .notAToken, says: "quotation marks"),
        Case(why: "a header line", text: "Authorization: Bearer \(TestToken.user())", code: .notAToken, says: "header"),
        Case(why: "a password", text: "\(secret)!~8Q", code: .notAToken, says: "client secret"),
        Case(why: "long noise", text: String(repeating: secret, count: 100), code: .notAToken, says: "JSON Web Token"),
        Case(why: "a token in two lines", text: "eyJ\(secret)\n\(secret).a.b", code: .notAToken, says: "white space"),
        Case(why: "only a beginning", text: String(header.prefix(20)), code: .notAToken, says: "not complete"),
        Case(why: "the header alone", text: header, code: .truncated, says: "has 1"),
        Case(why: "no signature", text: "\(header).\(secret)", code: .truncated, says: "has 2"),
        Case(why: "an empty signature", text: "\(header).\(secret).", code: .truncated, says: "has 2"),
        Case(
            why: "a signature that breaks off",
            text: token(payload: "{}") + "AA",
            code: .truncated,
            says: "signature"
        ),
        Case(
            why: "claims that break off",
            text: token(payload: #"{"aud":"\#(secret)","#),
            code: .truncated,
            says: "JSON"
        ),
        Case(why: "claims that are no base64url", text: "\(header).{}.\(secret)", code: .truncated, says: "base64url"),
        Case(
            why: "claims that are no UTF-8",
            text: "\(header).\(TestToken.base64URL([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D])).\(secret)",
            code: .truncated,
            says: "JSON"
        ),
        Case(why: "claims that are a list", text: token(payload: "[1]"), code: .malformed, says: "not a JSON object"),
        Case(
            why: "claims without bottom",
            text: token(payload: String(repeating: "[", count: 40_000)),
            code: .truncated,
            says: "JSON"
        ),
        Case(why: "four parts", text: token(payload: "{}") + ".AAAA", code: .malformed, says: "4 parts"),
        Case(
            why: "an encrypted token",
            text: TestToken.base64URL(Array(#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#.utf8))
                + ".\(secret).AAAA.\(secret).AAAA",
            code: .encrypted,
            says: "cannot be inspected"
        ),
        Case(why: "1 MB", text: String(repeating: "a", count: 1 << 20), code: .tooLarge, says: "128 KiB"),
        Case(
            why: "1 MB in the form of a token",
            text: token(payload: #"{"a":"\#(String(repeating: "x", count: 1 << 20))"}"#),
            code: .tooLarge,
            says: "128 KiB"
        ),
    ]

    @Test(arguments: refused)
    func saysWhatATextIsThatIsNoToken(_ example: Case) {
        let error = #expect(throws: TokenError.self) { try AccessToken(example.text) }
        #expect(error?.code == example.code)
        let shown = "\(error.map { String(describing: $0) } ?? "")"
        #expect(shown.contains(example.says), "\(shown)")
        #expect(!shown.contains(Self.secret))
    }

    @Test(arguments: ["", " ", "\n", "Bearer ", "bearer\t", "  BEARER   "])
    func dropsWhatStandsAroundAToken(_ before: String) throws {
        let token = try AccessToken(before + TestToken.user() + "\r\n")
        #expect(try token == AccessToken(TestToken.user()))
        #expect(token.claims.userPrincipalName == "admin@contoso.com")
    }

    @Test func readsTheBytesOfAFile() throws {
        let bytes = [0xEF, 0xBB, 0xBF] + Array(TestToken.user().utf8) + [0x0A]
        #expect(try AccessToken(bytes: bytes) == AccessToken(TestToken.user()))
        let wide = #expect(throws: TokenError.self) {
            try AccessToken(bytes: [0xFF, 0xFE] + TestToken.user().utf8.flatMap { [$0, 0] })
        }
        #expect(wide?.message.contains("UTF-16") == true)
        let broken = #expect(throws: TokenError.self) { try AccessToken(bytes: [0x65, 0x79, 0xC3]) }
        #expect(broken?.code == .notAToken)
        let zeros = #expect(throws: TokenError.self) { try AccessToken(bytes: [UInt8](repeating: 0, count: 100)) }
        #expect(zeros?.code == .notAToken)
        let large = #expect(throws: TokenError.self) { try AccessToken(bytes: [UInt8](repeating: 97, count: 1 << 20)) }
        #expect(large?.code == .tooLarge)
    }

    @Test func tellsWhatTheTokenServiceSaidInPlaceOfAToken() throws {
        let reply = """
            {"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided.\\r\\nTrace ID: \
            0b5c\\r\\nCorrelation ID: 9d1f\\r\\nTimestamp: 2026-05-28 20:26:40Z","error_codes":[7000215]}
            """
        let error = #expect(throws: TokenError.self) { try AccessToken(printedBy: Array(reply.utf8)) }
        #expect(error?.code == .notAToken)
        let message = try #require(error?.message)
        #expect(message.contains("Invalid client secret provided. (invalid_client, AADSTS7000215"))
        #expect(message.contains("correlation id 9d1f"))
        #expect(error?.repair?.description.contains("the secret's value, not its id") == true)
    }

    struct Output: Sendable, CustomTestStringConvertible {
        var why: String
        var text: String
        var testDescription: String { why }
    }

    private static let mark = "\u{FEFF}"
    static let outputs: [Output] = [
        Output(why: "the token alone", text: TestToken.user() + "\r\n"),
        Output(why: "a token endpoint", text: #"{"token_type":"Bearer","access_token":"\#(TestToken.user())"}"#),
        Output(why: "az", text: #" {"accessToken": "\#(TestToken.user())", "expires_on": 1}"#),
        Output(why: "az without tsv", text: "\"\(TestToken.user())\"\n"),
        Output(why: "azd", text: #"{"token": "\#(TestToken.user())", "expiresOn": "2026-05-28T20:26:40Z"}"#),
        Output(why: "Get-AzAccessToken", text: #"{"Token": "\#(TestToken.user())", "Type": "Bearer"}"#),
        Output(why: "MSAL.NET", text: #"{"AccessToken": "\#(TestToken.user())", "TokenType": "Bearer"}"#),
        Output(why: "JSON with a byte order mark", text: mark + #"{"access_token":"\#(TestToken.user())"}"#),
        Output(why: "a byte order mark", text: mark + TestToken.user()),
    ]

    @Test(arguments: outputs)
    func findsTheTokenInWhatAProgramPrinted(_ output: Output) throws {
        #expect(try AccessToken(printedBy: Array(output.text.utf8)) == AccessToken(TestToken.user()))
    }

    @Test func readsNoOutputWithoutEnd() {
        let error = #expect(throws: TokenError.self) {
            try AccessToken(printedBy: Array((#"{"a":""# + String(repeating: "x", count: 3 << 20) + "\"}").utf8))
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func acceptsTokensUpToTheLimit() throws {
        let claims: JSONObject = ["aud": "x", "filler": .string(String(repeating: "x", count: 90_000))]
        #expect(try AccessToken(TestToken.text(claims)).claims.audience == "x")
    }

    @Test func showsNothingOfItself() throws {
        let text = TestToken.user()
        let token = try AccessToken(text)
        struct Holder { var token: AccessToken }
        var shown = "\(token) \(String(describing: token)) \(String(reflecting: token)) \(Holder(token: token)) "
        dump(token, to: &shown)
        dump(Holder(token: token), to: &shown)
        dump([token], to: &shown)
        shown += Mirror(reflecting: token).children.map { "\($0)" }.joined()
        shown += String(describing: PassedTokenSource(token))
        shown += TokenReport(token, now: TestClock().date).description
        for part in text.split(separator: ".") { #expect(!shown.contains(part)) }
        #expect(shown.contains("[access token]"))
        #expect(Mirror(reflecting: token).children.isEmpty)
    }

    @Test func isTheSameOnlyAsItself() throws {
        #expect(try AccessToken(TestToken.user()) == AccessToken(TestToken.user()))
        #expect(try AccessToken(TestToken.user()) != AccessToken(TestToken.user("adele@contoso.com")))
    }
}
