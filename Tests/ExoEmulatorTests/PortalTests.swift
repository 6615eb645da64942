import ExoCrypto
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import EmulatorPortal
@testable import ExoEmulator

struct PortalTests {
    private let bench: PortalBench

    init() throws { bench = try PortalBench() }

    @Test func sendsAStrangerToTheSignInPage() throws {
        let reply = try bench.send("GET", "/portal/users?search=adele")
        #expect(reply.status == 302)
        let location = try #require(reply.header("Location"))
        #expect(location.hasPrefix("/organizations/oauth2/v2.0/authorize?"))
        #expect(reply.locationFields["redirect_uri"] == "https://localhost:8443/portal/signin")
        #expect(reply.locationFields["client_id"] == PortalSignIn.clientID)
    }

    @Test func namesTheTenantOnceInTheTitle() throws {
        let tenant = try #require(try bench.directory.tenant(matching: "contoso.com")).displayName
        #expect(try bench.signIn(at: "/").text.contains("<title>\(tenant)</title>"))
        #expect(try bench.open("/portal/users").text.contains("<title>Users - \(tenant)</title>"))
    }

    @Test func comesBackToThePageThatWasAskedFor() throws {
        let page = try bench.signIn(at: "/portal/users?search=adele")
        #expect(page.status == 200)
        #expect(page.text.contains("adele@contoso.com"))
        #expect(!page.text.contains("alex@contoso.com"))
    }

    @Test(arguments: ["//evil.example/", "https://evil.example/", "/common/oauth2/authorize", "/portal/../common"])
    func goesNowhereButToItself(_ target: String) throws {
        #expect(!PortalLink.isOwn(target))
        let reply = try bench.send("GET", target.hasPrefix("/portal") ? target : "/portal/x")
        let state = try #require(reply.locationFields["state"])
        let mark = try #require(state.split(separator: ".").last)
        let forged = "\(Base64URL.encode(Array(target.utf8))).\(mark)"
        let end = try bench.send("GET", "/portal/signin?code=x&state=\(forged)")
        #expect(end.status == 400)
        #expect(end.header("Location") == nil)
    }

    @Test func takesNoStateOfAnotherBrowser() throws {
        let state = try #require(try bench.send("GET", "/").locationFields["state"])
        let other = try PortalBench()
        _ = try other.signIn()
        #expect(try other.send("GET", "/portal/signin?code=x&state=\(state)").status == 400)
    }

