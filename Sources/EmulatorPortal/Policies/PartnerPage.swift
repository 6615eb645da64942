import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// Who administers the tenant from outside, and whom it administers.
struct PartnerPage: Sendable {
    let call: PortalCall

    func respond() throws -> ServerResponse {
        guard call.path.count == 1 else { throw PortalRefusal.notFound("There is no such page about a partner.") }
        return try call.show {
            let partners = try table(
                try call.directory.partnerRelationships(customer: call.tenant.id),
                "Partner",
                empty: "No partner may administer this tenant.",
                other: \.partnerTenantID
            )
            let customers = try table(
                try call.directory.partnerRelationships(partner: call.tenant.id),
                "Customer",
                empty: "This tenant administers no other.",
                other: \.customerTenantID
            )
            return PortalContent(
                title: "Delegated admin partners",
                body: "<h2>Partners of this tenant</h2>\n\(partners)<h2>Customers of this tenant</h2>\n\(customers)"
            )
        }
    }

    private func table(
        _ relationships: [PartnerRelationshipRecord],
        _ heading: String,
        empty: String,
        other: KeyPath<PartnerRelationshipRecord, String>
    ) throws -> HTML {
        var table = DataTable(heading, [heading, "Tenant ID", "Principal", "Roles", "Status", "Expires"], empty: empty)
        for relationship in relationships {
            let id = relationship[keyPath: other]
            let name = try call.directory.tenant(matching: id)?.displayName ?? id
            let principal = try call.directory.principalName(relationship.principalID, in: relationship.partnerTenantID)
            table.add([
                "\(name)", Markup.identifier(id), "\(principal?.name ?? relationship.principalID)",
                "\(relationship.roleTemplateIDs.map(DirectoryRoleTemplate.name).joined(separator: ", "))",
                relationship.expiresOn > call.now ? Markup.good("Active") : Markup.bad("Expired"),
                Markup.day(relationship.expiresOn),
            ])
        }
        return table.html
    }
}
