import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorPortal
@testable import ExoEmulator

/// What becomes of a form whose session ended before it was sent.
struct PortalSessionTests {
    private static let day = 86_401.0

    private let bench: PortalBench

    init() throws { bench = try PortalBench() }

    /// The link of a page that says that the session has ended.
    private func wayBack(_ page: ServerResponse) throws -> String {
        let link = try #require(page.text.split(separator: "<a ").dropFirst().first)
        return try #require(EntraBench.attribute("href", in: String(link)))
    }

    /// Fills in the page for a new app, and sends it when the session is over.
    private func registerTooLate(_ name: String = "Reports <b>") throws -> ServerResponse {
        let page = try bench.signIn(at: "/portal/apps/new")
        bench.context.clock.advance(by: Self.day)
        let fields = [
            ("name", name), ("audience", "AzureADMultipleOrgs"), ("kind", "web"), ("redirect", "https://a.example/"),
        ]
        return try bench.submit("register", of: page, fields)
    }

    @Test func keepsWhatWasEnteredUntilTheSamePersonSignsInAgain() throws {
        let told = try registerTooLate()
        #expect(told.status == 403)
        #expect(told.text.contains("<h1>Your session has ended</h1>") && told.text.contains("Nothing was changed"))
        #expect(told.text.contains("What you entered is kept for an hour"))
        let back = try wayBack(told)
        let signIn = try bench.open(back)
        #expect(signIn.text.contains("to continue to the portal of this emulator"))
        #expect(!signIn.text.contains("Azure Portal"))
        let form = try bench.signIn(at: back)
        #expect(form.status == 200 && form.text.contains("Your session had ended, so nothing was changed."))
        #expect(form.text.contains("value=\"Reports &lt;b&gt;\"") && form.text.contains("value=\"https://a.example/\""))
        #expect(form.text.contains("value=\"AzureADMultipleOrgs\" checked"))
        #expect(try bench.open(back).text.contains("value=\"Reports &lt;b&gt;\""))
        let fields = [("name", "Reports"), ("audience", "AzureADMyOrg")]
        let made = try bench.submit("register", of: form, fields)
        #expect(made.status == 200 && made.text.contains("Successfully created application Reports."))
    }

    @Test func givesADraftToNobodyElse() throws {
        let back = try wayBack(try registerTooLate("Secret plan"))
        let other = try bench.signIn("exchange.admin@contoso.com", at: back)
        #expect(!other.text.contains("Secret plan"))
        let elsewhere = try bench.signIn(at: back.replacing("/apps/new", with: "/users/new"))
        #expect(!elsewhere.text.contains("Secret plan"))
        bench.context.clock.advance(by: 3601)
        #expect(try !bench.signIn(at: back).text.contains("Secret plan"))
    }

    @Test func showsTheFormAgainToWhoSignedInAgainMeanwhile() throws {
        let old = try bench.signIn(at: "/portal/apps/new")
        bench.context.clock.advance(by: Self.day)
        _ = try bench.signIn()
        let again = try bench.submit("register", of: old, [("name", "Reports"), ("audience", "AzureADMyOrg")])
        #expect(again.status == 403 && again.text.contains("You have signed in again since this page was opened"))
        #expect(again.text.contains("value=\"Reports\""))
        #expect(try !bench.open("/portal/apps").text.contains("Reports"))
        let made = try bench.submit("register", of: again, [("name", "Reports"), ("audience", "AzureADMyOrg")])
        #expect(made.text.contains("Successfully created application Reports."))
    }

    @Test func keepsNoPassword() throws {
        let page = try bench.signIn(at: "/portal/users/new")
        bench.context.clock.advance(by: Self.day)
        let fields = [("name", "ida"), ("domain", "contoso.com"), ("display", "Ida"), ("password", "Typed-Passw0rd")]
        let told = try bench.submit("create", of: page, fields)
        let form = try bench.signIn(at: try wayBack(told))
        #expect(form.text.contains("value=\"Ida\"") && !form.text.contains("Typed-Passw0rd"))
        #expect(form.text.contains("A password or file has to be given once more."))
    }

    @Test(arguments: ["token", "origin", "none"])
    func keepsNothingOfAFormThatIsNotItsOwn(_ fault: String) throws {
        let page = try bench.signIn(at: "/portal/apps/new")
        bench.context.clock.advance(by: Self.day)
        let form = try PortalBench.form("register", of: page)
        let token = try #require(form.fields.first { $0.0 == "token" }?.1)
        let forged = token.split(separator: ".").dropLast().joined(separator: ".") + ".AAAA"
        let fields = [
            ("token", fault == "token" ? forged : fault == "none" ? "" : token), ("form", "register"),
            ("name", "Planted"),
        ]
        let told = try bench.send(
            "POST",
            "/portal/apps/new",
            body: PortalBench.encoded(fields),
            headers: fault == "origin" ? [("Origin", "https://evil.example")] : []
        )
        #expect(told.status == 403 && told.text.contains("Your session has ended"))
        #expect(!told.text.contains("What you entered"))
        #expect(try wayBack(told) == "/portal/apps/new")
    }

    @Test func signsOutWhoeverIsOutAlready() throws {
        _ = try bench.signIn()
        bench.context.clock.advance(by: Self.day)
        #expect(try bench.send("POST", "/portal/signout", body: "token=x").status == 302)
    }
}