    @Test func letsASessionOfAnotherApplicationInOnlyThroughTheSignIn() throws {
        _ = try bench.entra.signIn()
        let reply = try bench.send("GET", "/portal/users")
        #expect(reply.status == 302)
        let answer = try bench.send("GET", try #require(reply.header("Location")))
        let back = PortalBench.path(try #require(answer.header("Location")))
        #expect(back.hasPrefix("/portal/signin?code="))
        let other = try bench.entra.send("GET", EntraBench.authorizeTarget())
        let foreign = FormFields([
            .init("code", try #require(other.locationFields["code"])),
            .init("state", try #require(answer.locationFields["state"])),
        ])
        #expect(try bench.send("GET", "/portal/signin?\(foreign.encoded)").status == 400)
        #expect(try bench.send("GET", "/portal/users").status == 302)
        #expect(try bench.send("GET", back).header("Location") == "/portal/users")
        #expect(try bench.send("GET", "/portal/users").status == 200)
        #expect(try bench.send("GET", back).status == 400)
    }

    @Test func repeatsNoErrorThatNobodyAskedFor() throws {
        let text = "error=access_denied&error_description=Call%20555"
        #expect(try !bench.send("GET", "/portal/signin?\(text)").text.contains("555"))
        let state = try #require(try bench.send("GET", "/").locationFields["state"])
        let reply = try bench.send("GET", "/portal/signin?\(text)&state=\(state)")
        #expect(reply.status == 400 && reply.text.contains("Call 555"))
    }

    @Test func answersBrowsersThatAskForAnIcon() throws {
        #expect(try bench.send("GET", "/favicon.ico").status == 204)
    }

    @Test func signsOut() throws {
        let page = try bench.signIn()
        let form = try PortalBench.form(nil, of: try bench.send("GET", "/portal/partners"))
        #expect(form.action == "/portal/signout")
        #expect(try bench.send("POST", "/portal/signout", body: "token=wrong").status == 403)
        let reply = try bench.send("POST", "/portal/signout", body: PortalBench.encoded(form.fields))
        #expect(reply.text.contains("You signed out"))
        #expect(page.status == 200)
        #expect(try bench.send("GET", "/").status == 302)
    }

    @Test func showsTheTenantOnTheFirstPage() throws {
        let page = try bench.signIn()
        for text in [
            Seed.contosoID, "contoso.com", "contoso.onmicrosoft.com", bench.entra.emulator.certificateAuthorityFile,
            "Global Administrator",
        ] {
            #expect(page.text.contains(text))
        }
    }

    @Test func saysWhatAnotherHostNameNeeds() throws {
        let portal = PortalBench(try EntraBench(hostNames: ["eur01b.mail.example"]).emulator)
        let page = try portal.signIn()
        #expect(page.text.contains("localhost, 127.0.0.1, [::1], eur01b.mail.example"))
        #expect(page.text.contains("--host NAME</code>"))
    }

    @Test func namesExchangeOnlineBeforeAllOtherAPIs() throws {
        let template = try #require(try bench.directory.servicePrincipal(FirstParty.graph, in: Seed.contosoID))
        let scope = try #require(try bench.directory.exposedPermissions(of: FirstParty.graph).first)
        try bench.context.store.write { connection in
            for number in 0..<60 {
                var principal = template
                principal.objectID = SeedIdentifier.make("api", String(number))
                principal.appID = SeedIdentifier.make("api app", String(number))
                principal.displayName = "API \(number)"
                try connection.insert(principal)
                var permission = scope
                permission.resourceAppID = principal.appID
                try connection.insert(permission)
            }
        }
        var page = try bench.signIn(
            at: "/portal/apps/\(EntraBench.confidentialClient)/permissions/add?view=organization"
        )
        let names = ["Office 365 Exchange Online", "API 0<", "Microsoft Exchange Online Protection"]
        let first = try #require(page.text.firstRange(of: names[0])?.lowerBound)
        #expect(try first < #require(page.text.firstRange(of: names[1])?.lowerBound))
        var text = page.text
        while let next = page.text.split(separator: "<a ").first(where: { $0.contains(">Next page<") }),
            let target = EntraBench.attribute("href", in: String(next))
        {
            page = try bench.open(target)
            text += page.text
        }
        for name in names + (0..<60).map({ "API \($0)<" }) {
            #expect(text.ranges(of: name.hasSuffix("<") ? ">\(name)" : ">\(name)<").count == 1, "\(name)")
        }
    }

    @Test(arguments: [
        "/", "/portal/apps", "/portal/apps?view=owned", "/portal/apps/\(EntraBench.publicClient)",
        "/portal/enterprise", "/portal/enterprise?kind=microsoft", "/portal/users", "/portal/groups", "/portal/roles",
        "/portal/roles/\(DirectoryRoleID.exchangeAdministrator)", "/portal/policies", "/portal/partners",
        "/portal/mailboxes", "/portal/mailgroups", "/portal/requests", "/portal/faults",
    ])
    func showsEveryPartWithAStrictPolicyAndOneScript(_ path: String) throws {
        _ = try bench.signIn()
        let page = try bench.send("GET", path)
        #expect(page.status == 200)
        #expect(page.text.split(separator: "<script").count == 2)
        #expect(!page.text.contains(" style=\""))
        let policy = try #require(page.header("Content-Security-Policy"))
        #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
        let nonce = try #require(policy.split(separator: "script-src 'nonce-").last?.prefix { $0 != "'" })
        #expect(nonce.count == 24 && page.text.contains("<script nonce=\"\(nonce)\">"))
        #expect(page.text.contains("<html lang=\"en\">") && page.text.contains("<main id=\"content\""))
    }

    @Test(arguments: ["/portal/nothing", "/portal/apps/x", "/portal/users/x", "/portal/groups/x/y", "/portal/roles/x"])
    func saysThatAPageIsNotThere(_ path: String) throws {
        _ = try bench.signIn()
        #expect(try bench.send("GET", path).status == 404)
    }

    @Test func showsNothingOfAnotherTenant() throws {
        _ = try bench.signIn("admin@fabrikam.com")
        let adele = try #require(try bench.directory.user("adele@contoso.com"))
        let group = try #require(try bench.directory.groups(of: Seed.contosoID).first)
        let principal = try #require(
            try bench.directory.servicePrincipal(EntraBench.confidentialClient, in: Seed.contosoID)
        )
        for path in [
            "users/\(adele.id)", "groups/\(group.id)", "enterprise/\(principal.objectID)",
            "apps/\(EntraBench.confidentialClient)",
        ] {
            #expect(try bench.send("GET", "/portal/\(path)").status == 404)
        }
        #expect(try !bench.send("GET", "/portal/users").text.contains("contoso.com"))
        #expect(try !bench.send("GET", "/portal/apps").text.contains("Exchange Automation"))
    }

    @Test func pagesThroughManyUsers() throws {
        let template = try #require(try bench.directory.user("adele@contoso.com"))
        try bench.context.store.write { connection in
            for number in 0..<120 {
                var user = template
                user.id = SeedIdentifier.make("many", String(number))
                user.userPrincipalName = "many\(number)@contoso.com"
                try connection.insert(user)
            }
        }
        var page = try bench.signIn(at: "/portal/users?search=many")
        var seen: Set<String> = []
        for _ in 0..<5 {
            for part in page.text.split(separator: "many").map({ $0.prefix { $0 != "@" } })
            where part.allSatisfy(\.isNumber) {
                seen.insert(String(part))
            }
            guard let next = page.text.split(separator: "<a ").first(where: { $0.contains(">Next page<") }),
                let target = EntraBench.attribute("href", in: String(next))
            else { break }
            page = try bench.open(target)
        }
        #expect(seen.count == 120)
    }

    @Test(arguments: ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)"])
    func keepsScriptInNamesText(_ name: String) throws {
        var user = try #require(try bench.directory.user("adele@contoso.com"))
        user.displayName = name
        user.jobTitle = name
        try bench.directory.save(user)
        var application = try #require(try bench.directory.application(EntraBench.publicClient))
        application.displayName = name
        try bench.directory.save(application)
        _ = try bench.signIn()
        for path in ["users", "users/\(user.id)", "apps", "apps/\(EntraBench.publicClient)"] {
            let text = try bench.send("GET", "/portal/\(path)").text
            #expect(!text.contains(name))
            #expect(text.contains("alert(1)"))
        }
    }

    @Test(arguments: ["%", "_", "!", "' OR 1=1 --", "|", "a|b|c", "\u{0}", String(repeating: "x", count: 5000)])
    func findsTextLiterally(_ text: String) throws {
        _ = try bench.signIn()
        for part in ["users", "groups", "apps", "enterprise"] {
            let query = PortalBench.encoded([("search", text), ("after", text), ("view", text), ("kind", text)])
            let page = try bench.send("GET", "/portal/\(part)?\(query)")
            #expect(page.status == 200)
        }
        #expect(try bench.send("GET", "/portal/users?search=%25").text.contains("No user matches."))
    }
}
