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
    private var policies: AccessPolicies { AccessPolicies(administration: administration) }

    func identity(_ path: inout GraphPath) throws -> GraphReply {
        guard path.next()?.name.lowercased() == "conditionalaccess", let set = path.next(),
            set.name.lowercased() == "policies"
        else { throw GraphError.noResource("identity") }
        let context = "identity/conditionalAccess/policies"
        guard let key = path.key(of: set) else {
            return try smallSet(
                context,
                Self.policyShape,
                path,
                { try policies.list().map(Self.policy) },
                create: {
                    let policy = try changed(policies.draft(displayName: "", state: "", document: [:]))
                    try policies.save(policy)
                    let object = try Self.policy(policy)
                    return .object(object, "\(context)/$entity", status: 201, at: "\(context)/\(policy.id)")
                }
            )
        }
        try end(path)
        let policy = try policies.load(key.value)
        return try object(
            show: { try one(Self.policy(policy), Self.policyShape, context) },
            change: { try policies.save(changed(policy)) },
            delete: { try policies.delete(policy.id) }
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
