import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// An administrator's consent at the address made for it.
struct AdminConsentFlow: SignInPurpose {
    let call: EntraCall
    let client: Client
    let authority: Authority
    let action: String
    let version: ProtocolVersion
    private let fields: FormFields
    private let scope: ScopeRequest
    private let address: ReplyAddress?

    let expectation = AccountExpectation()
    let isSilent = false
    var hidden: FormFields { FormFields([.init("request", fields.encoded)]) }
    var leadsAway: Bool { address != nil }

    var demand: PolicyDemand {
        PolicyDemand(resources: [ResourceAPI.graph], clientType: .browser, version: version)
    }

    /// Reads the request.
    ///
    /// - Throws: ``EntraError`` for a page: 900144, 700016, 50011, 70011 and those of the authority.
    init(_ fields: FormFields, segment: String, version: ProtocolVersion, _ call: EntraCall) throws {
        self.call = call
        self.fields = fields
        self.version = version
        authority = try Authority(segment, in: call.context.directory)
        guard authority != .consumers else { throw EntraError.personalAccounts }
        guard let clientID = fields["client_id"] else { throw EntraError.missing("client_id") }
        client = try Client(clientID, at: authority, in: call.context.directory)
        // Without an address the answer is a page; one that is given has to be the client's.
        address =
            try fields["redirect_uri"] == nil && client.redirectURIs().isEmpty
            ? nil
            : try ReplyAddress(FormFields(fields.fields.filter { $0.name != "response_mode" }), at: authority, call)
        let text = version == .v2 ? fields["scope"] : nil
        scope = try text.map { try ScopeRequest(parsing: $0) } ?? ScopeRequest()
        action = "/\(PercentCoding.encoded(segment))/\(version == .v2 ? "v2.0/" : "")adminconsent"
    }

    func finish(_ session: BrowserSession, _ subject: UserSubject, _ answer: SignInAnswer) throws -> ServerResponse {
        if answer.step == .proceed, answer["consent"] == "cancel" { throw EntraError.declinedConsent }
        let roles = try roles(in: subject.tenant)
        let request = try ConsentRequest(listed, by: client, for: subject, isDemanded: true, call.context)
        guard subject.isConsentingAdministrator else {
            call.signIn.note(.administratorConsent(client.name))
            return try show(session) {
                AdministratorNeededPage(request: request, hidden: $0, action: action).body
            }
        }
        let fingerprint = try request.fingerprint(with: roles)
        if answer.step == .proceed, answer["consent"] == "accept", answer.subject == fingerprint {
            try grant(request, subject)
            call.signIn.succeed()
            return try reply(subject, session)
        }
        return try show(session, fingerprint) {
            ConsentPage(
                request: request,
                roles: roles,
                hidden: $0,
                action: action,
                offersOrganization: false,
                isForOrganization: true,
                publisher: try call.context.directory.tenant(matching: client.application.tenantID)?.defaultDomain
            ).body
        }
    }

    /// Tells the client that there is no consent.
    func refuse(_ error: EntraError) throws -> ServerResponse {
        var error = error
        error.name = version == .v2 ? "consent_required" : "permission_denied"
        guard let address else { return call.page(try ErrorPage.page(error, call), status: 400) }
        call.signIn.note(error)
        return try address.send(
            [
                .init("error", error.name), .init("error_subcode", "cancel"),
                .init("error_description", error.description(call.trace)), .init("admin_consent", "True"),
            ],
            call
        )
    }

    // Named scopes are granted alone; without them all that the registration lists is.
    private var listed: ScopeRequest {
        guard scope.targets.allSatisfy(\.isDefault) else { return scope }
        var all = scope
        if all.targets.isEmpty {
            all.targets = [ScopeRequest.Target(identifier: ResourceAPI.graph, scopes: [], isDefault: true)]
        }
        return all
    }

    private func roles(in tenant: TenantRecord) throws -> [ConsentRequest.Item] {
        guard scope.targets.allSatisfy(\.isDefault) else { return [] }
        return try ConsentRequest.roles(listedBy: client, in: tenant, call.context.directory)
    }

    private func grant(_ request: ConsentRequest, _ subject: UserSubject) throws {
        try call.consent(by: subject) { grants in
            guard scope.targets.allSatisfy(\.isDefault) else {
                return try grants.grant(scopes: request.scopes, to: client.application, for: nil)
            }
            try grants.grantForOrganization(application: client.application, and: request.scopes)
        }
    }

    private func reply(_ subject: UserSubject, _ session: BrowserSession) throws -> ServerResponse {
        let cookies = session.newCookie.map { [$0] } ?? []
        guard let address else {
            return call.page(try LandingPage.consentGiven(client.name), cookies: cookies)
        }
        var reply: [ServerRequest.Field] = [
            .init("admin_consent", "True"), .init("tenant", subject.tenant.id),
        ]
        if version == .v2, let scope = fields["scope"] { reply.append(.init("scope", scope)) }
        return try address.send(reply, call, cookies: cookies)
    }

    private func show(
        _ session: BrowserSession,
        _ fingerprint: String = "",
        _ body: (FormFields) throws -> HTML
    ) throws -> ServerResponse {
        try show(.proceed, session, subject: fingerprint) { form, _ in
            try form.page(title: "Permissions requested", body(form.hidden))
        }
    }
}
