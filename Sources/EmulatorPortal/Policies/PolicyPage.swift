import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// One Conditional Access policy.
struct PolicyPage: Sendable {
    let call: PortalCall
    let policy: ConditionalAccessPolicyRecord

    private var policies: AccessPolicies { AccessPolicies(administration: call.administration) }

    func respond() throws -> ServerResponse {
        try call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let document = try JSONValue(parsing: Array(policy.document.utf8))
        let (people, services) = (document["conditions"]?["users"], document["conditions"]?["applications"])
        var essentials = Essentials()
        essentials.add("Policy ID", copying: policy.id)
        essentials.add("State", html: PolicyPages.state(policy.state))
        essentials.add("Users", try names(people?["includeUsers"]))
        essentials.add("Groups", try names(people?["includeGroups"]))
        essentials.add("Roles", texts(people?["includeRoles"]).map(DirectoryRoleTemplate.name).joined(separator: ", "))
        essentials.add(
            "Excluded",
            try [names(people?["excludeUsers"]), names(people?["excludeGroups"])]
                .filter { !$0.isEmpty }.joined(separator: ", ")
        )
        essentials.add("Target resources", try resources(services?["includeApplications"]))
        essentials.add("Excluded resources", try resources(services?["excludeApplications"]))
        essentials.add("Controls", controls(document["grantControls"]).joined(separator: ", "))
        let actions: HTML =
            call.access.allows(.managePolicies) ? try changes(state) : Markup.hold(.managePolicies)
        return PortalContent(
            title: policy.displayName,
            kind: "Conditional Access policy",
            crumbs: [PolicyPages.crumb],
            body: """
                \(essentials.html)\(actions)<details class="more"><summary>The policy as Microsoft Graph shows it</summary>
                <pre tabindex="0">\(policy.document)</pre></details>

                """
        )
    }

    private func changes(_ state: FormState) throws -> HTML {
        let form = FormMarkup("state", state, call)
        let delete = FormMarkup("delete", FormState(), call)
        return """
            <div class="card">
            \(try form.html(
                [form.radio("state", "Enable policy", NewPolicy.states, selected: policy.state)],
                button: "Save"
            ))</div>
            <div class="actions">
            \(try delete.html(button: "Delete", style: "danger"))</div>

            """
    }

    private func texts(_ value: JSONValue?) -> [String] { (value?.arrayValue ?? []).compactMap(\.stringValue) }

    private func names(_ value: JSONValue?) throws -> String {
        try texts(value).map { id in
            id == "All" ? "All users" : try call.directory.principalName(id, in: call.tenant.id)?.name ?? id
        }.joined(separator: ", ")
    }

    private func resources(_ value: JSONValue?) throws -> String {
        try texts(value).map { id in
            id == "All" ? "All resources" : try call.directory.resourceName(id, in: call.tenant.id)
        }.joined(separator: ", ")
    }

    private func controls(_ value: JSONValue?) -> [String] {
        texts(value?["builtInControls"]).map { control in
            switch control {
            case "block": "Block access"
            case "mfa": "Require multifactor authentication"
            default: control
            }
        }
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        try call.require(.managePolicies)
        switch form.name {
        case "state":
            var changed = policy
            changed.state = form["state"] ?? ""
            try policies.save(changed)
            return try call.redirect(to: call.ownPath, notice: PortalNotice(text: "The policy was saved."))
        case "delete":
            try policies.delete(policy.id)
            return try call.redirect(
                to: PortalLink.path(["policies"]),
                notice: PortalNotice(text: "The policy \(policy.displayName) was deleted.")
            )
        default: throw PortalRefusal.foreignForm
        }
    }
}
