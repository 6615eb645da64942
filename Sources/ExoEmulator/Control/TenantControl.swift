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

/// What is set for a whole tenant: `tenants`, `tenants/{id or domain}`, `policies`.
struct TenantControl: ControlPart {
    let context: EmulatorContext

    func respond(to call: ControlCall) throws -> ServerResponse? {
        let directory = context.directory
        switch (call.request.method, call.names.first, call.path.count) {
        case ("GET", "tenants", 1): return .json(["tenants": .array(try directory.tenants().map(description))])
        case ("PATCH", "tenants", 2):
            var tenant = try tenant(call.path[1])
            let body = try call.body("allowsUserConsent")
            if let flag = try body.flag("allowsUserConsent") { tenant.allowsUserConsent = flag }
            try context.store.write { try $0.upsert(tenant, key: "id") }
            return .json(description(tenant))
        case ("GET", "policies", 1):
            let name = call.request.query["tenant"]
            let tenants = try name.map { [try tenant($0)] } ?? directory.tenants()
            return .json([
                "policies": .array(
                    try tenants.flatMap { try directory.conditionalAccessPolicies(of: $0.id) }.map(description)
                )
            ])
        case ("PUT", "policies", 1): return .json(description(try savePolicy(call)))
        case ("DELETE", "policies", 1):
            let body = try call.body("id", "tenant")
            let tenant = try tenant(try body.required("tenant"))
            guard try directory.deleteConditionalAccessPolicy(id: try body.required("id"), of: tenant.id) else {
                return .problem(404, code: "NotFound", "There is no such policy.")
            }
            return .json([:])
        default: return nil
        }
    }

    private func tenant(_ name: String) throws -> TenantRecord {
        guard let tenant = try context.directory.tenant(matching: name) else {
            throw EmulatorError("There is no such tenant.")
        }
        return tenant
    }

    private func savePolicy(_ call: ControlCall) throws -> ConditionalAccessPolicyRecord {
        let names = ["id", "tenant", "displayName", "state", "conditions", "grantControls", "sessionControls"]
        let body = try ControlBody(call.object(), names: names)
        var document = JSONObject()
        for name in ["conditions", "grantControls", "sessionControls"] {
            if let members = try body.members(name) { document[name] = .object(members) }
        }
        let tenant = try tenant(try body.required("tenant"))
        let name = try body.required("displayName")
        let id = try body.text("id")?.lowercased() ?? SeedIdentifier.make("policy", tenant.id, name)
        guard UUID(uuidString: id) != nil else { throw EmulatorError("\"id\" is a GUID.") }
        let policy = ConditionalAccessPolicyRecord(
            id: id,
            tenantID: tenant.id,
            displayName: name,
            state: try body.text("state") ?? "enabled",
            document: JSONValue.object(document).text()
        )
        let administration = Administration(
            directory: context.directory,
            tenant: tenant,
            now: context.clock.now,
            actorID: nil
        )
        try AccessPolicies(administration: administration).save(policy)
        return policy
    }

    private func description(_ tenant: TenantRecord) -> JSONValue {
        [
            "id": .string(tenant.id), "displayName": .string(tenant.displayName),
            "initialDomain": .string(tenant.initialDomain), "defaultDomain": .string(tenant.defaultDomain),
            "allowsUserConsent": .bool(tenant.allowsUserConsent),
        ]
    }

    private func description(_ policy: ConditionalAccessPolicyRecord) -> JSONValue {
        var members: JSONObject = [
            "id": .string(policy.id), "tenant": .string(policy.tenantID), "displayName": .string(policy.displayName),
            "state": .string(policy.state),
        ]
        members.members += (try? JSONValue(parsing: policy.document).objectValue)?.members ?? []
        return .object(members)
    }
}
