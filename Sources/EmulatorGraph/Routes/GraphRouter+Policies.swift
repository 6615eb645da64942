import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private static let shape = GraphShape("conditionalAccessPolicy")
    private var accessPolicies: AccessPolicies { AccessPolicies(administration: administration) }

    func identity(_ path: inout GraphPath) throws -> GraphReply {
        guard let part = path.next() else { throw GraphError.notEmulated("identity") }
        guard part.name == "conditionalAccess", let set = path.next() else { throw GraphError.notEmulated(part.text) }
        guard set.name == "policies" else { throw GraphError.notEmulated(set.text) }
        return try accessPolicies(&path, set, "identity/conditionalAccess/policies")
    }

    func policies(_ path: inout GraphPath) throws -> GraphReply {
        guard let set = path.next() else { throw GraphError.notEmulated("policies") }
        guard set.name == "conditionalAccessPolicies" else { throw GraphError.notEmulated(set.text) }
        return try accessPolicies(&path, set, "policies/conditionalAccessPolicies")
    }

    private func accessPolicies(
        _ path: inout GraphPath,
        _ set: GraphPath.Segment,
        _ context: String
    ) throws -> GraphReply {
        guard let key = path.key(of: set) else {
            guard method == "POST", path.isEmpty else {
                return try list(accessPolicies.list().map(Self.policy), context, path)
            }
            let policy = try changed(accessPolicies.draft(displayName: "", state: "", document: [:]))
            try accessPolicies.save(policy)
            return try made(Self.policy(policy), context, at: "\(context)/\(policy.id)")
        }
        let policy = try accessPolicies.load(key.value)
        guard path.isEmpty else {
            return try part(&path, of: policy.id, Self.shape, context) { try Self.policy(policy) }
        }
        return try object(
            show: { try one(Self.policy(policy), context) },
            change: { try accessPolicies.save(changed(policy)) },
            delete: { try accessPolicies.delete(policy.id) }
        )
    }

    private func changed(_ policy: ConditionalAccessPolicyRecord) throws -> ConditionalAccessPolicyRecord {
        var policy = policy
        var body = try call.body(of: "ConditionalAccessPolicy")
        if body.has("displayName") { policy.displayName = try body.text("displayName") ?? "" }
        if let state = try body.text("state") { policy.state = state }
        var document = try JSONValue(parsing: policy.document).objectValue ?? [:]
        try body.keep(["conditions", "grantControls", "sessionControls"], of: Self.shape.type, in: &document)
        _ = body.value("templateId")
        try body.finish(of: Self.shape.type, readOnly: ["id", "createdDateTime", "modifiedDateTime"])
        policy.document = JSONValue.object(document).text()
        return policy
    }

    private static func policy(_ record: ConditionalAccessPolicyRecord) throws -> JSONObject {
        let document = try JSONValue(parsing: record.document).objectValue ?? [:]
        return [
            "id": .string(record.id),
            "templateId": nil,
            "displayName": .string(record.displayName),
            "createdDateTime": nil,
            "modifiedDateTime": nil,
            "state": .string(record.state),
            "conditions": document["conditions"] ?? .null,
            "grantControls": document["grantControls"] ?? .null,
            "sessionControls": document["sessionControls"] ?? .null,
        ]
    }
}
