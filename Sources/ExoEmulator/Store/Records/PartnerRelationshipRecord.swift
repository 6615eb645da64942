#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a partner's principal may do in a customer tenant.
struct PartnerRelationshipRecord: Sendable, Hashable {
    var customerTenantID: String
    var partnerTenantID: String
    /// A user or group of the partner tenant.
    var principalID: String
    /// Directory roles held in the customer tenant.
    var roleTemplateIDs: [String]
    var expiresOn: Date
}

extension PartnerRelationshipRecord: StoredRecord {
    static let table = "partner_relationship"
    static let columns = """
        customer_tenant_id, partner_tenant_id, principal_id, role_template_ids, expires_on
        """

    init(_ row: inout Row) throws {
        customerTenantID = try row.text()
        partnerTenantID = try row.text()
        principalID = try row.text()
        roleTemplateIDs = try row.words()
        expiresOn = try row.date()
    }

    var values: [any SQLBindable] {
        [
            customerTenantID,
            partnerTenantID,
            principalID,
            roleTemplateIDs.joined(separator: " "),
            expiresOn,
        ]
    }
}
