#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

extension Directory {
    /// The tenant with this GUID or one of whose domains has this name.
    package func tenant(matching name: String) throws -> TenantRecord? {
        try one(
            TenantRecord.self,
            where: "id = lower(?1) OR id = (SELECT tenant_id FROM domain WHERE name = ?1)",
            [name]
        )
    }

    package func tenants() throws -> [TenantRecord] {
        try all(TenantRecord.self, where: "TRUE ORDER BY id")
    }

    package func domain(named name: String) throws -> DomainRecord? {
        try one(DomainRecord.self, where: "name = ?", [name])
    }

    /// The domains of a tenant, the default one first.
    package func domains(of tenantID: String) throws -> [DomainRecord] {
        try all(DomainRecord.self, where: "tenant_id = ? ORDER BY is_default DESC, name", [tenantID])
    }

    /// Who administers a customer tenant from outside.
    package func partnerRelationships(customer tenantID: String) throws -> [PartnerRelationshipRecord] {
        try all(PartnerRelationshipRecord.self, where: "customer_tenant_id = ?", [tenantID])
    }

    /// The customers a partner tenant administers.
    package func partnerRelationships(partner tenantID: String) throws -> [PartnerRelationshipRecord] {
        try all(PartnerRelationshipRecord.self, where: "partner_tenant_id = ?", [tenantID])
    }

    /// The relationships that let a principal, itself or through a group, work in a customer tenant at a moment.
    package func partnerRelationships(
        customer tenantID: String,
        principal principalID: String,
        at moment: Date
    ) throws -> [PartnerRelationshipRecord] {
        try all(
            PartnerRelationshipRecord.self,
            where: """
                customer_tenant_id = ?1 AND expires_on > ?3 AND (principal_id = ?2 OR principal_id IN \
                (SELECT group_id FROM group_member WHERE member_id = ?2 AND is_owner = 0))
                """,
            [tenantID, principalID, moment]
        )
    }
}
