import ExoCrypto
import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import EmulatorPortal
@testable import ExoEmulator

struct PortalDirectoryTests {
    private let bench: PortalBench

    init() throws { bench = try PortalBench() }

    @Test func makesAUserWhosePasswordIsShownOnce() throws {
        let page = try bench.signIn(at: "/portal/users/new")
        let done = try bench.submit(
            "create",
            of: page,
            [("name", "kai"), ("domain", "contoso.com"), ("display", "Kai <b>Lund</b>"), ("given", "Kai")]
        )
        let user = try #require(try bench.directory.user("kai@contoso.com"))
        #expect(user.givenName == "Kai" && !user.mustChangePassword)
        #expect(!done.text.contains("<b>Lund"))
        #expect(done.text.contains("shown this time only"))
        let password = try #require(PortalBench.copied(in: done).first)
        #expect(try PasswordHash.matches(Array(password.utf8), try #require(user.passwordHash)))
        #expect(try !bench.open("/portal/users/\(user.id)").text.contains(password))
    }

    @Test(arguments: [("adele", "contoso.com"), ("kai", "fabrikam.com"), ("k ai", "contoso.com"), ("", "contoso.com")])
    func refusesAUserThatCannotBe(_ name: String, _ domain: String) throws {
        let page = try bench.signIn(at: "/portal/users/new")
        let reply = try bench.submit("create", of: page, [("name", name), ("domain", domain), ("display", "Kai")])
        #expect(reply.status == 400)
        #expect(reply.text.contains("value=\"Kai\""))
    }

    @Test func blocksAUserAndEndsTheSessions() throws {
        let adele = try #require(try bench.directory.user("adele@contoso.com"))
        let path = "/portal/users/\(adele.id)"
        _ = try bench.submit("block", of: try bench.signIn(at: path))
        #expect(try bench.directory.user(id: adele.id)?.accountEnabled == false)
        _ = try bench.submit("allow", of: try bench.open(path))
        bench.context.clock.advance(by: 60)
        _ = try bench.submit("revoke", of: try bench.open(path))
        let user = try #require(try bench.directory.user(id: adele.id))
        #expect(user.accountEnabled && user.tokensValidFrom == bench.context.clock.now)
    }

    @Test func editsAUserAndKeepsWhatWasTyped() throws {
        let adele = try #require(try bench.directory.user("adele@contoso.com"))
        let page = try bench.signIn(at: "/portal/users/\(adele.id)")
        let wrong = try bench.submit("edit", of: page, [("display", ""), ("job", "Clerk")])
        #expect(wrong.status == 400)
        #expect(wrong.text.contains("The display name must not be empty.") && wrong.text.contains("value=\"Clerk\""))
        _ = try bench.submit("edit", of: page, [("display", "Adele V."), ("job", "Clerk"), ("city", " ")])
        let user = try #require(try bench.directory.user(id: adele.id))
        #expect(user.displayName == "Adele V." && user.jobTitle == "Clerk" && user.city == nil)
        #expect(user.passwordHash == adele.passwordHash)
    }

    @Test func unlocksAUser() throws {
        var adele = try #require(try bench.directory.user("adele@contoso.com"))
        adele.failedSignIns = 12
        adele.lockedUntil = bench.context.clock.now.addingTimeInterval(600)
        try bench.directory.save(adele)
        let page = try bench.signIn(at: "/portal/users/\(adele.id)")
        #expect(page.text.contains("Locked"))
        _ = try bench.submit("unlock", of: page)
        let user = try #require(try bench.directory.user(id: adele.id))
        #expect(user.failedSignIns == 0 && user.lockedUntil == nil)
    }

    @Test func keepsAnAdministratorFromBlockingItself() throws {
        let admin = try #require(try bench.directory.user("admin@contoso.com"))
        let page = try bench.signIn(at: "/portal/users/\(admin.id)")
        #expect(page.text.contains(Seed.oneTimePasswordSecret))
        let reply = try bench.submit("block", of: page)
        #expect(reply.status == 400)
        #expect(reply.text.contains("You cannot block your own sign-in."))
    }

