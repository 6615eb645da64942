import ExoCrypto
import ExoJSON
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

/// What an assignment gives ends where it ends: beside other assignments, in jobs, at names that several have.
@Suite struct ExchangeAccessBoundsTests {
    private func scope(_ harness: ExchangeHarness) throws {
        try harness.done(
            "New-ManagementScope",
            ["Name": "Finance", "RecipientRestrictionFilter": "Department -eq 'Finance'"]
        )
    }

    /// Gives Adele a part of Mail Recipients: Set-Mailbox with one parameter.
    private func give(_ parameter: String, _ role: String, over scope: String?, _ harness: ExchangeHarness) throws {
        try harness.done("New-ManagementRole", ["Name": .string(role), "Parent": "Mail Recipients"])
        try harness.done(
            "Set-ManagementRoleEntry",
            ["Identity": .string("\(role)\\Set-Mailbox"), "Parameters": [.string(parameter)]]
        )
        var parameters: JSONObject = ["User": "adele", "Role": .string(role)]
        if let scope { parameters["CustomRecipientWriteScope"] = .string(scope) }
        try harness.done("New-ManagementRoleAssignment", parameters)
    }

    @Test func noAssignmentLendsItsReachToTheParametersOfAnother() throws {
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        try scope(harness)
        try give("CustomAttribute1", "Attributes", over: nil, harness)
        try give("Office", "Offices", over: "Finance", harness)
        try harness.done("Set-Mailbox", ["Identity": "lee", "CustomAttribute1": "x"], as: adele)
        try harness.done("Set-Mailbox", ["Identity": "debra", "Office": "9"], as: adele)
        let lent = try harness.run("Set-Mailbox", ["Identity": "lee", "Office": "9"], as: adele)
        #expect(lent.status == 400 && lent.errorText.contains("write scopes"), "\(lent.errorText)")
        #expect(try harness.done("Get-Mailbox", ["Identity": "lee"]).texts("Office") != ["9"])
        let unknown = try harness.run("Set-Mailbox", ["Identity": "debra", "CustomAttribute2": "x"], as: adele)
        #expect(unknown.status == 400 && unknown.errorText.contains("CustomAttribute2"), "\(unknown.errorText)")
        // Assignments over the same are one.
        try give("CustomAttribute3", "More attributes", over: nil, harness)
        try harness.done(
            "Set-Mailbox",
            ["Identity": "lee", "CustomAttribute1": "y", "CustomAttribute3": "z"],
            as: adele
        )
    }

