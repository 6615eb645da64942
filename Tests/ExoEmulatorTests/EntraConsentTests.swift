import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorPortal
@testable import ExoEmulator

struct EntraConsentTests {
    private static let graphScope = "https://graph.microsoft.com/User.ReadBasic.All"
    private static let exchangeScope = "https://outlook.office365.com/Exchange.ManageV2"
    private static let foreignApp = "cccccccc-0000-4000-8000-000000000001"

    private static func granted(_ bench: EntraBench, _ client: String = EntraBench.publicClient) throws -> [String] {
        try bench.context.directory.delegatedGrants(of: client, in: EntraBench.contoso)
            .filter { $0.principalID != nil || client != EntraBench.publicClient }
            .map { "\($0.principalID == nil ? "all" : "user") \($0.scope)" }
    }

    private static func ask(_ scope: String, _ login: String, _ bench: EntraBench) throws -> ServerResponse {
        try bench.signIn(login, changes: ["scope": "\(scope) openid offline_access"])
    }

    /// An app of the other tenant, which contoso does not have yet.
    private static func addForeignApp(_ bench: EntraBench, name: String = "Northwind Reports") throws {
        let directory = bench.context.directory
        try directory.save(
            ApplicationRecord(
                appID: foreignApp,
                objectID: "cccccccc-0000-4000-8000-000000000002",
                tenantID: EntraBench.fabrikam,
                displayName: name,
                signInAudience: "AzureADMultipleOrgs",
                isFallbackPublicClient: true
            )
        )
        try directory.setRedirectURIs(
            [RedirectURIRecord(appID: foreignApp, kind: .publicClient, uri: "http://localhost")],
            of: foreignApp
        )
        let wanted = FirstParty.permissions.filter {
            ["Exchange.Manage", "Exchange.ManageAsApp"].contains($0.value) && $0.resourceAppID == FirstParty.exchange
        }
        try directory.setRequiredPermissions(
            wanted.map {
                RequiredPermissionRecord(
                    appID: foreignApp,
                    resourceAppID: $0.resourceAppID,
                    permissionID: $0.permissionID,
                    kind: $0.kind
                )
            },
            of: foreignApp
        )
    }

    @Test func letsAUserAgreeForItself() throws {
        let bench = try EntraBench()
        let page = try Self.ask(Self.graphScope, "adele@contoso.com", bench)
        #expect(page.status == 200 && page.text.contains("Permissions requested"))
        #expect(page.text.contains("User.ReadBasic.All") && !page.text.contains("on behalf of your organization"))
        #expect(page.text.contains("unverified"))
        #expect(try Self.granted(bench).isEmpty)
        let reply = try bench.submit(page, [("consent", "accept"), ("organization", "on")])
        #expect(reply.locationFields["code"] != nil)
        // The box that only administrators see counts for nothing in another's hand.
        #expect(try Self.granted(bench) == ["user User.ReadBasic.All openid offline_access"])
        let again = EntraBench.authorizeTarget(["scope": Self.graphScope, "prompt": "none"])
        #expect(try bench.send("GET", again).locationFields["code"] != nil)
    }

