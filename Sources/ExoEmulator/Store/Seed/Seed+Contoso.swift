#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Seed {
    static let contosoID = "11111111-1111-4111-8111-111111111111"
    static let fabrikamID = "22222222-2222-4222-8222-222222222222"

    /// Tenant contoso, and its customer fabrikam.
    static let contoso = Seed(
        tenants: [
            tenant(contosoID, "Contoso", "contoso", region: "EU"),
            tenant(fabrikamID, "Fabrikam", "fabrikam", region: "NA"),
        ],
        people: contosoPeople + contosoResources + fabrikamPeople,
        groups: contosoGroups + fabrikamGroups,
        applications: contosoApplications,
        managedIdentities: contosoIdentities,
        partnerRelationships: [
            PartnerRelationshipRecord(
                customerTenantID: fabrikamID,
                partnerTenantID: contosoID,
                principalID: SeedIdentifier.make("person", "admin@contoso.com"),
                roleTemplateIDs: [Role.exchangeAdministrator],
                // 1 January 2100.
                expiresOn: Date(timeIntervalSince1970: 4_102_444_800)
            )
        ]
    )

    /// Template ids of the directory roles the seed hands out.
    enum Role {
        static let globalAdministrator = "62e90394-69f5-4237-9190-012177145e10"
        static let exchangeAdministrator = "29232cdf-9323-42fd-ade2-1d097af3e4de"
        static let exchangeRecipientAdministrator = "31392ffb-586c-42d1-9346-e59415a2cc4e"
        static let globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
        static let helpdeskAdministrator = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
    }

    private static func tenant(_ id: String, _ name: String, _ label: String, region: String) -> Tenant {
        Tenant(
            record: TenantRecord(
                id: id,
                displayName: name,
                initialDomain: "\(label).onmicrosoft.com",
                defaultDomain: "\(label).com",
                region: region
            ),
            domains: [
                DomainRecord(name: "\(label).com", tenantID: id, isInitial: false, isDefault: true),
                DomainRecord(name: "\(label).onmicrosoft.com", tenantID: id, isInitial: true, isDefault: false),
            ]
        )
    }

    private static let contosoGroups = [
        group(
            .distribution,
            "all.company",
            "All Company",
            ["sales.team", "marketing", "it.ops", "adele", "partner.kim"]
        ),
        group(.distribution, "sales.team", "Sales Team", ["adele", "diego", "lidia", "nestor", "yuki", "vendor.ada"]),
        group(.distribution, "marketing", "Marketing", ["megan", "zoe", "isaiah", "amelie"]),
        group(.distribution, "empty.list", "Empty List", []),
        group(.mailEnabledSecurity, "it.ops", "IT Operations", ["admin", "exchange.admin", "helpdesk", "grady"]),
        group(.mailEnabledSecurity, "finance.readers", "Finance Readers", ["pradeep", "debra", "soren"]),
        group(.microsoft365, "project.aurora", "Project Aurora", ["alex", "joni", "lynne", "miriam", "bjorn"]),
        group(.microsoft365, "leadership", "Leadership", ["patti", "lee", "debra", "henrietta"]),
        group(.security, "vpn.users", "VPN Users", ["adele", "alex", "grady", "joni"]),
    ]

    private static let fabrikamGroups = [
        SeedGroup(
            kind: .distribution,
            tenantID: fabrikamID,
            alias: "all.staff",
            domain: "fabrikam.com",
            displayName: "All Staff",
            members: ["admin", "olivia", "noah", "emma"],
            owners: ["admin"]
        )
    ]

    private static func group(_ kind: GroupKind, _ alias: String, _ name: String, _ members: [String]) -> SeedGroup {
        SeedGroup(
            kind: kind,
            tenantID: contosoID,
            alias: alias,
            domain: "contoso.com",
            displayName: name,
            members: members,
            owners: ["admin"]
        )
    }
}
