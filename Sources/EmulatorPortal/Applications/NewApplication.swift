import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// Registers an application.
struct NewApplication: Sendable {
    private static let name = "register"

    let call: PortalCall

    func respond() throws -> ServerResponse {
        try call.require(.registerApplications)
        return try call.form(show: show, submit: submit)
    }

    private func show(_ state: FormState) throws -> PortalContent {
        let form = FormMarkup(Self.name, state, call)
        let fields: [HTML] = [
            form.text(
                "name",
                "Name",
                hint: "The user-facing display name for this application (this can be changed later).",
                isRequired: true
            ),
            form.radio(
                "audience",
                "Supported account types: who can use this application or access this API?",
                AccountTypes.choices(call.tenant),
                selected: "AzureADMyOrg"
            ),
            Markup.heading("Redirect URI (optional)"),
            Markup.paragraph(
                "The authentication response is returned to this URI after the user has signed in. Providing it now is "
                    + "optional and it can be changed later, but a value is required for most authentication scenarios."
            ),
            form.select("kind", "Platform", [.init(value: "", label: "Select a platform")] + RedirectURIKind.choices),
            form.text("redirect", "Redirect URI", hint: "For example https://example.com/auth, or http://localhost"),
        ]
        return PortalContent(
            title: "Register an application",
            crumbs: [ApplicationFrame.crumb],
            body: Markup.card(try form.html(fields, button: "Register"))
        )
    }

    private func submit(_ form: PortalForm) throws -> ServerResponse {
        let administration = call.administration
        var registration = AppRegistration(
            displayName: try form.required("name", "The name", longest: RegistrationCheck.longestName),
            signInAudience: try form.required("audience", "The account type"),
            by: administration
        )
        if registration.record.signInAudience.hasSuffix("PersonalMicrosoftAccount") {
            registration.record.accessTokenVersion = 2
        }
        if let redirect = try form.optional("redirect", "The redirect URI") {
            guard let kind = form["kind"].flatMap({ RedirectURIKind(rawValue: $0) }) else {
                throw FormProblem("Select a platform for the redirect URI.", field: "kind")
            }
            registration.setRedirectURIs([redirect], kind)
        }
        // The portal asks for this one by itself, and makes the service principal too.
        for scope in try call.directory.exposedPermissions(of: FirstParty.graph) where scope.value == "User.Read" {
            registration.require(scope)
        }
        try call.context.store.write { [registration] _ in
            try AppRegistrations(administration: administration).create(registration)
            try ServicePrincipals(administration: administration).create(
                appID: registration.appID,
                document: #"{"tags":["WindowsAzureActiveDirectoryIntegratedApp"]}"#
            )
        }
        return try call.redirect(
            to: PortalLink.path(["apps", registration.appID]),
            notice: PortalNotice(text: "Successfully created application \(registration.record.displayName).")
        )
    }
}

extension RedirectURIKind {
    /// What the portal calls it.
    var title: String {
        switch self {
        case .publicClient: "Public client/native (mobile & desktop)"
        case .web: "Web"
        case .spa: "Single-page application (SPA)"
        }
    }

    /// The kinds in the order of the portal.
    static var choices: [FormMarkup.Choice] {
        [.publicClient, .web, .spa].map { (kind: RedirectURIKind) in .init(value: kind.rawValue, label: kind.title) }
    }
}
