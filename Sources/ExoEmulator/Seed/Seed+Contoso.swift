import EmulatorAdministration
import EmulatorCore

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
                roleTemplateIDs: [DirectoryRoleID.exchangeAdministrator],
                // 1 January 2100.
                expiresOn: Date(timeIntervalSince1970: 4_102_444_800)
            )
        ],
        mailboxes: contosoMailboxes,
        managers: contosoManagers,
        formerPeople: contosoFormerPeople,
        newTenantIDs: [fabrikamID]
    )

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
