import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct StoreSeedTests {
    private let directory: Directory
    private let contoso = "11111111-1111-4111-8111-111111111111"
    private let fabrikam = "22222222-2222-4222-8222-222222222222"
    private let exchange = "00000002-0000-0ff1-ce00-000000000000"

    init() throws {
        let store = try Store(path: nil)
        try Seed.contoso.write(to: store, now: Date(timeIntervalSince1970: 1_800_000_000)) { "hash of \($0)" }
        directory = Directory(store: store)
    }

    @Test func describesEnoughPeopleOfEveryKind() throws {
        let people = Seed.contoso.people(of: contoso)
        let counts = Dictionary(grouping: people, by: \.kind).mapValues(\.count)
        #expect(counts == [.user: 32, .shared: 3, .room: 3, .equipment: 2, .mailUser: 2, .contact: 3])
        #expect(Set(people.map(\.id)).count == people.count)
        #expect(Set(people.compactMap(\.department)).count >= 10)
        #expect(Set(people.compactMap(\.country)).count >= 10)
        #expect(people.contains { !$0.displayName.utf8.allSatisfy { $0 < 0x80 } })
    }

    @Test func writesAUserForEveryoneButContacts() throws {
        let expected = Seed.contoso.people(of: contoso).filter { $0.kind != .contact }.map(\.address).sorted()
        #expect(try directory.users(of: contoso).map(\.userPrincipalName) == expected)
    }

    @Test func blocksSignInOfResourcesAndFormerPeople() throws {
        let blocked = try directory.users(of: contoso).filter { !$0.accountEnabled }.map(\.mailNickname)
        #expect(blocked == ["former", "info", "projector.1", "sales", "support", "van"])
        #expect(try directory.user("room.baltic@contoso.com")?.passwordHash == nil)
        #expect(try directory.user("info@contoso.com")?.passwordHash == nil)
        #expect(try directory.user("adele@contoso.com")?.passwordHash == "hash of Emulator-Passw0rd")
    }

    @Test func hashesTheSharedPasswordOnce() throws {
        var hashed: [String] = []
        try Seed.contoso.write(to: Store(path: nil), now: .distantPast) { text in
            hashed.append(text)
            return text
        }
        #expect(hashed.filter { $0 == "Emulator-Passw0rd" }.count == 1)
        #expect(hashed.count == 4)
    }

    @Test func findsATenantByGuidAndByEitherDomain() throws {
        for name in [contoso, contoso.uppercased(), "contoso.com", "CONTOSO.onmicrosoft.com"] {
            #expect(try directory.tenant(matching: name)?.id == contoso, "\(name)")
        }
        for name in ["", "contoso", "com", "contoso.com ", "%", "northwind.com"] {
            #expect(try directory.tenant(matching: name) == nil, "\(name)")
        }
        #expect(try directory.domains(of: contoso).map(\.name) == ["contoso.com", "contoso.onmicrosoft.com"])
    }

    @Test func findsAUserWhateverTheLetterCase() throws {
        let admin = try #require(try directory.user("ADMIN@Contoso.com"))
        #expect(admin.userPrincipalName == "admin@contoso.com")
        #expect(try directory.user("admin@contoso.com", in: fabrikam) == nil)
        #expect(try directory.user("admin@fabrikam.com", in: fabrikam)?.tenantID == fabrikam)
        #expect(try directory.user(id: admin.id.uppercased()) == admin)
    }

    struct RoleCase: Sendable, CustomTestStringConvertible {
        var user: String
        var roles: [String]
        var testDescription: String { user }
    }

    @Test(arguments: [
        RoleCase(
            user: "admin@contoso.com",
            roles: ["29232cdf-9323-42fd-ade2-1d097af3e4de", "62e90394-69f5-4237-9190-012177145e10"]
        ),
        RoleCase(user: "exchange.admin@contoso.com", roles: ["29232cdf-9323-42fd-ade2-1d097af3e4de"]),
        RoleCase(user: "reader@contoso.com", roles: ["f2ef992c-3afb-46b9-b7cf-a126ee74c451"]),
        RoleCase(user: "helpdesk@contoso.com", roles: ["729827e3-9c14-49f7-bb1b-9608f156bbb8"]),
        RoleCase(user: "adele@contoso.com", roles: []),
        RoleCase(user: "admin@fabrikam.com", roles: ["62e90394-69f5-4237-9190-012177145e10"]),
    ])
    func givesRolesToThePeopleItNames(_ test: RoleCase) throws {
        let user = try #require(try directory.user(test.user))
        #expect(try directory.directoryRoles(of: user.id, in: user.tenantID) == test.roles)
    }

    @Test func countsRolesHeldThroughAGroup() throws {
        let group = try #require(try directory.groups(of: contoso).first { $0.mailNickname == "it.ops" })
        let grady = try #require(try directory.user("grady@contoso.com"))
        try directory.assign(RoleAssignment(tenantID: contoso, principalID: group.id, roleTemplateID: "role"))
        #expect(try directory.directoryRoles(of: grady.id, in: contoso) == ["role"])
        #expect(try directory.directoryRoles(of: grady.id, in: fabrikam).isEmpty)
    }

    @Test func fillsItsGroups() throws {
        let groups = try directory.groups(of: contoso)
        #expect(Set(groups.map(\.kind)) == Set(GroupKind.allCases))
        for group in Seed.contoso.groups {
            #expect(try directory.members(of: group.id).count == group.members.count, "\(group.alias)")
            #expect(try directory.owners(of: group.id).count == group.owners.count, "\(group.alias)")
        }
        let adele = try #require(try directory.user("adele@contoso.com"))
        #expect(
            try directory.groups(containing: adele.id).map(\.displayName) == ["All Company", "Sales Team", "VPN Users"]
        )
    }

    @Test func registersAppsWithTheRightsTheyAreFor() throws {
        func roles(_ number: Int, _ tenant: String) throws -> [String]? {
            try directory.servicePrincipal(Seed.appID(number), in: tenant).map {
                try directory.appRoles(of: $0.objectID, on: exchange, in: tenant)
            }
        }
        #expect(try roles(1, contoso) == [])
        #expect(try roles(2, contoso) == ["Exchange.ManageAsApp"])
        #expect(try roles(2, fabrikam) == ["Exchange.ManageAsApp"])
        #expect(try roles(3, contoso) == [])
        #expect(try roles(3, fabrikam) == nil)
        #expect(try roles(4, contoso) == ["Exchange.ManageAsApp"])
        let automation = try #require(try directory.servicePrincipal(Seed.appID(2), in: contoso))
        let roleless = try #require(try directory.servicePrincipal(Seed.appID(4), in: contoso))
        #expect(
            try directory.directoryRoles(of: automation.objectID, in: contoso)
                == ["29232cdf-9323-42fd-ade2-1d097af3e4de"]
        )
        #expect(try directory.directoryRoles(of: roleless.objectID, in: contoso).isEmpty)
        let secrets = try directory.secrets(of: Seed.appID(2))
        #expect(secrets.map(\.hash) == ["hash of emulator-automation-secret"])
        #expect(secrets.map(\.hint) == ["emu"])
    }

    @Test func letsThePublicAppManageExchangeForAnyUser() throws {
        #expect(try directory.application(Seed.appID(1))?.isFallbackPublicClient == true)
        #expect(try directory.redirectURIs(of: Seed.appID(1)).contains { $0.uri == "http://localhost" })
        for tenant in [contoso, fabrikam] {
            let scopes = try directory.delegatedScopes(
                client: Seed.appID(1),
                resource: exchange,
                user: "anyone",
                tenant: tenant
            )
            #expect(scopes == ["Exchange.Manage"])
        }
    }

    @Test func preauthorisesTheOfficialModule() throws {
        let scopes = try directory.delegatedScopes(
            client: "FB78D390-0c51-40cd-8e17-fdbfab77341b".lowercased(),
            resource: exchange,
            user: "anyone",
            tenant: contoso
        )
        #expect(scopes.contains("AdminApi.AccessAsUser.All"))
        #expect(!scopes.contains("Exchange.Manage"))
        #expect(try directory.applications(of: contoso).count == 4)
    }

    struct PreauthorizationCase: Sendable, CustomTestStringConvertible {
        var client: String
        var resource: String
        var scope: String
        var isHeld: Bool
        var testDescription: String { "\(client) \(resource) \(scope)" }
    }

    @Test(arguments: [
        PreauthorizationCase(
            client: FirstParty.azureCLI,
            resource: FirstParty.resourceManager,
            scope: "user_impersonation",
            isHeld: true
        ),
        PreauthorizationCase(
            client: FirstParty.azureCLI,
            resource: FirstParty.graph,
            scope: "Application.ReadWrite.All",
            isHeld: true
        ),
        PreauthorizationCase(
            client: FirstParty.azureCLI,
            resource: FirstParty.exchange,
            scope: "Exchange.Manage",
            isHeld: false
        ),
        PreauthorizationCase(
            client: FirstParty.azurePowerShell,
            resource: FirstParty.partnerCenter,
            scope: "user_impersonation",
            isHeld: true
        ),
        PreauthorizationCase(
            client: FirstParty.graphPowerShell,
            resource: FirstParty.graph,
            scope: "User.Read",
            isHeld: false
        ),
        PreauthorizationCase(
            client: FirstParty.teams,
            resource: FirstParty.exchange,
            scope: "EWS.AccessAsUser.All",
            isHeld: true
        ),
    ])
    func preauthorisesTheServicesOwnClients(_ test: PreauthorizationCase) throws {
        let scopes = try directory.delegatedScopes(
            client: test.client,
            resource: test.resource,
            user: "anyone",
            tenant: contoso
        )
        #expect(scopes.contains(test.scope) == test.isHeld)
    }

    @Test func putsTheServicesOwnAppsIntoEveryTenant() throws {
        for tenant in [contoso, fabrikam] {
            for client in FirstParty.clients.map(\.record.appID) + FirstParty.resources.map(\.appID) {
                #expect(try directory.servicePrincipal(client, in: tenant) != nil, "\(client)")
            }
        }
        #expect(try directory.application(FirstParty.oldPowerShellModule)?.isDisabledByMicrosoft == true)
        #expect(try directory.redirectURIs(of: FirstParty.azurePortal).map(\.kind) == [.web])
    }

    @Test func givesEveryPermissionOneIdentifier() throws {
        let ids = FirstParty.permissions.map(\.permissionID)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { UUID(uuidString: $0)?.uuidString.lowercased() == $0 })
        let agreeable = try directory.exposedPermissions(of: FirstParty.graph).filter { !$0.isAdministratorsAlone }
        let values = Set(agreeable.map(\.value))
        #expect(
            values.isSuperset(of: [
                "User.Read", "User.ReadBasic.All", "email", "offline_access", "openid", "profile", "Mail.Read",
                "Calendars.ReadWrite", "Files.ReadWrite.All", "Sites.Read.All", "Tasks.ReadWrite", "Notes.Read",
            ])
        )
        #expect(values.isDisjoint(with: ["Directory.Read.All", "User.Read.All", "Sites.FullControl.All"]))
    }

    @Test func findsAResourceByEachOfItsNames() throws {
        for name in [exchange, "https://outlook.office365.com", "https://Outlook.office365.com/"] {
            #expect(try directory.resource(identifiedBy: name) == exchange, "\(name)")
        }
        #expect(
            try directory.resource(identifiedBy: "https://ps.compliance.protection.outlook.com")
                == "00000007-0000-0ff1-ce00-000000000000"
        )
        #expect(try directory.resource(identifiedBy: "https://unknown.example") == nil)
    }

    @Test func letsThePartnerAdministerItsCustomer() throws {
        let admin = try #require(try directory.user("admin@contoso.com"))
        let moment = Date(timeIntervalSince1970: 1_800_000_000)
        let found = try directory.partnerRelationships(customer: fabrikam, principal: admin.id, at: moment)
        #expect(found.map(\.roleTemplateIDs) == [["29232cdf-9323-42fd-ade2-1d097af3e4de"]])
        #expect(try directory.partnerRelationships(partner: contoso) == found)
        #expect(
            try directory.partnerRelationships(customer: fabrikam, principal: admin.id, at: .distantFuture).isEmpty
        )
        #expect(try directory.partnerRelationships(customer: contoso).isEmpty)
    }

    @Test func isWrittenWholeOrNotAtAll() throws {
        let store = try Store(path: nil)
        try Directory(store: store).insert(
            Squatter.tenant(withTheDomain: "fabrikam.com")
        )
        #expect(throws: DatabaseError.self) {
            try Seed.contoso.write(to: store, now: .distantPast) { $0 }
        }
        #expect(try Directory(store: store).tenants().count == 1)
    }

    @Test func erasesEverything() throws {
        try directory.store.replace { _ in }
        #expect(try directory.store.isEmpty)
        try Seed.contoso.write(to: directory.store, now: .distantPast) { $0 }
        #expect(try directory.tenants().count == 2)
    }
}

private enum Squatter {
    static func tenant(withTheDomain domain: String) -> TenantRecord {
        TenantRecord(
            id: "00000000-0000-4000-8000-000000000001",
            displayName: "Squatter",
            initialDomain: "squatter.onmicrosoft.com",
            defaultDomain: domain,
            region: "EU"
        )
    }
}
