import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

struct PageTests {
    private func signInPage(_ emulator: Emulator, from address: String) -> String {
        emulator.respond(
            to: ServerRequest(
                method: "GET",
                target: EntraBench.authorizeTarget(),
                headers: [.init("Host", "localhost:8443")],
                remoteAddress: address
            )
        ).text
    }

    @Test func offersTheSeededPeopleToThisMachineAlone() throws {
        let emulator = try Emulator(.temporary())
        let page = signInPage(emulator, from: "127.0.0.1")
        #expect(page.contains("<li><code>admin@contoso.com</code> Global Administrator</li>"))
        #expect(page.contains(Seed.password))
        let far = signInPage(emulator, from: "192.0.2.1")
        #expect(far.contains("<h1>Sign in</h1>") && !far.contains(Seed.password) && !far.contains("admin@contoso.com"))
    }

    @Test func offersNobodyWhosePasswordIsNotTheSeedsAnyMore() throws {
        let emulator = try Emulator(.temporary())
        try emulator.context.directory.change(
            "UPDATE user SET password_hash = NULL WHERE user_principal_name LIKE 'admin@%'",
            []
        )
        let page = signInPage(emulator, from: "127.0.0.1")
        #expect(page.contains("adele@contoso.com") && !page.contains("<code>admin@contoso.com"))
        try emulator.context.directory.change("UPDATE user SET account_enabled = 0", [])
        #expect(!signInPage(emulator, from: "127.0.0.1").contains(Seed.password))
    }

    @Test func namesEachCellForNarrowScreensAndOffersNamesToChoose() throws {
        let bench = try PortalBench()
        _ = try bench.signIn()
        let apps = try bench.open("/portal/apps")
        #expect(apps.text.contains("<td data-label=\"Display name\">"))
        let owners = try bench.open("/portal/apps/\(EntraBench.confidentialClient)/owners")
        #expect(owners.text.contains("<option value=\"adele@contoso.com\">Adele Vance</option>"))
        let secrets = try bench.open("/portal/apps/\(EntraBench.confidentialClient)/credentials")
        #expect(secrets.text.contains("<option value=\"custom\" data-opens>"))
        let overview = try bench.open("/portal/apps/\(EntraBench.confidentialClient)")
        #expect(PortalBench.copied(in: overview).contains(EntraBench.confidentialClient))
        let delete = try #require(overview.text.firstRange(of: "/delete\""))
        let endpoints = try #require(overview.text.firstRange(of: "<summary>Endpoints"))
        #expect(endpoints.lowerBound < delete.lowerBound)
    }
}
