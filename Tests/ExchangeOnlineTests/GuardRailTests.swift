import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct GuardRailTests {
    private func connection(
        _ bench: Bench,
        _ guardRails: GuardRails,
        remembered: ConnectionRequest.Remembered? = nil,
        service: AdminService = .exchange
    ) async throws -> ExchangeConnection {
        let tenant = remembered?.tenantID ?? TestToken.contoso
        let audience =
            service == .exchange ? "https://outlook.office365.com" : "https://ps.compliance.protection.outlook.com"
        let token = try AccessToken(TestToken.user(tenant: tenant, audience: audience, now: bench.clock.date))
        return try await bench.client.connect(
            ConnectionRequest(
                service: service,
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(token, now: { bench.clock.date }),
                remembered: remembered,
                verifiesAccess: false,
                name: "prod",
                guardRails: guardRails
            )
        )
    }

    @Test(arguments: ["Set-Mailbox", "Remove-Mailbox", "New-DistributionGroup", "Enable-Mailbox"])
    func aReadOnlyConnectionSendsNoChange(_ cmdlet: String) async throws {
        let bench = Bench()
        let connection = try await connection(bench, GuardRails(isReadOnly: true))
        let parameters: CmdletParameters = cmdlet == "New-DistributionGroup" ? ["Name": "a"] : ["Identity": "a"]
        let byRun = await #expect(throws: ExchangeError.self) { try await connection.run(cmdlet, parameters) }
        #expect(byRun?.code == .guarded)
        #expect(byRun?.message.contains("'prod' is read-only") == true)
        let byPages = await #expect(throws: ExchangeError.self) {
            for try await _ in connection.pages(of: Cmdlet(cmdlet, parameters: parameters)) {}
        }
        #expect(byPages?.code == .guarded)
        let unchecked = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet(cmdlet, parameters: parameters, isChecked: false))
        }
        #expect(unchecked?.code == .guarded)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func aReadOnlyConnectionReadsAndAsksWhatWouldBe() async throws {
        let bench = Bench([Page.reply(0..<1), Page.reply(0..<0)])
        let connection = try await connection(bench, GuardRails(isReadOnly: true))
        #expect(try await connection.run("Get-Mailbox").rows.count == 1)
        try await connection.run("Set-Mailbox", ["Identity": "a", "WhatIf": true])
        // What the catalogue does not know may not take WhatIf.
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet("Set-Nothing", parameters: ["WhatIf": true], isChecked: false))
        }
        #expect(error?.code == .guarded)
        #expect(bench.transport.requests.count == 2)
    }

    @Test func readOnlyBelievesNoWhatIfOfSecurityAndCompliance() async throws {
        let bench = Bench()
        let connection = try await connection(bench, GuardRails(isReadOnly: true), service: .compliance)
        for name in ["Remove-ComplianceCase", "Remove-RoleGroup"] {
            let error = await #expect(throws: ExchangeError.self) {
                try await connection.run(name, ["Identity": "a", "WhatIf": true])
            }
            #expect(error?.code == .guarded, "\(name): \(error?.message ?? "")")
        }
        #expect(bench.transport.requests.isEmpty)
    }

    @Test(
        arguments: [
            ("Get-MobileDeviceStatistics", ["Mailbox": "a", "GetMailboxLog": true]),
            (
                "Test-Message",
                ["MessageFileData": [1], "SendReportTo": "a@b.c", "Recipients": "a", "TransportRules": true]
            ),
        ] as [(String, CmdletParameters)]
    )
    func readOnlySendsNoMailByAReadingCmdlet(_ name: String, _ parameters: CmdletParameters) async throws {
        let bench = Bench()
        let connection = try await connection(bench, GuardRails(isReadOnly: true))
        let error = await #expect(throws: ExchangeError.self) { try await connection.run(name, parameters) }
        #expect(error?.code == .guarded, "\(error?.message ?? "")")
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func aListOfCmdletsLetsNothingElseThrough() async throws {
        let bench = Bench([Page.reply(0..<1), Page.reply(0..<0)])
        let connection = try await connection(bench, GuardRails(allowedCmdlets: ["get-mail*", "Set-?ailbox"]))
        try await connection.run("Get-Mailbox")
        try await connection.run("Set-Mailbox", ["Identity": "a"])
        for name in ["Get-OrganizationConfig", "Remove-Mailbox", "Set-MailboxPlan"] {
            let error = await #expect(throws: ExchangeError.self) { try await connection.run(name, ["Identity": "a"]) }
            #expect(error?.code == .guarded || error?.code == .invalidRequest, "\(name): \(error?.message ?? "")")
        }
        #expect(bench.transport.requests.count == 2)
    }

    /// A bench whose sign-in service knows these domains.
    private func bench(_ replies: Int) -> Bench {
        var bench = Bench()
        bench.transport = ScriptedTransport(
            Array(repeating: Page.reply(0..<0), count: replies),
            tenants: [
                "contoso.com": TestToken.contoso, "contoso.onmicrosoft.com": TestToken.contoso,
                "contoso.example": TestToken.contoso, "fabrikam.com": TestToken.fabrikam,
            ]
        )
        return bench
    }

    @Test func theTenantsNameIsRepeatedBeforeSomethingIsDeleted() async throws {
        let bench = bench(1)
        let connection = try await connection(bench, GuardRails(confirmsTenant: true))
        try await connection.run("Set-Mailbox", ["Identity": "a"])
        for wrong in [
            connection, connection.repeating(tenant: "fabrikam.com"), connection.repeating(tenant: TestToken.fabrikam),
            connection.repeating(tenant: ""), connection.repeating(tenant: "contoso"),
        ] {
            let error = await #expect(throws: ExchangeError.self) {
                try await wrong.run("Remove-Mailbox", ["Identity": "a"])
            }
            #expect(error?.code == .guarded)
            #expect(error?.repair == .repeatTenant("contoso.com"))
        }
        try bench.transport.expectNothingLeft()
    }

    @Test(arguments: [
        "Contoso.com", TestToken.contoso, TestToken.contoso.uppercased(), "contoso.onmicrosoft.com", "contoso.example",
    ])
    func anyNameOfTheTenantIsItsName(_ name: String) async throws {
        let bench = bench(2)
        let connection = try await connection(bench, GuardRails(confirmsTenant: true)).repeating(tenant: name)
        try await connection.run("Remove-Mailbox", ["Identity": "a"])
        try await connection.run("Disable-Mailbox", ["Identity": "a"])
        try bench.transport.expectNothingLeft()
    }

    @Test func aDomainThatNobodyKnowsIsNotTheTenants() async throws {
        let bench = bench(0)
        let refusal = #"{"error":"invalid_tenant","error_description":"AADSTS90002: none.","error_codes":[90002]}"#
        bench.transport.append(.json(refusal, status: 400))
        let connection = try await connection(bench, GuardRails(confirmsTenant: true))
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.repeating(tenant: "nobody.example").run("Remove-Mailbox", ["Identity": "a"])
        }
        #expect(error?.code == .guarded)
        #expect(error?.message.hasSuffix("has the domain nobody.example") == true, "\(error?.message ?? "")")
        try bench.transport.expectNothingLeft()
    }

    @Test func aGuestsOwnDomainIsNotTheTenants() async throws {
        let bench = bench(1)
        let connection = try await connection(
            bench,
            GuardRails(confirmsTenant: true),
            remembered: .init(tenantID: TestToken.fabrikam)
        )
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.repeating(tenant: "contoso.com").run("Remove-Mailbox", ["Identity": "a"])
        }
        #expect(error?.code == .guarded)
        #expect(error?.repair == .repeatTenant(TestToken.fabrikam))
        try await connection.repeating(tenant: "fabrikam.com").run("Remove-Mailbox", ["Identity": "a"])
        try bench.transport.expectNothingLeft()
    }

    @Test func aListOfCmdletsLetsNoRouteThrough() async throws {
        let bench = Bench([Page.reply(0..<0), Page.reply(0..<0)])
        let cmdlets = try await connection(bench, GuardRails(allowedCmdlets: ["*Mailbox*", "*-*", "**", "?*"]))
        let route = RouteCall("DELETE", "Mailbox('x-y')")
        let error = await #expect(throws: ExchangeError.self) { try await cmdlets.reply(to: route) }
        #expect(error?.code == .guarded)
        #expect(bench.transport.requests.isEmpty)
        for pattern in ["*", "delete mailbox*"] {
            _ = try await connection(bench, GuardRails(allowedCmdlets: [pattern])).reply(to: route)
        }
        try bench.transport.expectNothingLeft()
    }

    @Test(arguments: [
        "Mailbox/../User('a')", "/adminapi/./beta", "Mailbox/%2e%2E/User", "Mailbox/.%2e", "Mailbox%2f..%2fUser",
        "..\\User",
        "https://outlook.office365.com/adminapi/../x?a=b",
    ])
    func aPathThatLeadsElsewhereIsNotSent(_ path: String) async throws {
        let bench = Bench()
        let connection = try await connection(bench, GuardRails(allowedCmdlets: ["GET *"]))
        let error = await #expect(throws: ExchangeError.self) { try await connection.reply(to: RouteCall("GET", path)) }
        #expect(error?.code == .invalidRequest)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func dotsThatLeadNowhereAreSent() async throws {
        let bench = Bench([Page.reply(0..<0)])
        let connection = try await connection(bench, GuardRails())
        _ = try await connection.reply(to: RouteCall("GET", "Mailbox('a.b@contoso.com')?x=/../"))
        try bench.transport.expectNothingLeft()
    }

    @Test(
        arguments: [
            ("deletecontent", true), ("DeleteContent", "true"), ("DELETECONTENT", "$true"), ("DeleteCont", 1),
        ] as [(String, JSONValue)]
    )
    func aSwitchThatDeletesIsSeenHoweverItIsWritten(_ name: String, _ value: JSONValue) async throws {
        let bench = Bench()
        let connection = try await connection(bench, GuardRails(isReadOnly: true))
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(
                Cmdlet("Search-Mailbox", parameters: ["Identity": "a", name: CmdletValue(value)], isChecked: false)
            )
        }
        #expect(error?.code == .guarded)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func aSwitchThatIsOffDeletesNothing() async throws {
        let bench = Bench([Page.reply(0..<0), Page.reply(0..<0), Page.reply(0..<0)])
        let connection = try await connection(bench, GuardRails(isReadOnly: true))
        for value: JSONValue in [false, "False", .null] {
            try await connection.run(
                Cmdlet(
                    "Search-Mailbox",
                    parameters: ["Identity": "a", "deleteContent": CmdletValue(value)],
                    isChecked: false
                )
            )
        }
        try bench.transport.expectNothingLeft()
    }

    @Test func whatIfOfACmdletThatIsNotLookedUpIsNotBelieved() async throws {
        let bench = Bench()
        let connection = try await connection(bench, GuardRails(isReadOnly: true))
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(
                Cmdlet("Set-Mailbox", parameters: ["Identity": "a", "WhatIf": true], isChecked: false)
            )
        }
        #expect(error?.code == .guarded)
        let twice = await #expect(throws: ExchangeError.self) {
            try await connection.run(
                Cmdlet("Get-Mailbox", parameters: ["WhatIf": true, "whatif": false], isChecked: false)
            )
        }
        #expect(twice?.code == .invalidRequest)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test(
        arguments: [
            ("New-ComplianceSearchAction", ["SearchName": ["a"], "Purge": true]),
            ("Set-User", ["Identity": "a", "PermanentlyClearPreviousMailboxInfo": true]),
            ("Set-DataEncryptionPolicy", ["Identity": "a", "PermanentDataPurgeRequested": true]),
            ("Update-DistributionGroupMember", ["Identity": "a", "Members": ["b"]]),
        ] as [(String, CmdletParameters)]
    )
    func whatDropsAllCountsAsDeleting(_ name: String, _ parameters: CmdletParameters) async throws {
        let bench = Bench()
        let connection = try await connection(bench, GuardRails(confirmsTenant: true))
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet(name, parameters: parameters, isChecked: false))
        }
        #expect(error?.code == .guarded)
    }
}
