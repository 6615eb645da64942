import EmulatorAdministration
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a partner may do in the tenants of customers.
extension GraphRouter {
    private static let relationshipShape = GraphShape(
        "delegatedAdminRelationship",
        relations: ["accessAssignments": { try $0.accessAssignments(ofRelationship: $1) }]
    )
    /// How long a relationship lasts at most: two years.
    private static let term = 730.0

    func tenantRelationships(_ path: inout GraphPath) throws -> GraphReply {
        guard let set = path.next() else { throw GraphError.notEmulated("tenantRelationships") }
        guard set.name == "delegatedAdminRelationships" else { throw GraphError.notEmulated(set.text) }
        guard method == "GET" else { throw GraphError.methodNotAllowed }
        let all = try partnerships.compactMap(relationship)
        return try fixedSet(
            "tenantRelationships/delegatedAdminRelationships",
            Self.relationshipShape,
            &path,
            set,
            { all },
            named: { id in all.first { $0["id"]?.stringValue == id.lowercased() } }
        )
    }

    private var partnerships: [PartnerRelationshipRecord] {
        get throws { try directory.partnerRelationships(partner: administration.tenantID) }
    }

    private func relationship(_ record: PartnerRelationshipRecord) throws -> JSONObject? {
        guard let customer = try directory.tenant(matching: record.customerTenantID) else { return nil }
        let begin = JSONValue.string(begin(of: record))
        return [
            "id": .string(id(of: record)),
            "displayName": .string("\(administration.tenant.displayName)_\(customer.displayName)"),
            "status": .string(status(of: record)),
            "duration": .string("P\(Int(Self.term))D"),
            "autoExtendDuration": "PT0S",
            "createdDateTime": begin,
            "activatedDateTime": begin,
            "lastModifiedDateTime": begin,
            "endDateTime": .string(GraphDate.text(record.expiresOn)),
            "customer": ["tenantId": .string(customer.id), "displayName": .string(customer.displayName)],
            "accessDetails": accessDetails(of: record),
        ]
    }

    /// Who of the partner holds the roles of a relationship: here always one, a user or a group.
    private func accessAssignments(ofRelationship id: String) throws -> [JSONObject] {
        try partnerships.filter { self.id(of: $0) == id.lowercased() }.map { record in
            let begin = JSONValue.string(begin(of: record))
            return [
                "id": .string(
                    SeedIdentifier.make("access assignment", record.customerTenantID, record.principalID)
                ),
                "status": .string(status(of: record)),
                "createdDateTime": begin,
                "lastModifiedDateTime": begin,
                "accessContainer": [
                    "accessContainerId": .string(record.principalID), "accessContainerType": "securityGroup",
                ],
                "accessDetails": accessDetails(of: record),
            ]
        }
    }

    private func id(of record: PartnerRelationshipRecord) -> String {
        SeedIdentifier.make("relationship", record.customerTenantID, record.principalID)
    }

    private func status(of record: PartnerRelationshipRecord) -> String {
        record.expiresOn > administration.now ? "active" : "expired"
    }

    /// When the relationship began: the longest time before its end, and not later than now.
    private func begin(of record: PartnerRelationshipRecord) -> String {
        let date = record.expiresOn.addingTimeInterval(-Self.term * 86_400)
        // What ends later began with the organizations.
        return date > administration.now ? "2020-01-01T00:00:00Z" : GraphDate.text(date)
    }

    private func accessDetails(of record: PartnerRelationshipRecord) -> JSONValue {
        ["unifiedRoles": .array(record.roleTemplateIDs.map { ["roleDefinitionId": .string($0)] })]
    }
}
