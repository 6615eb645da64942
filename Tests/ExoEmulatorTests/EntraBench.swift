import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

/// An emulator with the seed on disk, as the cookies of one browser see its sign-in side.
final class EntraBench {
    static let publicClient = "aaaaaaaa-0000-4000-8000-000000000001"
    static let confidentialClient = "aaaaaaaa-0000-4000-8000-000000000002"
    static let secret = "emulator-automation-secret"
    static let module = "fb78d390-0c51-40cd-8e17-fdbfab77341b"
    static let contoso = Seed.contosoID
    static let fabrikam = Seed.fabrikamID
    static let exchangeDefault = "https://outlook.office365.com/.default"
    static let redirect = "http://localhost:53211"
    static let verifier = String(repeating: "verifier-", count: 6)
    static let correlation = "0f1e2d3c-4b5a-4678-89ab-cdef01234567"

    let emulator: Emulator
    var context: EmulatorContext { emulator.context }
    var cookies: [String: String] = [:]
    private static let start = SeededStore.moment

    init(hostNames: [String] = [], home: String? = nil) throws {
        var configuration = try EmulatorConfiguration.temporary(hostNames: hostNames, now: { Self.start })
        if let home { configuration.home = home }
        emulator = try SeededStore.emulator(configuration)
        context.clock.freeze(at: Self.start)
    }

    /// A browser at an emulator that is there.
    init(_ emulator: Emulator) { self.emulator = emulator }

    /// Sends a request as a browser would.
    func send(
        _ method: String,
        _ target: String,
        form: [(String, String)]? = nil,
        headers: [(String, String)] = []
    ) throws -> ServerResponse {
        var fields = headers.map { ServerRequest.Field($0.0, $0.1) }
        fields.append(.init("Host", "localhost:8443"))
        if !cookies.isEmpty {
            fields.append(.init("Cookie", cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")))
        }
        if form != nil { fields.append(.init("Content-Type", "application/x-www-form-urlencoded")) }
        let request = ServerRequest(
            method: method,
            target: target,
            headers: fields,
            body: form.map { Array(Self.encoded($0).utf8) } ?? []
        )
        let reply = emulator.respond(to: request)
        for header in reply.headers where header.name == "Set-Cookie" {
            let pair = header.value.prefix { $0 != ";" }
            let name = pair.prefix { $0 != "=" }
            cookies[String(name)] = String(pair.dropFirst(name.count + 1))
        }
        return reply
    }

    /// Asks the token endpoint.
    func token(
        _ form: [(String, String)],
        tenant: String = "contoso.com",
        version1: Bool = false,
        headers: [(String, String)] = []
    ) throws -> (status: Int, body: JSONObject) {
        let path = version1 ? "/\(tenant)/oauth2/token" : "/\(tenant)/oauth2/v2.0/token"
        let reply = try send(
            "POST",
            path,
            form: form,
            headers: [("client-request-id", Self.correlation)] + headers
        )
        return (reply.status, try #require(try JSONValue(parsing: reply.body).objectValue))
    }

    /// A token of the seeded application.
    func applicationToken(scope: String = exchangeDefault, tenant: String = "contoso.com") throws -> String {
        let reply = try token(
            [
                ("client_id", Self.confidentialClient), ("client_secret", Self.secret),
                ("grant_type", "client_credentials"), ("scope", scope),
            ],
            tenant: tenant
        )
        return try #require(reply.body["access_token"]?.stringValue)
    }

    /// The path and query of an authorize request, with some parameters changed, added or (nil) left out.
    static func authorizeTarget(_ changes: [String: String?] = [:], tenant: String = "organizations") -> String {
        var parameters: [String: String] = [
            "client_id": publicClient, "response_type": "code", "redirect_uri": redirect,
            "scope": "\(exchangeDefault) openid profile offline_access", "state": "s t&ate", "nonce": "n-1",
            "client_info": "1",
        ]
        for (name, value) in changes { parameters[name] = value }
        return "/\(tenant)/oauth2/v2.0/authorize?"
            + encoded(parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    /// Fills in the sign-in page.
    func signIn(
        _ login: String = "admin@contoso.com",
        password: String = Seed.password,
        changes: [String: String?] = [:],
        tenant: String = "organizations"
    ) throws -> ServerResponse {
        let page = try send("GET", Self.authorizeTarget(changes, tenant: tenant))
        return try submit(page, [("login", login), ("password", password)])
    }

    /// Sends the last form of a page, or the first one that holds a text; fields given replace hidden ones.
    func submit(
        _ page: ServerResponse,
        _ fields: [(String, String)],
        formWith mark: String? = nil
    ) throws -> ServerResponse {
        let forms = page.text.split(separator: "<form ").dropFirst().map(String.init)
        let form = try #require(mark.map { mark in forms.first { $0.contains(mark) } } ?? forms.last)
        let action = try #require(Self.attribute("action", in: form))
        let hidden = form.split(separator: "<input ").filter { $0.hasPrefix("type=\"hidden\"") }.compactMap {
            input -> (String, String)? in
            guard let name = Self.attribute("name", in: String(input)),
                let value = Self.attribute("value", in: String(input))
            else { return nil }
            return (name, value)
        }
        let kept = hidden.filter { field in !fields.contains { $0.0 == field.0 } }
        return try send("POST", action, form: kept + fields)
    }

    /// A code of a whole sign-in.
    func code(
        _ login: String = "admin@contoso.com",
        changes: [String: String?] = [:],
        tenant: String = "organizations"
    )
        throws -> String
    {
        let reply = try signIn(login, changes: changes, tenant: tenant)
        return try #require(reply.locationFields["code"])
    }

    /// The form that redeems a code.
    static func redemption(_ code: String) -> [(String, String)] {
        [
            ("client_id", publicClient), ("grant_type", "authorization_code"), ("code", code),
            ("redirect_uri", redirect), ("scope", "\(exchangeDefault) openid profile offline_access"),
            ("client_info", "1"),
        ]
    }

    /// The claims of a token, unchecked.
    static func claims(_ token: String?) throws -> JSONObject {
        let parts = try #require(token).split(separator: ".")
        let bytes = try #require(Base64URL.decode(parts[1]))
        return try #require(try JSONValue(parsing: bytes).objectValue)
    }

    static func encoded(_ fields: [(String, String)]) -> String {
        FormFields(fields.map { .init($0.0, $0.1) }).encoded
    }

    static func attribute(_ name: String, in text: String) -> String? {
        let parts = text.split(separator: "\(name)=\"", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let value = String(parts[1].prefix { $0 != "\"" })
        return value.replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }
}

extension ServerResponse {
    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The text without the people whom the sign-in page offers to everybody, and their password.
    var textBesideOffer: String {
        let text = text
        let marks = ["<datalist id=\"people\">", "<details class=\"people\">", "</details>"]
        guard let start = text.firstRange(of: marks[0])?.lowerBound,
            let offer = text[start...].firstRange(of: marks[1])?.upperBound,
            let end = text[offer...].firstRange(of: marks[2])?.upperBound
        else { return text }
        return String(text[..<start] + text[end...])
    }

    /// The fields that a redirect carries in its query or fragment.
    var locationFields: FormFields {
        FormFields(parsing: (header("Location") ?? "").drop { $0 != "?" && $0 != "#" }.dropFirst())
    }
}
