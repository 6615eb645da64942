import ExoJSON
import FoundationEssentials
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

/// What every service writes and reads again, over a store in memory and over one in a file.
final class StorageTests {
    enum Place: String, CaseIterable { case memory, file }

    private let folder = FileManager.default.temporaryDirectory.path + "/storage-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit {
        do { try FileManager.default.removeItem(atPath: folder) } catch { print("left behind: \(folder)") }
    }

    /// An emulator whose store lies there; a second one over a file has what the first one wrote.
    private func emulator(_ place: Place) throws -> Emulator {
        let moment = SeededStore.moment
        let storage: EmulatorConfiguration.Storage = place == .memory ? .memory : .file("\(folder)/tenant.sqlite")
        let emulator = try Emulator(.temporary(storage: storage, now: { moment }))
        emulator.context.clock.freeze(at: moment)
        return emulator
    }

    @Test(arguments: Place.allCases)
    func redeemsACodeOnceAndRenewsItsRefreshTokenUntilTheSessionsAreRevoked(_ place: Place) throws {
        let entra = EntraBench(try emulator(place))
        let form = EntraBench.redemption(try entra.code())
        let tokens = try entra.token(form, tenant: "organizations").body
        #expect(try EntraBench.claims(tokens["access_token"]?.stringValue)["upn"] == "admin@contoso.com")
        #expect(try entra.token(form, tenant: "organizations").body["error"] == "invalid_grant")
        // The second redemption ends what the first one gave, so another sign-in.
        entra.cookies = [:]
        let again = EntraBench.redemption(try entra.code())
        let renewal = try entra.token(again, tenant: "organizations").body["refresh_token"]
        let refresh = TenantBench.refresh(renewal)
        #expect(try entra.token(refresh, tenant: "organizations").body["access_token"] != nil)
        entra.context.clock.advance(by: 1)
        let revoked = try GraphBench(entra).send("POST", "users/admin@contoso.com/revokeSignInSessions")
        #expect(revoked.status == 200, "\(revoked.body)")
        #expect(try entra.token(refresh, tenant: "organizations").body["error"] == "invalid_grant")
    }

    @Test(arguments: Place.allCases)
    func registersChangesAndRemovesAnAppInGraph(_ place: Place) throws {
        let graph = try GraphBench(EntraBench(try emulator(place)))
        let app = try graph.makeApplication(["displayName": "Tool"]).app
        let path = "applications/\(app.id)"
        #expect(try graph.send("PATCH", path, ["displayName": "Renamed"]).status == 204)
        let secret = try graph.send("POST", "\(path)/addPassword", ["passwordCredential": ["displayName": "ci"]])
        let shown = try graph.send("GET", path)
        #expect(shown["displayName"] == "Renamed")
        #expect(shown["passwordCredentials"]?[0]?["keyId"] == secret["keyId"])
        let form = [
            ("client_id", app["appId"]?.stringValue ?? ""), ("client_secret", secret["secretText"]?.stringValue ?? ""),
            ("grant_type", "client_credentials"), ("scope", TenantBench.graphDefault),
        ]
        #expect(try graph.entra.token(form).body["access_token"] != nil)
        #expect(try graph.send("DELETE", path).status == 204)
        #expect(try graph.send("GET", path).status == 404)
        #expect(try graph.entra.token(form).body["access_token"] == nil)
    }

    @Test(arguments: Place.allCases)
    func changesAMailboxWhollyOrNotAtAll(_ place: Place) throws {
        let exchange = ExchangeHarness(try emulator(place))
        let changed = try exchange.run("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "one"])
        #expect(changed.status == 200, "\(changed.errorText)")
        let filter: JSONObject = ["Filter": "CustomAttribute1 -eq 'one'"]
        #expect(try exchange.run("Get-Mailbox", filter).texts("PrimarySmtpAddress") == ["adele@contoso.com"])
        // The address is somebody else's, so nothing of the change may stay.
        let taken: JSONObject = [
            "Identity": "adele", "CustomAttribute1": "two", "EmailAddresses": ["SMTP:admin@contoso.com"],
        ]
        #expect(try exchange.run("Set-Mailbox", taken).status == 400)
        #expect(try exchange.run("Get-Mailbox", filter).texts("PrimarySmtpAddress") == ["adele@contoso.com"])
    }

    @Test(arguments: Place.allCases)
    func registersAnAppInThePortalThatTheOtherServicesKnow(_ place: Place) throws {
        let portal = PortalBench(try emulator(place))
        _ = try portal.signIn()
        let fields = [
            ("name", "From the portal"), ("audience", "AzureADMyOrg"), ("kind", "publicClient"),
            ("redirect", EntraBench.redirect),
        ]
        let done = try portal.submit("register", of: try portal.open("/portal/apps/new"), fields)
        #expect(done.status == 200)
        let graph = try GraphBench(portal.entra)
        let found = try graph.send("GET", "applications?$filter=displayName%20eq%20'From%20the%20portal'").values
        #expect(found.count == 1)
        let appID = try #require(found.first?["appId"]?.stringValue)
        let scope = "https://graph.microsoft.com/User.Read"
        let target = EntraBench.authorizeTarget(["client_id": appID, "scope": scope], tenant: EntraBench.contoso)
        // Who is signed in at the portal is at the sign-in side too, and is asked for consent.
        let page = try portal.send("GET", target)
        #expect(page.status == 200 && page.text.contains("From the portal"))
    }

    @Test func findsEverythingAgainInAFile() throws {
        let first = try emulator(.file)
        let entra = EntraBench(first)
        let form = EntraBench.redemption(try entra.code())
        let renewal = try entra.token(form, tenant: "organizations").body["refresh_token"]
        let app = try GraphBench(entra).makeApplication(["displayName": "Tool"]).app
        #expect(
            try ExchangeHarness(first).run("Set-Mailbox", ["Identity": "adele", "Office": "7"]).status == 200
        )

        let second = try emulator(.file)
        let later = EntraBench(second)
        let refreshed = try later.token(TenantBench.refresh(renewal), tenant: "organizations").body
        #expect(refreshed["access_token"] != nil, "\(refreshed)")
        #expect(try GraphBench(later).send("GET", "applications/\(app.id)")["displayName"] == "Tool")
        let rows = try ExchangeHarness(second).run("Get-Mailbox", ["Identity": "adele"])
        #expect(rows.texts("Office") == ["7"])
    }
}
