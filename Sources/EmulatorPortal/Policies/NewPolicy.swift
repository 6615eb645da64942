import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// Makes a policy that blocks, or asks for a second factor, at some applications for some users.
struct NewPolicy: Sendable {
    static let states: [FormMarkup.Choice] = [
        .init(value: "enabledForReportingButNotEnforced", label: "Report-only"), .init(value: "enabled", label: "On"),
        .init(value: "disabled", label: "Off"),
    ]

    let call: PortalCall

    func respond() throws -> ServerResponse {
        try call.require(.managePolicies)
        return try call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let form = FormMarkup("create", state, call)
        let fields = [
            form.text("name", "Name", isRequired: true),
            form.opening(
                form.radio(
                    "users",
                    "Users",
                    [
                        .init(value: "all", label: "All users"),
                        .init(value: "some", label: "Selected users and groups", opens: true),
                    ],
                    selected: "some"
                ),
                form.area(
                    "include",
                    "Selected users and groups",
                    hint: "One a line: user name, name of a group, or object ID."
                )
            ),
            form.area("exclude", "Excluded users and groups", hint: "One a line."),
            form.opening(
                form.radio(
                    "apps",
                    "Target resources",
                    [
                        .init(value: "all", label: "All resources"),
                        .init(value: FirstParty.exchange, label: "Office 365 Exchange Online"),
                        .init(value: "some", label: "Selected resources", opens: true),
                    ],
                    selected: "all"
                ),
                form.area(
                    "resources",
                    "Selected resources",
                    hint: "One a line: application ID or name of an enterprise application."
                )
            ),
            form.radio(
                "grant",
                "Access controls",
                [
                    .init(value: "mfa", label: "Grant access: require multifactor authentication"),
                    .init(value: "block", label: "Block access"),
                ],
                selected: "mfa"
            ),
            form.radio("state", "Enable policy", Self.states, selected: "enabledForReportingButNotEnforced"),
        ]
        return PortalContent(
            title: "New policy",
            crumbs: [PolicyPages.crumb],
            body: Markup.card(try form.html(fields, button: "Create"))
        )
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        let policies = AccessPolicies(administration: call.administration)
        let isForAll = form["users"] == "all"
        let (users, groups) = try principals(isForAll ? nil : form["include"], "include")
        guard isForAll || !users.isEmpty || !groups.isEmpty else {
            throw FormProblem("Select the users or groups the policy is for.", field: "include")
        }
        let (withoutUsers, withoutGroups) = try principals(form["exclude"], "exclude")
        guard form["grant"] == "mfa" || form["grant"] == "block" else {
            throw FormProblem("Select an access control.", field: "grant")
        }
        let document: JSONObject = [
            "conditions": [
                "clientAppTypes": ["all"],
                "applications": ["includeApplications": texts(try applications(form))],
                "users": [
                    "includeUsers": texts(isForAll ? ["All"] : users), "includeGroups": texts(groups),
                    "excludeUsers": texts(withoutUsers), "excludeGroups": texts(withoutGroups),
                ],
            ],
            "grantControls": ["operator": "OR", "builtInControls": texts([form["grant"] ?? ""])],
        ]
        let policy = policies.draft(
            displayName: try form.required("name", "The name"),
            state: form["state"] ?? "",
            document: document
        )
        try policies.save(policy)
        return try call.redirect(
            to: PortalLink.path(["policies", policy.id]),
            notice: PortalNotice(text: "The policy \(policy.displayName) was created.")
        )
    }

    private func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    private func lines(_ text: String?) -> [String] {
        (text ?? "").split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    private func principals(_ text: String?, _ field: String) throws -> (users: [String], groups: [String]) {
        var found: (users: [String], groups: [String]) = ([], [])
        for line in lines(text) {
            guard let name = try call.directory.principal(named: line, in: call.tenant.id) else {
                throw FormProblem("There is no user or group '\(line)'.", field: field)
            }
            switch name.kind {
            case .user: found.users.append(name.id)
            case .group: found.groups.append(name.id)
            case .servicePrincipal:
                throw FormProblem("'\(line)' is an application; a policy of this form is for users.", field: field)
            }
        }
        return found
    }

    private func applications(_ form: PortalForm) throws -> [String] {
        switch form["apps"] {
        case "all": return ["All"]
        case FirstParty.exchange: return [FirstParty.exchange]
        default: break
        }
        let chosen = try lines(form["resources"]).map { line in
            guard let name = try call.directory.principal(named: line, in: call.tenant.id),
                name.kind == .servicePrincipal
            else { throw FormProblem("There is no enterprise application '\(line)'.", field: "resources") }
            return name.detail
        }
        guard !chosen.isEmpty else {
            throw FormProblem("Select the resources the policy is for.", field: "resources")
        }
        return chosen
    }
}
