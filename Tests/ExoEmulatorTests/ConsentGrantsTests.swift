import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra

struct ConsentGrantsTests {
    private static let application = ApplicationRecord(
        appID: "cccccccc-0000-4000-8000-000000000001",
        objectID: "cccccccc-0000-4000-8000-000000000002",
        tenantID: EntraBench.fabrikam,
        displayName: "Of another tenant",
        signInAudience: "AzureADMultipleOrgs",
        isFallbackPublicClient: true
    )

    private static func grants(_ bench: EntraBench, in tenant: TenantRecord) -> ConsentGrants {
        let now = bench.context.clock.now
        return ConsentGrants(
            administration: Administration(directory: bench.context.directory, tenant: tenant, now: now)
        )
    }

    @Test func grantsScopesAndRolesAndAddsTheApplication() throws {
        let bench = try EntraBench()
        let directory = bench.context.directory
        let application = Self.application
        try directory.save(application)
        let wanted = FirstParty.permissions.filter { ["Exchange.Manage", "IMAP.AccessAsApp"].contains($0.value) }
        #expect(wanted.count == 2)
        try directory.setRequiredPermissions(
            wanted.map {
                RequiredPermissionRecord(
                    appID: application.appID,
                    resourceAppID: $0.resourceAppID,
                    permissionID: $0.permissionID,
                    kind: $0.kind
                )
            },
            of: application.appID
        )
        let tenant = try #require(try directory.tenant(matching: "contoso.com"))
        let grants = Self.grants(bench, in: tenant)
        try grants.grant(
            scopes: [FirstParty.exchange: ["Exchange.ManageV2"]],
            to: application,
            for: nil
        )
        for _ in 0..<2 { try grants.grantForOrganization(application: application) }
        let principal = try #require(try directory.servicePrincipal(application.appID, in: tenant.id))
        #expect(
            try directory.appRoles(of: principal.objectID, on: FirstParty.exchange, in: tenant.id)
                == ["IMAP.AccessAsApp"]
        )
        let granted = try directory.delegatedGrants(of: application.appID, in: tenant.id)
        #expect(granted.map(\.scope) == ["Exchange.ManageV2 Exchange.Manage"] && granted.first?.principalID == nil)
        #expect(try directory.servicePrincipals(of: tenant.id).count { $0.appID == application.appID } == 1)
    }

    @Test func grantsNothingWhereAServiceIsMissing() throws {
        let bench = try EntraBench()
        let directory = bench.context.directory
        try directory.save(Self.application)
        let tenant = try #require(try directory.tenant(matching: "contoso.com"))
        #expect {
            try Self.grants(bench, in: tenant).grant(
                scopes: ["dddddddd-0000-4000-8000-000000000001": ["Anything"]],
                to: Self.application,
                for: nil
            )
        } throws: { ($0 as? AdministrationError)?.message.contains("has not subscribed to or enabled") == true }
        #expect(try directory.servicePrincipal(Self.application.appID, in: tenant.id) == nil)
    }
}
