import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// Asks a user to agree to what a client may not do yet, and writes down the answer.
struct ConsentStep<Purpose: SignInPurpose>: Sendable {
    let purpose: Purpose
    let session: BrowserSession
    let subject: UserSubject
    let scope: ScopeRequest
    /// Whether the user is asked even for what was granted before.
    var isDemanded = false
    /// Whether an administrator is to agree for all users.
    var isForOrganization = false
    /// Fields of the answer before that the next one has to repeat.
    var kept = FormFields()

    private var call: EntraCall { purpose.call }

    /// The page to show first.
    ///
    /// - Parameter answer: What the form before said.
    /// - Returns: The page, or `nil` when nothing is missing any more.
    /// - Throws: ``EntraError`` 65004 when the user declines, 65001 or 90094 where no page may be shown, and those of
    ///   what is asked for.
    func page(_ answer: SignInAnswer) throws -> ServerResponse? {
        if answer.step == .proceed, answer["consent"] == "cancel" { throw EntraError.declinedConsent }
        try DelegatedAccess.checkAssignment(of: subject, to: purpose.client, call.context)
        let request = try ConsentRequest(
            scope,
            by: purpose.client,
            for: subject,
            isDemanded: isDemanded && !purpose.isSilent,
            call.context
        )
        guard !request.isEmpty else { return nil }
        guard !purpose.isSilent else { throw EntraError.noConsent(purpose.client.name, id: purpose.client.id) }
        let isAdministrator = subject.isConsentingAdministrator
        guard isAdministrator || !request.needsAdministrator && !isForOrganization else {
            call.signIn.note(.administratorConsent(purpose.client.name))
            return try show { AdministratorNeededPage(request: request, hidden: $0, action: purpose.action).body }
        }
        let fingerprint = try request.fingerprint()
        if answer.step == .proceed, answer["consent"] == "accept", answer.subject == fingerprint {
            let isForAll = isAdministrator && (isForOrganization || answer["organization"] != nil)
            try call.consent(by: subject) { grants in
                try grants.grant(
                    scopes: request.scopes,
                    to: purpose.client.application,
                    for: isForAll ? nil : subject.user
                )
            }
            return nil
        }
        return try show(fingerprint) {
            ConsentPage(
                request: request,
                hidden: $0,
                action: purpose.action,
                offersOrganization: isAdministrator && !isForOrganization,
                isForOrganization: isForOrganization,
                publisher: try publisher
            ).body
        }
    }

    private var publisher: String? {
        get throws {
            try call.context.directory.tenant(matching: purpose.client.application.tenantID)?.defaultDomain
        }
    }

    private func show(_ fingerprint: String = "", _ body: (FormFields) throws -> HTML) throws -> ServerResponse {
        try purpose.show(.proceed, session, subject: fingerprint) { form, _ in
            try form.page(title: "Permissions requested", body(FormFields(form.hidden.fields + kept.fields)))
        }
    }
}
