package import EmulatorCore
package import ExoJSON

/// The conditional access policies of a tenant.
package struct AccessPolicies: Sendable {
    private static let resource = "ConditionalAccessPolicy"
    private static let states = ["enabled", "disabled", "enabledForReportingButNotEnforced"]
    private static let controls: Set = [
        "block", "mfa", "compliantDevice", "domainJoinedDevice", "approvedApplication", "compliantApplication",
        "passwordChange", "riskRemediation",
    ]

    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    package func list() throws -> [ConditionalAccessPolicyRecord] {
        try administration.directory.conditionalAccessPolicies(of: administration.tenantID)
    }

    package func load(_ id: String) throws -> ConditionalAccessPolicyRecord {
        guard let policy = try list().first(where: { $0.id == id.lowercased() }) else {
            throw AdministrationError.notFound(id)
        }
        return policy
    }

    /// A policy that is not stored yet.
    package func draft(displayName: String, state: String, document: JSONObject) -> ConditionalAccessPolicyRecord {
        ConditionalAccessPolicyRecord(
            id: Administration.newID(),
            tenantID: administration.tenantID,
            displayName: displayName,
            state: state,
            document: JSONValue.object(document).text()
        )
    }

    /// Stores a new or changed policy.
    ///
    /// - Throws: ``AdministrationError`` when it says nothing that can be applied.
    package func save(_ policy: ConditionalAccessPolicyRecord) throws {
        try DisplayName.check(policy.displayName, of: Self.resource)
        guard Self.states.contains(policy.state) else {
            throw AdministrationError.invalid("state", of: Self.resource)
        }
        let document = (try? JSONValue(parsing: policy.document))?.objectValue ?? [:]
        guard let conditions = document["conditions"]?.objectValue else {
            throw AdministrationError.required("conditions", of: Self.resource)
        }
        for name in ["applications", "users"] where conditions[name]?.objectValue?.isEmpty ?? true {
            throw AdministrationError.required("conditions.\(name)", of: Self.resource)
        }
        let grant = document["grantControls"]?.objectValue
        guard grant != nil || document["sessionControls"]?.objectValue != nil else {
            throw AdministrationError.required("grantControls", of: Self.resource)
        }
        if let grant { try check(grant) }
        do { _ = try PolicyDocument(.object(document)) } catch is UnsupportedPolicy {
            throw AdministrationError.invalid("conditions", of: Self.resource)
        }
        try administration.directory.save(policy)
    }

    package func delete(_ id: String) throws {
        let policy = try load(id)
        try administration.directory.deleteConditionalAccessPolicy(id: policy.id, of: administration.tenantID)
    }

    private func check(_ grant: JSONObject) throws {
        let controls = grant["builtInControls"]?.arrayValue?.compactMap(\.stringValue) ?? []
        guard Set(controls).isSubset(of: Self.controls), !controls.contains("block") || controls.count == 1 else {
            throw AdministrationError.invalid("grantControls.builtInControls", of: Self.resource)
        }
        guard ["AND", "OR"].contains(grant["operator"]?.stringValue ?? "OR") else {
            throw AdministrationError.invalid("grantControls.operator", of: Self.resource)
        }
    }
}