    @Test func jobsWorkOnNobodyOutsideOfTheScope() throws {
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        try scope(harness)
        for role in ["Move Mailboxes", "Migration"] {
            try harness.done(
                "New-ManagementRoleAssignment",
                ["User": "adele", "Role": .string(role), "CustomRecipientWriteScope": "Finance"]
            )
        }
        func restore(to target: String, as caller: String) throws -> ExchangeHarness.Reply {
            try harness.run(
                "New-MailboxRestoreRequest",
                [
                    "SourceMailbox": "alex@contoso.com", "TargetMailbox": .string(target),
                    "AllowLegacyDNMismatch": true, "Name": "Job",
                ],
                as: caller
            )
        }
        func move(_ identity: String, as caller: String) throws -> ExchangeHarness.Reply {
            try harness.run(
                "New-MoveRequest",
                [
                    "Identity": .string(identity), "Outbound": true, "RemoteHostName": "mail.contoso.com",
                    "TargetDeliveryDomain": "contoso.com",
                ],
                as: caller
            )
        }
        func batch(_ name: String, _ users: [String], as caller: String) throws -> ExchangeHarness.Reply {
            let csv = Base64.encode(Array((["EmailAddress"] + users).joined(separator: "\n").utf8))
            return try harness.run(
                "New-MigrationBatch",
                ["Name": .string(name), "CSVData": .string(csv), "TargetDeliveryDomain": "contoso.com"],
                as: caller
            )
        }
        func isOutside(_ reply: ExchangeHarness.Reply) -> Bool {
            reply.status == 400 && reply.errorText.contains("write scopes")
        }
        #expect(isOutside(try restore(to: "lee", as: adele)))
        #expect(isOutside(try move("lee", as: adele)))
        #expect(isOutside(try batch("Both", ["debra@contoso.com", "lee@contoso.com"], as: adele)))
        for reply in [
            try restore(to: "debra", as: adele), try move("debra", as: adele),
            try batch("One", ["debra@contoso.com", "nobody@fabrikam.example"], as: adele),
        ] { #expect(reply.status == 200, "\(reply.errorText)") }
        // Nor on the jobs of others.
        for reply in [
            try restore(to: "lee", as: "admin"), try move("lee", as: "admin"),
            try batch("Two", ["lee@contoso.com"], as: "admin"),
        ] { #expect(reply.status == 200, "\(reply.errorText)") }
        for (cmdlet, identity) in [
            ("Suspend-MailboxRestoreRequest", "lee\\Job"), ("Remove-MoveRequest", "lee"),
            ("Start-MigrationBatch", "Two"), ("Remove-MigrationUser", "lee@contoso.com"),
        ] {
            let reply = try harness.run(cmdlet, ["Identity": .string(identity), "Confirm": false], as: adele)
            #expect(isOutside(reply), "\(cmdlet): \(reply.status) \(reply.errorText)")
        }
    }

    @Test func recoverableItemsOfNobodyOutsideOfTheScope() throws {
        let harness = try ExchangeHarness()
        let adele = try harness.token(ofUser: "adele")
        try scope(harness)
        try harness.done(
            "New-ManagementRoleAssignment",
            ["User": "adele", "Role": "Mailbox Import Export", "CustomRecipientWriteScope": "Finance"]
        )
        func restore(_ identities: JSONValue, as caller: String) throws -> ExchangeHarness.Reply {
            try harness.run("Restore-RecoverableItems", ["Identity": identities], as: caller)
        }
        // Marcus' mailbox was removed.
        for outside: JSONValue in [["debra", "lee"], ["debra", "marcus"], ["marcus"], "marcus", "lee"] {
            let reply = try restore(outside, as: adele)
            #expect(reply.status == 400 && reply.errorText.contains("write scopes"), "\(reply.errorText)")
        }
        #expect(try restore(["debra", "nobody"], as: adele).status == 404)
        for inside: JSONValue in [["debra"], "debra"] {
            let reply = try restore(inside, as: adele)
            #expect(reply.status == 200, "\(reply.errorText)")
        }
    }

    @Test func anExclusiveScopeIsNotPassedByANameThatSeveralHave() throws {
        let harness = try ExchangeHarness()
        try harness.done(
            "New-ManagementScope",
            ["Name": "Leaders", "RecipientRestrictionFilter": "Title -eq 'President'", "Exclusive": true]
        )
        let name = try #require(try harness.done("Get-Mailbox", ["Identity": "patti"]).texts("DisplayName").first)
        try harness.done(
            "New-MailContact",
            ["Name": "Namesake", "DisplayName": .string(name), "ExternalEmailAddress": "p@fabrikam.example"]
        )
        let passed = try harness.run("Set-Mailbox", ["Identity": .string(name), "CustomAttribute1": "x"])
        #expect(passed.status == 400 && passed.errorText.contains("write scopes"), "\(passed.errorText)")
        #expect(try harness.done("Get-Mailbox", ["Identity": "patti"]).texts("CustomAttribute1") == [""])
    }

    @Test func nobodyIsSomebodyElseByName() throws {
        let harness = try ExchangeHarness()
        let adele = try #require(
            try harness.done("Get-User", ["Identity": "adele@contoso.com"]).texts("ExternalDirectoryObjectId").first
        )
        let made = try harness.done("New-Mailbox", ["Name": .string(adele), "Alias": "impostor", "Shared": true])
        #expect(made.rows.count == 1)
        let added = try harness.comply(
            "Add-RoleGroupMember",
            ["Identity": "eDiscovery Manager", "Member": "adele@contoso.com"]
        )
        #expect(added.status == 200, "\(added.errorText)")
        #expect(try harness.comply("Get-ComplianceCase", as: "compliance-nobody").status == 200)
        _ = try harness.comply("Update-RoleGroupMember", ["Identity": "eDiscovery Manager", "Members": ["impostor"]])
        #expect(try harness.comply("Get-ComplianceCase", as: "compliance-nobody").status == 403)
    }

    // MARK: Tokens for Security & Compliance

    private static let compliance = "https://ps.compliance.protection.outlook.com"

    @Test func anApplicationsRoleOfExchangeOpensSecurityAndComplianceUnlessTheSwitchSaysElse() throws {
        let harness = try ExchangeHarness()
        func roles() throws -> JSONValue? {
            let reply = try harness.token([
                ("grant_type", "client_credentials"), ("client_id", EntraBench.confidentialClient),
                ("client_secret", EntraBench.secret), ("scope", "\(Self.compliance)/.default"),
            ])
            let token = try #require(reply["access_token"]?.stringValue)
            return try #require(JSONWebToken(token)).claims["roles"]
        }
        #expect(try roles() == ["Exchange.ManageAsApp"])
        let token = try harness.issued([
            "client": .string(EntraBench.confidentialClient), "resource": .string(Self.compliance),
            "claims": ["wids": [.string(DirectoryRoleID.globalAdministrator)]],
        ])
        let labels = try harness.comply("Get-Label", as: token)
        #expect(labels.status == 200 && labels.texts("Name").contains("Public"), "\(labels.errorText)")

        harness.context.settings.change { $0.exchangeRoleOpensCompliance = false }
        #expect(try roles() == nil)
        // The role of the resource itself counts either way.
        let principal = try #require(
            try harness.context.directory.servicePrincipal(EntraBench.confidentialClient, in: ExchangeHarness.contoso)
        )
        let service = try #require(
            try harness.context.directory.servicePrincipal(ResourceAPI.exchangeProtection, in: ExchangeHarness.contoso)
        )
        let given = try harness.graph(
            "POST",
            "servicePrincipals/\(principal.objectID)/appRoleAssignments",
            [
                "principalId": .string(principal.objectID), "resourceId": .string(service.objectID),
                "appRoleId": "455e5cd2-84e8-4751-8344-5672145dfa17",
            ]
        )
        #expect(given.status == 201, "\(given.body.text())")
        #expect(try roles() == ["Exchange.ManageAsApp"])
    }

    @Test func theSeedsPublicClientSignsInToSecurityAndCompliance() throws {
        let harness = try ExchangeHarness()
        let reply = try harness.token([
            ("grant_type", "password"), ("client_id", EntraBench.publicClient), ("username", "admin@contoso.com"),
            ("password", Seed.password), ("scope", "\(Self.compliance)/.default"),
        ])
        let token = try #require(reply["access_token"]?.stringValue, "\(reply)")
        let labels = try harness.comply("Get-Label", as: token)
        #expect(labels.status == 200, "\(labels.errorText)")
    }
}
