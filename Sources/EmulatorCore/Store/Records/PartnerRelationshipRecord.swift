#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// What a partner's principal may do in a customer tenant.
package struct PartnerRelationshipRecord: Sendable, Hashable {
    package var customerTenantID: String
    package var partnerTenantID: String
    /// A user or group of the partner tenant.
    package var principalID: String
    /// Directory roles held in the customer tenant.
    package var roleTemplateIDs: [String]
    package var expiresOn: Date

    package init(
        customerTenantID: String,
        partnerTenantID: String,
        principalID: String,
        roleTemplateIDs: [String],
        expiresOn: Date
    ) {
        self.customerTenantID = customerTenantID
        self.partnerTenantID = partnerTenantID
        self.principalID = principalID
        self.roleTemplateIDs = roleTemplateIDs
        self.expiresOn = expiresOn
    }
}

extension PartnerRelationshipRecord: StoredRecord {
    package static let table = "partner_relationship"
    package static let columns = """
        customer_tenant_id, partner_tenant_id, principal_id, role_template_ids, expires_on
        """

    package init(_ row: inout Row) throws {
        customerTenantID = try row.text()
        partnerTenantID = try row.text()
        principalID = try row.text()
        roleTemplateIDs = try row.words()
        expiresOn = try row.date()
    }

    package var values: [any SQLBindable] {
        [
            customerTenantID,
            partnerTenantID,
            principalID,
            roleTemplateIDs.joined(separator: " "),
            expiresOn,
        ]
    }
}
