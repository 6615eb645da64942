import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

/// The portal's pages about Exchange and about the emulator itself.
struct PortalExchangeTests {
    private let bench: PortalBench
    private let exchange: ExchangeHarness

    init() throws {
        bench = try PortalBench()
        exchange = ExchangeHarness(bench.entra.emulator)
    }

    /// The address of the link with a text.
    private func link(_ text: String, in page: ServerResponse) throws -> String {
        let part = try #require(
            page.text.split(separator: "<a ").first { $0.prefix { $0 != "<" }.hasSuffix(">\(text)") },
            "no \(text)"
        )
        return try #require(EntraBench.attribute("href", in: String(part)))
    }

    private func has(_ text: String, _ page: ServerResponse) -> Bool { page.text.contains(text) }

    @Test func listsFindsAndShowsMailboxes() throws {
        let list = try bench.signIn(at: "/portal/mailboxes")
        #expect(has("adele@contoso.com", list) && has("Shared mailboxes", list))
        let shared = try bench.send("GET", "/portal/mailboxes?kind=SharedMailbox")
        #expect(has("support@contoso.com", shared) && !has("adele@contoso.com", shared))
        let found = try bench.send("GET", "/portal/mailboxes?search=Adele")
        #expect(has("adele@contoso.com", found) && !has("lee@contoso.com", found))
        let page = try bench.open(try link("Adele Vance", in: found))
        #expect(page.status == 200 && has("UserMailbox", page) && has("Permissions", page))
        let user = try bench.open(try link("adele@contoso.com", in: page))
        #expect(has("User principal name", user))
        #expect(has("UserMailbox", try bench.open(try link("Open", in: user))))
        let name = try #require(
            try exchange.run("Get-Mailbox", ["Identity": "support@contoso.com"]).rows.first?["DisplayName"]?.stringValue
        )
        let identity: JSONValue = "support@contoso.com"
        for (cmdlet, parameters) in [
            (
                "Add-MailboxPermission",
                ["Identity": identity, "User": "adele@contoso.com", "AccessRights": "FullAccess"]
            ),
            (
                "Add-RecipientPermission",
                ["Identity": identity, "Trustee": "lee@contoso.com", "AccessRights": "SendAs", "Confirm": false]
            ),
        ] as [(String, JSONObject)] { #expect(try exchange.run(cmdlet, parameters).status == 200) }
        let support = try bench.open(try link(name, in: shared))
        #expect(has("FullAccess", support) && has("SendAs", support))
    }

    @Test func pagesThroughMailboxes() throws {
        try exchange.addMailboxes(120)
        var page = try bench.signIn(at: "/portal/mailboxes?search=bulk&kind=UserMailbox")
        var seen: Set<String> = []
        for _ in 0..<5 {
            for part in page.text.split(separator: "bulk").map({ $0.prefix { $0 != "@" } }) where part.count == 4 {
                seen.insert(String(part))
            }
            guard page.text.contains(">Next page<") else { break }
            page = try bench.open(try link("Next page", in: page))
        }
        #expect(seen.count == 120)
    }

    @Test func showsGroupsWithTheirMembers() throws {
        let list = try bench.signIn(at: "/portal/mailgroups")
        #expect(list.status == 200)
        let name = try #require(
            try exchange.run("Get-DistributionGroup", ["ResultSize": 1]).rows.first?["DisplayName"]?.stringValue
        )
        let page = try bench.open(try link(name, in: list))
        #expect(page.status == 200 && has("Members", page) && has("@contoso.com", page))
        #expect(try bench.send("GET", "/portal/mailgroups/nobody").status == 404)
    }

    @Test func tracesMessagesPageByPage() throws {
        bench.context.clock.advance(by: 9 * 86_400)
        var page = try bench.signIn(at: "/portal/trace")
        #expect(page.status == 200 && has("Delivered", page))
        var seen: [String] = []
        for _ in 0..<40 {
            let links = page.text.split(separator: "<a href=\"/portal/trace/").dropFirst()
            #expect(links.count <= 50)
            seen += links.map { String($0.prefix { $0 != "\"" }) }
            guard page.text.contains(">Older<") else { break }
            page = try bench.open(try link("Older", in: page))
        }
        #expect(seen.count > 60 && Set(seen).count == seen.count)
        let details = try bench.open("/portal/trace/" + (try #require(seen.first)).replacing("&amp;", with: "&"))
        #expect(details.status == 200 && has("Message trace ID", details) && has("Events", details))
        let failed = try bench.send("GET", "/portal/trace?status=Failed")
        #expect(failed.status == 200 && !has(">Delivered</span>", failed))
        let mine = try bench.send("GET", "/portal/trace?recipient=adele@contoso.com")
        #expect(mine.status == 200)
    }

    @Test func rolesDecideAsForAnyClient() throws {
        let page = try bench.signIn("adele@contoso.com", at: "/portal/mailboxes")
        // People without a role have cmdlets of their own, for what is theirs.
        #expect(page.status < 500 && !has("lee@contoso.com", page) && !has("support@contoso.com", page))
        #expect(try bench.send("GET", "/portal/requests").status == 403)
        let faults = try bench.send("GET", "/portal/faults")
        #expect(faults.status == 200 && has("You can only read this page", faults))
    }

    @Test(arguments: ["'", "''", "*", "a' -or Name -like '*", "$true", "\"", "(", String(repeating: "x", count: 3000)])
    func takesASearchLiterally(_ text: String) throws {
        _ = try bench.signIn()
        for part in ["mailboxes", "mailgroups", "requests"] {
            let query = PortalBench.encoded([("search", text)])
            #expect(try bench.send("GET", "/portal/\(part)?\(query)").status == 200, "\(part)")
        }
    }

    @Test func showsCmdletsWithWhatTheyIgnored() throws {
        _ = try bench.signIn()
        #expect(
            try exchange.run(
                "Set-TransportConfig",
                ["MaxReceiveSize": "20MB", "JournalingReportNdrTo": "a@contoso.com"]
            )
            .status < 500
        )
        let log = try bench.send("GET", "/portal/requests?kind=cmdlets")
        #expect(log.status == 200 && has("Set-TransportConfig", log))
        #expect(!has("GET /portal/", log))
        let found = try bench.send("GET", "/portal/requests?search=transportconfig")
        #expect(has("Set-TransportConfig", found) && !has("No request matches", found))
        #expect(has("No request matches", try bench.send("GET", "/portal/requests?search=zzzz")))
    }

    @Test func setsListsAndClearsFaults() throws {
        let page = try bench.signIn(at: "/portal/faults")
        #expect(has("No fault is set", page))
        let set = try bench.submit(
            "set",
            of: page,
            [("kind", "throttled"), ("cmdlet", "Get-User"), ("seconds", "9"), ("times", "1")]
        )
        #expect(has("The fault was set", set) && has("cmdlet Get-User", set))
        let reply = try exchange.run("Get-User", ["ResultSize": 1])
        #expect(reply.status == 429 && reply.response.header("Retry-After") == "9")
        let again = try bench.submit("set", of: try bench.send("GET", "/portal/faults"), [("kind", "gatewayTimeout")])
        let cleared = try bench.submit("clear", of: again)
        #expect(has("No fault is set", cleared))
        #expect(try exchange.run("Get-User", ["ResultSize": 1]).status == 200)
    }

    @Test(
        arguments: [
            ([("kind", "throttled"), ("cmdlet", "Get-Nothing")], "no cmdlet"),
            ([("kind", "throttled"), ("every", "often")], "whole number"),
            ([("kind", "latency")], "needs"), ([("kind", "cut"), ("calls", "4")], "There is no"),
        ] as [([(String, String)], String)]
    )
    func saysWhatIsWrongWithAFault(_ fields: [(String, String)], _ says: String) throws {
        let page = try bench.signIn(at: "/portal/faults")
        let reply = try bench.submit("set", of: page, fields)
        #expect(reply.status == 400 && has(says, reply))
        #expect(has("No fault is set", try bench.send("GET", "/portal/faults")))
    }

    @Test func tellsNobodyFromWhatOneMayNotSee() throws {
        try exchange.done("New-ManagementRole", ["Name": "Only mailboxes", "Parent": "View-Only Recipients"])
        for cmdlet in ["Get-MailboxPermission", "Get-RecipientPermission"] {
            try exchange.done("Remove-ManagementRoleEntry", ["Identity": .string("Only mailboxes\\\(cmdlet)")])
        }
        try exchange.done("New-ManagementRoleAssignment", ["User": "lee", "Role": "Only mailboxes"])
        let list = try bench.signIn("lee@contoso.com", at: "/portal/mailboxes?search=Adele")
        let page = try bench.open(try link("Adele Vance", in: list))
        #expect(has("do not let you see who may use it", page) && !has("Nobody else may use it", page))
    }
}