    @Test func letsAnAdministratorAgreeForAll() throws {
        let bench = try EntraBench()
        let page = try Self.ask(Self.exchangeScope, "admin@contoso.com", bench)
        #expect(page.text.contains("Consent on behalf of your organization"))
        let reply = try bench.submit(page, [("consent", "accept"), ("organization", "on")])
        #expect(reply.locationFields["code"] != nil)
        let all = try bench.context.directory.delegatedGrants(of: EntraBench.publicClient, in: EntraBench.contoso)
        #expect(
            all.contains {
                $0.principalID == nil && $0.resourceAppID == FirstParty.exchange
                    && $0.scope == "Exchange.Manage Exchange.ManageV2"
            }
        )
    }

    @Test func tellsTheClientThatTheUserDeclined() throws {
        let bench = try EntraBench()
        let page = try Self.ask(Self.graphScope, "adele@contoso.com", bench)
        let reply = try bench.submit(page, [("consent", "cancel")]).locationFields
        #expect(reply["error"] == "access_denied" && reply["error_subcode"] == "cancel")
        #expect(reply["error_description"]?.hasPrefix("AADSTS65004: ") == true && reply["state"] == "s t&ate")
    }

    @Test func sendsAUserToAnAdministrator() throws {
        let bench = try EntraBench()
        let page = try Self.ask(Self.exchangeScope, "adele@contoso.com", bench)
        #expect(page.text.contains("Need admin approval") && page.text.contains("AADSTS90094"))
        let forced = try bench.submit(page, [("consent", "accept")])
        #expect(forced.header("Location") == nil && forced.text.contains("Need admin approval"))
        #expect(try bench.submit(page, [("account", "other")]).text.contains("<h1>Sign in</h1>"))
        var tenant = try #require(try bench.context.directory.tenant(matching: "contoso.com"))
        tenant.allowsUserConsent = false
        try bench.context.store.write { try $0.upsert(tenant, key: "id") }
        let simple = try Self.ask(Self.graphScope, "adele@contoso.com", bench)
        #expect(simple.text.contains("Need admin approval"))
    }

    @Test func listsOnlyWhatNeedsTheAdministrator() throws {
        let bench = try EntraBench()
        let scope = "openid profile \(Self.exchangeScope)"
        let administrators = try bench.context.directory.exposedPermissions(of: FirstParty.exchange)
        let others = try bench.context.directory.exposedPermissions(of: FirstParty.graph)
        let named = try #require(administrators.first { $0.kind == .scope && $0.value == "Exchange.ManageV2" })
        let openID = try #require(others.first { $0.kind == .scope && $0.value == "openid" })
        let text = try Self.ask(scope, "adele@contoso.com", bench).text
        #expect(text.contains("Need admin approval"))
        #expect(text.contains("<li>\(named.displayName)</li>"))
        #expect(!text.contains("<li>\(openID.displayName)</li>"))
    }

    @Test func asksAgainWhereTheClientWantsIt() throws {
        let bench = try EntraBench()
        let page = try bench.signIn(changes: ["prompt": "consent"])
        #expect(page.text.contains("Permissions requested") && page.text.contains("Exchange.Manage"))
        #expect(try bench.submit(page, [("consent", "accept")]).locationFields["code"] != nil)
    }

    @Test func asksForWhatARegistrationListsAndAddsTheApp() throws {
        let bench = try EntraBench()
        try Self.addForeignApp(bench)
        let changes = ["client_id": Self.foreignApp]
        let silent = changes.merging(["prompt": "none"]) { $1 }
        let page = try bench.signIn(changes: changes)
        #expect(page.text.contains("Northwind Reports") && page.text.contains("fabrikam.com"))
        let refusal = try bench.send("GET", EntraBench.authorizeTarget(silent)).locationFields
        #expect(refusal["error"] == "consent_required")
        #expect(refusal["error_description"]?.hasPrefix("AADSTS65001") == true)
        #expect(try bench.submit(page, [("consent", "accept")]).locationFields["code"] != nil)
        #expect(try bench.context.directory.servicePrincipal(Self.foreignApp, in: EntraBench.contoso) != nil)
        #expect(try Self.granted(bench, Self.foreignApp).contains("user Exchange.Manage"))
    }

    @Test(arguments: [
        ("https://outlook.office365.com/Nothing.AtAll", "invalid_client", "AADSTS650053"),
        ("https://management.azure.com/.default", "invalid_resource", "AADSTS650057"),
        ("https://unknown.example/.default", "invalid_resource", "AADSTS500011"),
    ])
    func refusesWhatNobodyOffers(_ scope: String, _ error: String, _ code: String) throws {
        let bench = try EntraBench()
        let reply = try Self.ask(scope, "admin@contoso.com", bench).locationFields
        #expect(reply["error"] == error && reply["error_description"]?.hasPrefix(code) == true)
        guard code == "AADSTS650053" else { return }
        #expect(reply["error_description"]?.contains("on the resource '\(FirstParty.exchange)'") == true)
    }

    @Test(arguments: [false, true]) func grantsForTheOrganization(_ version1: Bool) throws {
        let bench = try EntraBench()
        try Self.addForeignApp(bench)
        let query = EntraBench.encoded([
            ("client_id", Self.foreignApp), ("redirect_uri", EntraBench.redirect), ("state", "a b"),
            ("scope", "https://outlook.office365.com/.default"),
        ])
        let path = "/contoso.com/\(version1 ? "" : "v2.0/")adminconsent?\(query)"
        let user = try bench.submit(
            try bench.send("GET", path),
            [("login", "adele@contoso.com"), ("password", Seed.password)]
        )
        #expect(user.text.contains("Need admin approval"))
        bench.cookies = [:]
        let page = try bench.submit(
            try bench.send("GET", path),
            [("login", "admin@contoso.com"), ("password", Seed.password)]
        )
        #expect(page.text.contains("Review for your organization") && page.text.contains("Exchange.ManageAsApp"))
        let cancelled = try bench.submit(page, [("consent", "cancel")]).locationFields
        #expect(cancelled["error"] == (version1 ? "permission_denied" : "consent_required"))
        #expect(try bench.context.directory.servicePrincipal(Self.foreignApp, in: EntraBench.contoso) == nil)
        let reply = try bench.submit(page, [("consent", "accept")]).locationFields
        #expect(reply["admin_consent"] == "True" && reply["tenant"] == EntraBench.contoso && reply["state"] == "a b")
        #expect((reply["scope"] == nil) == version1)
        #expect(try Self.granted(bench, Self.foreignApp) == ["all Exchange.Manage"])
        let principal = try #require(
            try bench.context.directory.servicePrincipal(Self.foreignApp, in: EntraBench.contoso)
        )
        #expect(
            try bench.context.directory.appRoles(
                of: principal.objectID,
                on: FirstParty.exchange,
                in: EntraBench.contoso
            ) == ["Exchange.ManageAsApp"]
        )
    }

    @Test func refusesConsentWhereTheServiceIsTurnedOff() throws {
        let bench = try EntraBench()
        try Self.addForeignApp(bench)
        let query = EntraBench.encoded([("client_id", Self.foreignApp), ("redirect_uri", EntraBench.redirect)])
        let page = try bench.submit(
            try bench.send("GET", "/contoso.com/adminconsent?\(query)"),
            [("login", "admin@contoso.com"), ("password", Seed.password)]
        )
        let directory = bench.context.directory
        var exchange = try #require(try directory.servicePrincipal(FirstParty.exchange, in: EntraBench.contoso))
        exchange.accountEnabled = false
        try directory.save(exchange)
        let reply = try bench.submit(page, [("consent", "accept")])
        #expect(reply.status == 400 && reply.text.contains("AADSTS650052: The app needs access to a service"))
        #expect(try directory.servicePrincipal(Self.foreignApp, in: EntraBench.contoso) == nil)
    }

    @Test func refusesAdministratorsConsentToAStrangersAddress() throws {
        let bench = try EntraBench()
        try Self.addForeignApp(bench)
        let query = EntraBench.encoded([("client_id", Self.foreignApp), ("redirect_uri", "https://evil.example/")])
        let reply = try bench.send("GET", "/contoso.com/adminconsent?\(query)")
        #expect(reply.header("Location") == nil && reply.text.contains("AADSTS50011"))
    }

    @Test func takesConsentFromItsOwnPageAlone() throws {
        let bench = try EntraBench()
        let page = try Self.ask(Self.graphScope, "adele@contoso.com", bench)
        let own = bench.cookies
        for changed in [["esctx": own["ESTSAUTH"]], ["ESTSAUTH": own["ESTSAUTH"]]] {
            bench.cookies = changed.compactMapValues { $0 }
            #expect(try bench.submit(page, [("consent", "accept")]).text.contains("AADSTS165000"))
        }
        // Another user's session in the same browser cannot answer for this one.
        bench.cookies = own
        let other = try bench.signIn("alex@contoso.com", changes: ["prompt": "login"])
        #expect(other.locationFields["code"] != nil)
        let session = try #require(bench.cookies["ESTSAUTH"]?.split(separator: ".").first)
        bench.cookies["ESTSAUTH"] = String(session)
        let reply = try bench.submit(page, [("consent", "accept")])
        #expect(reply.header("Location") == nil && reply.text.contains("Pick an account"))
        #expect(try Self.granted(bench).isEmpty)
    }

    @Test func keepsNamesText() throws {
        let bench = try EntraBench()
        try Self.addForeignApp(bench, name: "<script>alert(1)</script>")
        var user = try #require(try bench.context.directory.user("admin@contoso.com"))
        user.displayName = "<img src=x onerror=alert(2)>"
        try bench.context.directory.save(user)
        let page = try bench.signIn(changes: ["client_id": Self.foreignApp])
        #expect(page.text.contains("&lt;script&gt;") && !page.text.contains("<script"))
        let picker = try bench.send("GET", EntraBench.authorizeTarget(["prompt": "select_account"]))
        #expect(picker.text.contains("&lt;img") && !picker.text.contains("<img"))
    }
}
