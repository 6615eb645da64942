import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import EmulatorExchange
import EmulatorGraph
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Who administers a customer's tenant from outside: `relationships`.
struct PartnerControl: ControlPart {
    private static let untilFarAway = Date(timeIntervalSince1970: 4_102_444_800)

    let context: EmulatorContext

    func respond(to call: ControlCall) throws -> ServerResponse? {
        guard call.names == ["relationships"] else { return nil }
        switch call.request.method {
        case "GET":
            let all = try context.directory.all(
                PartnerRelationshipRecord.self,
                where: "TRUE ORDER BY customer_tenant_id, partner_tenant_id, principal_id"
            )
            return .json(["relationships": .array(all.map(description))])
        case "PUT":
            let body = try call.body("customer", "partner", "principal", "roles", "expiresOn")
            let relationship = try relationship(body)
            try context.store.write {
                try $0.upsert(relationship, key: "customer_tenant_id, partner_tenant_id, principal_id")
            }
            return .json(description(relationship))
        case "DELETE":
            let relationship = try relationship(try call.body("customer", "partner", "principal"))
            let isGone = try context.directory.change(
                """
                DELETE FROM partner_relationship \
                WHERE customer_tenant_id = ? AND partner_tenant_id = ? AND principal_id = ?
                """,
                [relationship.customerTenantID, relationship.partnerTenantID, relationship.principalID]
            )
            return isGone ? .json([:]) : .problem(404, code: "NotFound", "There is no such relationship.")
        default: return nil
        }
    }

    private func relationship(_ body: ControlBody) throws -> PartnerRelationshipRecord {
        let customer = try tenantID(try body.required("customer"))
        let partner = try tenantID(try body.required("partner"))
        guard customer != partner else { throw EmulatorError("A tenant is not its own partner.") }
        let roles = try body.texts("roles") ?? [DirectoryRoleID.exchangeAdministrator]
        guard roles.allSatisfy({ UUID(uuidString: $0) != nil }) else {
            throw EmulatorError("\"roles\" are template ids of directory roles.")
        }
        return PartnerRelationshipRecord(
            customerTenantID: customer,
            partnerTenantID: partner,
            principalID: try principalID(try body.required("principal"), in: partner),
            roleTemplateIDs: roles.map { $0.lowercased() },
            expiresOn: try body.date("expiresOn") ?? Self.untilFarAway
        )
    }

    private func tenantID(_ name: String) throws -> String {
        guard let tenant = try context.directory.tenant(matching: name) else {
            throw EmulatorError("There is no tenant of this name: \(name.prefix(64)).")
        }
        return tenant.id
    }

    private func principalID(_ name: String, in tenantID: String) throws -> String {
        let directory = context.directory
        if let user = try directory.user(name, in: tenantID) ?? directory.user(id: name), user.tenantID == tenantID {
            return user.id
        }
        if let group = try directory.group(id: name), group.tenantID == tenantID { return group.id }
        throw EmulatorError("\"principal\" is a user's name, or the id of a user or group, of the partner.")
    }

    private func description(_ relationship: PartnerRelationshipRecord) -> JSONValue {
        [
            "customer": .string(relationship.customerTenantID), "partner": .string(relationship.partnerTenantID),
            "principal": .string(relationship.principalID),
            "roles": .array(relationship.roleTemplateIDs.map { .string($0) }),
            "expiresOn": .string(relationship.expiresOn.ISO8601Format()),
        ]
    }
}
