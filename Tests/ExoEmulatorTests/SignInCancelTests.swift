import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorPortal
@testable import ExoEmulator

/// Giving a sign-in up, and what its pages say of a wrong answer.
struct SignInCancelTests {
    private static let cancel = "value=\"cancel\""

    private let bench: EntraBench

    init() throws { bench = try EntraBench() }

    enum Place: String, CaseIterable {
        case name, picker, newPassword, secondFactor, registration
    }

    /// A page of the sign-in.
    private func page(_ place: Place) throws -> ServerResponse {
        switch place {
        case .name: return try bench.send("GET", EntraBench.authorizeTarget())
        case .picker:
            _ = try bench.signIn()
            return try bench.send("GET", EntraBench.authorizeTarget(["prompt": "select_account"]))
        case .newPassword:
            try bench.context.directory.change(
                "UPDATE user SET must_change_password = 1 WHERE user_principal_name = 'adele@contoso.com'",
                []
            )
            return try bench.signIn("adele@contoso.com")
        case .secondFactor: return try bench.signIn(changes: ["amr_values": "mfa"])
        case .registration: return try bench.signIn("adele@contoso.com", changes: ["amr_values": "mfa"])
        }
    }

    @Test(arguments: Place.allCases) func tellsTheClientThatTheUserGaveUp(_ place: Place) throws {
        let page = try page(place)
        #expect(page.text.contains("<button type=\"submit\" form=\"cancel\" class=\"plain\">Cancel</button>"))
        let reply = try bench.submit(page, [], formWith: Self.cancel)
        #expect(reply.status == 302)
        #expect(reply.header("Location")?.hasPrefix(EntraBench.redirect) == true)
        #expect(reply.locationFields["error"] == "access_denied" && reply.locationFields["error_subcode"] == "cancel")
        #expect(reply.locationFields["state"] == "s t&ate" && reply.locationFields["code"] == nil)
    }

    @Test func takesNothingAlongThatWasTyped() throws {
        let page = try page(.name)
        let form = try #require(page.text.split(separator: "<form ").first { $0.contains(Self.cancel) })
        let end = try #require(form.firstRange(of: "</form>")?.lowerBound)
        #expect(!form[..<end].contains("password"))
    }

    @Test func turnsTheDeviceAway() throws {
        let api = try APIBench()
        let device = try api.device()
        let page = try api.type(device.userCode)
        #expect(try api.bench.submit(page, [], formWith: Self.cancel).text.contains("You have not signed in"))
        #expect(String(decoding: try api.poll(device).body, as: UTF8.self).contains("authorization_declined"))
    }

    @Test func leavesThePortalWithAWord() throws {
        let portal = try PortalBench()
        let page = try portal.open("/portal/users")
        let end = try portal.follow(try portal.entra.submit(page, [], formWith: Self.cancel))
        #expect(end.status == 200 && end.text.contains("You canceled the sign-in."))
        #expect(!end.text.contains("AADSTS") && !end.text.contains("role=\"alert\""))
    }

    @Test func tellsWhoeverAskedForAdministratorConsent() throws {
        let page = try bench.send("GET", "/contoso.com/adminconsent?client_id=\(EntraBench.confidentialClient)")
        #expect(try bench.submit(page, [], formWith: Self.cancel).text.contains("AADSTS65004"))
    }

    private func input(_ name: String, of page: ServerResponse) throws -> Substring {
        let start = try #require(page.text.firstRange(of: "<input id=\"\(name)\""))
        return page.text[start.lowerBound...].prefix { $0 != ">" }
    }

    @Test(arguments: [
        ("admin@contoso.com", "password"), ("nobody@contoso.com", "login"), ("somebody@nowhere.example", "login"),
    ])
    func marksTheFieldThatIsWrong(_ login: String, _ wrong: String) throws {
        let page = try bench.signIn(login, password: "not it")
        for name in ["login", "password"] {
            let input = try input(name, of: page)
            #expect(input.contains("aria-describedby=\"error\""))
            #expect(input.contains("aria-invalid=\"true\"") == (name == wrong), "\(input)")
            #expect(input.contains("autofocus") == (name == wrong), "\(input)")
        }
        #expect(page.text.contains("id=\"error\" role=\"alert\""))
        #expect(try !input("login", of: self.page(.name)).contains("aria-invalid"))
    }

    @Test func marksAWrongCode() throws {
        let code = try bench.submit(try page(.secondFactor), [("otc", "000000")])
        #expect(try input("otc", of: code).contains("aria-invalid=\"true\""))
    }

    @Test func marksWhatIsWrongWithANewPassword() throws {
        let page = try page(.newPassword)
        let short = try bench.submit(
            page,
            [("password", Seed.password), ("newPassword", "x"), ("repeatedPassword", "x")]
        )
        #expect(try input("newPassword", of: short).contains("aria-invalid=\"true\""))
        #expect(try !input("password", of: short).contains("aria-invalid"))
        let other = try bench.submit(
            short,
            [("password", "wrong"), ("newPassword", "Good-Passw0rd"), ("repeatedPassword", "Good-Passw0rd")]
        )
        #expect(try input("password", of: other).contains("aria-invalid=\"true\""))
        #expect(try !input("newPassword", of: other).contains("aria-invalid"))
    }
}
