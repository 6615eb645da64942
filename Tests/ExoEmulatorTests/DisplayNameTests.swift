import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

/// Names that people read, by the portal and by Graph.
struct DisplayNameTests {
    private static let bad = [
        String(repeating: "n", count: 121), String(repeating: "🙂", count: 61), "invoice\u{202E}fdp.exe", "a\u{2066}b",
        "a\u{200F}b", "a\u{7}b", "a\u{2028}b", "a\u{85}b",
    ]
    private static let good = [
        String(repeating: "n", count: 120), "Ünal & Söhne", "שלום", "می‌خواهم", "👩‍💻 tools",
    ]

    private static func make(_ name: String, by portal: PortalBench) throws -> ServerResponse {
        let page = try portal.signIn(at: "/portal/apps/new")
        return try portal.submit("register", of: page, [("name", name), ("audience", "AzureADMyOrg")])
    }

    private static func make(_ name: String, _ collection: String = "applications", by bench: EntraBench) throws -> Int
    {
        let made = bench.emulator.respond(
            to: ServerRequest(
                method: "POST",
                target: "/_emulator/tokens",
                headers: [.init("Content-Type", "application/json")],
                body: JSONValue.object([
                    "user": "admin@contoso.com", "client": .string(FirstParty.azureCLI),
                    "resource": "https://graph.microsoft.com",
                ]).serialized()
            )
        )
        let token = try #require(try JSONValue(parsing: made.body)["access_token"]?.stringValue)
        let body: JSONValue = [
            "displayName": .string(name), "mailNickname": "nick", "mailEnabled": false, "securityEnabled": true,
        ]
        let plain: JSONValue = ["displayName": .string(name)]
        return bench.emulator.respond(
            to: ServerRequest(
                method: "POST",
                target: "/v1.0/\(collection)",
                headers: [
                    .init("Host", "localhost:8443"), .init("Content-Type", "application/json"),
                    .init("Authorization", "Bearer \(token)"),
                ],
                body: (collection == "groups" ? body : plain).serialized()
            )
        ).status
    }

    @Test(arguments: bad) func refusesANameThatIsTooLongOrHidesSomething(_ name: String) throws {
        let portal = try PortalBench()
        let page = try Self.make(name, by: portal)
        #expect(page.status == 400 && page.text.contains("id=\"register-problem\""), "\(page.text)")
        #expect(try Self.make(name, by: portal.entra) == 400)
        guard name.unicodeScalars.count < 60 else { return }
        #expect(try Self.make(name, "groups", by: portal.entra) == 400)
    }

    @Test(arguments: good) func takesEveryHonestName(_ name: String) throws {
        let portal = try PortalBench()
        #expect(try Self.make(name, by: portal).status == 200)
        #expect(try Self.make(name, by: portal.entra) == 201)
        #expect(try Self.make(name, "groups", by: portal.entra) == 201)
    }

    @Test func keepsANameThatIsTooLongAlready() throws {
        let portal = try PortalBench()
        var application = try #require(try portal.directory.application(EntraBench.publicClient))
        application.displayName = String(repeating: "n", count: 200)
        try portal.directory.save(application)
        let page = try portal.signIn(at: "/portal/apps/\(EntraBench.publicClient)/authentication")
        #expect(try portal.submit("settings", of: page, [("audience", "AzureADMyOrg")]).status == 200)
    }

    @Test func turnsNoTextOfAPageRound() {
        let page: HTML = "<p>\("a\u{202E}b\u{2066}c\u{9F}")</p>"
        #expect(page.text == "<p>a\u{FFFD}b\u{FFFD}c\u{FFFD}</p>")
    }
}
