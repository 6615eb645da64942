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
            try end(path)
            switch method {
            case "GET": return try page(policies.list().map(Self.policy), Self.policyShape, context)
            case "POST":
                let policy = try changed(policies.draft(displayName: "", state: "", document: [:]))
                try policies.save(policy)
                return .object(
                    try Self.policy(policy),
                    "\(context)/$entity",
                    status: 201,
                    at: "identity/conditionalAccess/policies/\(policy.id)"
                )
            default: throw GraphError.methodNotAllowed
            }
        }
        try end(path)
        let policy = try policies.load(key.value)
        switch method {
        case "GET": return try one(Self.policy(policy), Self.policyShape, context)
        case "PATCH":
            try policies.save(changed(policy))
            return .noContent
        case "DELETE":
            try policies.delete(policy.id)
            return .noContent
        default: throw GraphError.methodNotAllowed
        }
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
