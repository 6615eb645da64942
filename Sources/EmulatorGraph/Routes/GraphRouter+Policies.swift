import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private static let policyShape = GraphShape(
        "conditionalAccessPolicy",
        [
            "id", "templateId", "displayName", "createdDateTime", "modifiedDateTime", "state", "conditions",
            "grantControls", "sessionControls",
        ],
        isDirectory: false
    )
    private var accessPolicies: AccessPolicies { AccessPolicies(administration: administration) }

    func identity(_ path: inout GraphPath) throws -> GraphReply {
        guard let part = path.next() else { throw GraphError.noResource("identity") }
        guard part.name.lowercased() == "conditionalaccess", let set = path.next() else {
            throw GraphError.noResource(part.text)
        }
        guard set.name.lowercased() == "policies" else { throw GraphError.noResource(set.text) }
        return try accessPolicies(&path, set, "identity/conditionalAccess/policies")
    }

    func policies(_ path: inout GraphPath) throws -> GraphReply {
        guard let set = path.next() else { throw GraphError.noResource("policies") }
        guard set.name.lowercased() == "conditionalaccesspolicies" else { throw GraphError.noResource(set.text) }
        return try accessPolicies(&path, set, "policies/conditionalAccessPolicies")
    }

    private func accessPolicies(
        _ path: inout GraphPath,
        _ set: GraphPath.Segment,
        _ context: String
    ) throws -> GraphReply {
        guard let key = path.key(of: set) else {
            return try smallSet(
                context,
                Self.policyShape,
                path,
                { try accessPolicies.list().map(Self.policy) },
                create: {
                    let policy = try changed(accessPolicies.draft(displayName: "", state: "", document: [:]))
                    try accessPolicies.save(policy)
                    let object = try Self.policy(policy)
                    return .object(object, "\(context)/$entity", status: 201, at: "\(context)/\(policy.id)")
                }
            )
        }
        try end(path)
        let policy = try accessPolicies.load(key.value)
        return try object(
            show: { try one(Self.policy(policy), Self.policyShape, context) },
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
        for name in ["conditions", "grantControls", "sessionControls"] where body.has(name) {
            document[name] = try body.body(name) == nil ? nil : body.value(name)
        }
        for name in ["templateId"] { _ = body.value(name) }
        try body.finish(readOnly: ["id", "createdDateTime", "modifiedDateTime"])
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