    @Test func assignsAndTakesAwayRoles() throws {
        let path = "/portal/roles/\(DirectoryRoleID.globalReader)"
        let page = try bench.submit("add", of: try bench.signIn(at: path), [("principal", "ADELE@contoso.com")])
        #expect(page.text.contains("Adele Vance"))
        let adele = try #require(try bench.directory.user("adele@contoso.com"))
        #expect(try bench.directory.directoryRoles(of: adele.id, in: Seed.contosoID) == [DirectoryRoleID.globalReader])
        let again = try bench.submit("add", of: page, [("principal", adele.id)])
        #expect(again.status == 400)
        let unknown = try bench.submit("add", of: page, [("principal", "olivia@fabrikam.com")])
        #expect(unknown.status == 400)
        #expect(unknown.text.contains("value=\"olivia@fabrikam.com\""))
    }

    @Test func givesRolesOnThePageOfUserAndApplication() throws {
        let principal = try #require(
            try bench.directory.servicePrincipal(EntraBench.publicClient, in: Seed.contosoID)
        )
        let adele = try #require(try bench.directory.user("adele@contoso.com"))
        for (path, id) in [("users/\(adele.id)", adele.id), ("enterprise/\(principal.objectID)", principal.objectID)] {
            let page = try bench.signIn(at: "/portal/\(path)")
            let role = DirectoryRoleID.exchangeAdministrator
            let after = try bench.submit("addRole", of: page, [("role", role)])
            #expect(after.text.contains("Exchange Administrator was assigned"))
            #expect(try bench.directory.directoryRoles(of: id, in: Seed.contosoID) == [role])
            #expect(try bench.submit("addRole", of: after, [("role", "nonsense")]).status == 400)
            _ = try bench.submit("removeRole", of: after)
            #expect(try bench.directory.directoryRoles(of: id, in: Seed.contosoID).isEmpty)
            bench.entra.cookies = [:]
        }
    }

    @Test func offersNoRoleThatNobodyCanBeGiven() throws {
        let guest = "10dae51f-b6af-4016-8d66-8c2a99b929b3"
        let adele = try #require(try bench.directory.user("adele@contoso.com"))
        let page = try bench.signIn(at: "/portal/users/\(adele.id)")
        #expect(page.text.contains("Global Reader") && !page.text.contains("Guest User"))
        #expect(try bench.submit("addRole", of: page, [("role", guest)]).status == 400)
        #expect(try bench.directory.directoryRoles(of: adele.id, in: Seed.contosoID).isEmpty)
        #expect(!(try bench.open("/portal/roles").text.contains("Guest User")))
        #expect(try bench.open("/portal/roles/\(guest)").status == 404)
    }

    @Test func assignsUsersToAnEnterpriseApplication() throws {
        let principal = try #require(
            try bench.directory.servicePrincipal(EntraBench.publicClient, in: Seed.contosoID)
        )
        let path = "/portal/enterprise/\(principal.objectID)"
        _ = try bench.submit(
            "save",
            of: try bench.signIn(at: "\(path)/properties"),
            [("enabled", "yes"), ("required", "yes")]
        )
        #expect(try bench.directory.servicePrincipal(objectID: principal.objectID)?.appRoleAssignmentRequired == true)
        let page = try bench.submit(
            "add",
            of: try bench.open("\(path)/assignments"),
            [("principal", "VPN Users"), ("role", AppRoleAssignmentRecord.defaultRoleID)]
        )
        #expect(page.text.contains("VPN Users") && page.text.contains("Default Access"))
        let gone = try bench.submit("remove", of: page)
        #expect(gone.text.contains("No application assignments found."))
    }

    @Test func revokesConsentOfAnEnterpriseApplication() throws {
        let principal = try #require(
            try bench.directory.servicePrincipal(EntraBench.publicClient, in: Seed.contosoID)
        )
        let adele = try #require(try bench.directory.user("adele@contoso.com"))
        try bench.directory.save(
            DelegatedGrantRecord(
                tenantID: Seed.contosoID,
                clientAppID: EntraBench.publicClient,
                resourceAppID: FirstParty.graph,
                scope: "Mail.Read",
                principalID: adele.id
            )
        )
        let page = try bench.signIn(at: "/portal/enterprise/\(principal.objectID)/permissions")
        #expect(page.text.contains("Exchange.Manage") && page.text.contains("Mail.Read"))
        let after = try bench.submit("revokeUser", of: page)
        #expect(!after.text.contains("Mail.Read") && after.text.contains("Exchange.Manage"))
        // The first on the page is of Exchange Online; what Security & Compliance has by the same name stays.
        _ = try bench.submit("revoke", of: after)
        let grants = try bench.directory.delegatedGrants(of: EntraBench.publicClient, in: Seed.contosoID)
        let left = grants.filter { $0.scope.contains("Exchange.Manage") }.map(\.resourceAppID)
        #expect(left == [ResourceAPI.exchangeProtection])
    }

    @Test func makesAPolicyAndTurnsItOff() throws {
        let page = try bench.signIn(at: "/portal/policies/new")
        let fields = [
            ("name", "Block <i>Adele</i>"), ("users", "some"), ("apps", FirstParty.exchange), ("grant", "block"),
            ("state", "enabled"),
        ]
        let wrong = try bench.submit("create", of: page, fields + [("include", "nobody@contoso.com")])
        #expect(wrong.status == 400)
        #expect(wrong.text.contains("There is no user or group &#39;nobody@contoso.com&#39;."))
        let done = try bench.submit("create", of: page, fields + [("include", "adele@contoso.com\r\nVPN Users")])
        #expect(done.text.contains("Adele Vance") && done.text.contains("VPN Users"))
        #expect(done.text.contains("Block access") && !done.text.contains("<i>"))
        let policy = try #require(try bench.directory.conditionalAccessPolicies(of: Seed.contosoID).first)
        let conditions = try JSONValue(parsing: Array(policy.document.utf8))["conditions"]
        #expect(conditions?["applications"]?["includeApplications"]?[0]?.stringValue == FirstParty.exchange)
        _ = try bench.submit("state", of: done, [("state", "disabled")])
        #expect(try bench.directory.conditionalAccessPolicies(of: Seed.contosoID).map(\.state) == ["disabled"])
        _ = try bench.submit("delete", of: try bench.open("/portal/policies/\(policy.id)"))
        #expect(try bench.directory.conditionalAccessPolicies(of: Seed.contosoID).isEmpty)
    }

    @Test func showsTheSignInLogOfTheOwnTenant() throws {
        _ = try bench.entra.applicationToken()
        _ = try bench.entra.applicationToken(tenant: "fabrikam.com")
        _ = try bench.entra.token([
            ("client_id", EntraBench.confidentialClient), ("client_secret", "wrong"),
            ("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault),
        ])
        let page = try bench.signIn(at: "/portal/signins").text
        #expect(page.contains("Exchange Automation") && page.contains("7000215"))
        #expect(page.contains("client credentials") && page.contains("Office 365 Exchange Online"))
        let failed = try bench.open("/portal/signins?status=failed").text
        #expect(failed.contains("7000215") && !failed.contains("mark good"))
        #expect(try bench.send("GET", "/portal/signins?page=99999999999999999999&status=x").status == 200)
        #expect(try bench.open("/portal/signins?page=7").text.contains("No sign-in matches."))
        let entry = try #require(bench.context.signInLog.entries(of: Seed.contosoID).first { $0.code == 7_000_215 })
        let details = try bench.open("/portal/signins/\(entry.traceID)").text
        #expect(details.contains(entry.correlationID) && details.contains("Failure reason"))
        let foreign = try #require(bench.context.signInLog.entries(of: Seed.fabrikamID).first)
        #expect(try bench.send("GET", "/portal/signins/\(foreign.traceID)").status == 404)
        let principal = try #require(
            try bench.directory.servicePrincipal(EntraBench.confidentialClient, in: Seed.contosoID)
        )
        let own = try bench.open("/portal/enterprise/\(principal.objectID)/signins").text
        #expect(own.contains("7000215") && !own.contains("Azure Portal"))
    }
}
