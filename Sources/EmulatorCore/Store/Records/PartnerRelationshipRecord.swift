#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// What a partner's principal may do in a customer tenant.
package struct PartnerRelationshipRecord: Sendable, Hashable {
    package var customerTenantID = ""
    package var partnerTenantID = ""
    /// A user or group of the partner tenant.
    package var principalID = ""
    /// Directory roles held in the customer tenant.
    package var roleTemplateIDs: [String] = []
    package var expiresOn = Date(timeIntervalSince1970: 0)

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
    package static let columns = columnNames

    package init() {}

    package mutating func visit<Visitor: ColumnVisitor>(_ columns: inout Visitor) throws(Visitor.Failure) {
        try columns.value("customer_tenant_id", &customerTenantID)
        try columns.value("partner_tenant_id", &partnerTenantID)
        try columns.value("principal_id", &principalID)
        try columns.words("role_template_ids", &roleTemplateIDs)
        try columns.value("expires_on", &expiresOn)
    }
}
