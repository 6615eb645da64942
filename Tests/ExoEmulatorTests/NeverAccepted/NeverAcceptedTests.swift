import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

/// What nobody may ever get away with, tried against the whole emulator.
struct NeverAcceptedTests {
    private let emulator: Emulator
    private let browser: MutationBrowser

    init() throws {
        emulator = try Emulator(.temporary())
        browser = MutationBrowser(emulator)
    }

    private func code(_ changes: [String: String?] = [:]) throws -> String {
        var page = browser.send(browser.request("GET", EntraBench.authorizeTarget(changes)))
        if page.status == 200 {
            page = browser.send(
                try browser.submission(of: page, [("login", "admin@contoso.com"), ("password", Seed.password)])
            )
        }
        return try #require(page.locationFields["code"], "\(page.status) \(page.text)")
    }

    private func tokens(_ form: [(String, String)], tenant: String = "contoso.com") throws -> JSONObject {
        try browser.json(browser.request("POST", "/\(tenant)/oauth2/v2.0/token", form: form))
    }

    private func redeem(_ code: String) throws -> JSONObject { try tokens(EntraBench.redemption(code)) }

    private func refresh(_ token: JSONValue?, scope: String = EntraBench.exchangeDefault) throws -> JSONObject {
        try tokens([
            ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"),
            ("refresh_token", try #require(token?.stringValue)), ("scope", scope),
        ])
    }

    /// A cmdlet that every administrator may run.
    private func exchange(_ token: String, tenant: String = EntraBench.contoso) -> Int {
        let request = browser.request(
            "POST",
            "/adminapi/beta/\(tenant)/InvokeCommand",
            json: ["CmdletInput": ["CmdletName": "Get-OrganizationConfig", "Parameters": [:]]],
            headers: [("Authorization", "Bearer \(token)"), ("X-AnchorMailbox", "UPN:admin@contoso.com")]
        )
        return emulator.respond(to: request).status
    }

    @Test(arguments: ForgedToken.all) func acceptsNoForgedTokenAtExchange(_ forged: ForgedToken) throws {
        let good = try #require(try redeem(try code())["access_token"]?.stringValue)
        #expect(exchange(good) == 200)
        #expect(exchange(try forged.text(good, emulator.context)) == 401)
    }

    private func graph(_ token: String) -> Int {
        emulator.respond(
            to: browser.request("GET", "/v1.0/me", headers: [("Authorization", "Bearer \(token)")])
        ).status
    }

    private func graphToken(_ replies: JSONObject) throws -> String {
        let reply = try refresh(replies["refresh_token"], scope: "https://graph.microsoft.com/.default")
        return try #require(reply["access_token"]?.stringValue)
    }

    @Test(arguments: ForgedToken.all) func acceptsNoForgedTokenAtGraph(_ forged: ForgedToken) throws {
        let good = try graphToken(try redeem(try code()))
        #expect(graph(good) == 200)
        #expect(graph(try forged.text(good, emulator.context)) == 401)
    }

    @Test func acceptsNoOtherServicesTokenAtGraph() throws {
        let code = try code()
        let replies = try redeem(code)
        let good = try graphToken(replies)
        #expect(graph(try #require(replies["access_token"]?.stringValue)) == 401)
        #expect(graph(try #require(replies["id_token"]?.stringValue)) == 401)
        #expect(graph(good) == 200)
        _ = try redeem(code)
        #expect(graph(good) == 401)
    }

    @Test func acceptsNoTokenInAnotherTenantOrAtAnotherService() throws {
        let replies = try redeem(try code())
        let good = try #require(replies["access_token"]?.stringValue)
        #expect(exchange(good, tenant: EntraBench.fabrikam) == 401)
        let graph = try refresh(replies["refresh_token"], scope: "https://graph.microsoft.com/.default")
        #expect(exchange(try #require(graph["access_token"]?.stringValue)) == 401)
        #expect(exchange(try #require(replies["id_token"]?.stringValue)) == 401)
        #expect(exchange(try #require(replies["refresh_token"]?.stringValue)) == 401)
    }

    @Test func voidsEverythingThatCameOfACodeUsedTwice() throws {
        let other = try redeem(try code())
        let code = try code()
        let first = try redeem(code)
        let renewed = try refresh(first["refresh_token"])
        for reply in [other, first, renewed] {
            #expect(exchange(try #require(reply["access_token"]?.stringValue)) == 200)
        }
        #expect(try redeem(code)["error_codes"] == [54005])
        for reply in [first, renewed] {
            #expect(exchange(try #require(reply["access_token"]?.stringValue)) == 401)
            #expect(try refresh(reply["refresh_token"])["error"] == "invalid_grant")
        }
        // Another sign-in of the same person in the same browser has nothing to do with it.
        #expect(exchange(try #require(other["access_token"]?.stringValue)) == 200)
        #expect(try refresh(other["refresh_token"])["access_token"] != nil)
    }

    static let elsewhere = [
        "https://evil.example/", "//evil.example", "/\\evil.example", "https:evil.example",
        "http://localhost@evil.example/",
        "http://localhost.evil.example/", "https://localhost:8443.evil.example/", "http://evil.example\\@localhost/",
        "http://localhost\u{0000}.evil.example/", "javascript:alert(1)//evil.example", "data:text/html,evil.example",
        "http://localhost%2F@evil.example/", "http://[::1]@evil.example/", "HTTPS://EVIL.EXAMPLE",
        "\thttps://evil.example",
    ]

    @Test(arguments: elsewhere) func sendsNobodyElsewhere(_ address: String) throws {
        _ = try code()
        let encoded = PercentCoding.encoded(address)
        let client = "client_id=\(EntraBench.publicClient)"
        for target in [
            EntraBench.authorizeTarget(["redirect_uri": address]),
            EntraBench.authorizeTarget(["redirect_uri": address, "response_mode": "form_post"]),
            EntraBench.authorizeTarget(["redirect_uri": address, "prompt": "none"]),
            "/common/oauth2/v2.0/logout?post_logout_redirect_uri=\(encoded)",
            "/contoso.com/oauth2/logout?post_logout_redirect_uri=\(encoded)&\(client)",
            "/contoso.com/v2.0/adminconsent?\(client)&redirect_uri=\(encoded)&scope=.default&state=1",
            "/contoso.com/adminconsent?\(client)&redirect_uri=\(encoded)&state=1",
            "/portal?returnUrl=\(encoded)", "/portal/sign-in?return=\(encoded)&state=\(encoded)&code=1",
            "/portal/signed-in?state=\(encoded)&code=1", "/?redirect=\(encoded)&state=\(encoded)",
        ] {
            let reply = emulator.respond(to: browser.request("GET", target))
            let leads =
                [reply.header("Location") ?? ""]
                + ["href=\"", "action=\"", "src=\"", "url="].flatMap { mark in
                    reply.text.components(separatedBy: mark).dropFirst().map { String($0.prefix { $0 != "\"" }) }
                }
            for lead in leads {
                let text = lead.lowercased().drop { $0 == " " }
                let isOurs =
                    text.isEmpty || text.hasPrefix("/") && !text.hasPrefix("//") && !text.hasPrefix("/\\")
                    || RedirectURI(String(text))?.host == "localhost" || !text.contains("evil")
                #expect(isOurs, "\(target) leads to \(lead)")
            }
        }
    }
}

extension String {
    fileprivate func components(separatedBy mark: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let place = rest.firstRange(of: mark) {
            parts.append(rest[..<place.lowerBound])
            rest = rest[place.upperBound...]
        }
        return parts + [rest]
    }
}
