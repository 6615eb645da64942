import EmulatorAdministration
import EmulatorCore
import HTTPServer

/// A sign-in for a device, finished in somebody's browser.
struct DeviceFlow: SignInPurpose {
    let call: EntraCall
    let client: Client
    let authority: Authority
    private let device: DeviceCodeRecord
    private let scope: ScopeRequest

    let action = DeviceEntry.action
    let expectation = AccountExpectation()
    let leadsAway = false
    let isSilent = false
    var hidden: FormFields {
        FormFields([.init("request", FormFields([.init("user_code", device.userCode)]).encoded)])
    }

    var demand: PolicyDemand {
        get throws {
            let claims = try ClaimsRequest(device.claims)
            return PolicyDemand(
                resources: try scope.resourceIDs(client, in: call.context),
                client: scope.asksForIDToken ? client.id : nil,
                clientType: .native,
                transfer: .deviceCode,
                contexts: claims.contexts,
                policies: claims.policies,
                version: device.resource == nil ? .v2 : .v1
            )
        }
    }

    /// Finds the device that waits for a code.
    ///
    /// - Throws: ``EntraError`` 70018, 70019, 90120 and those of its application.
    init(_ userCode: String, _ call: EntraCall) throws {
        let directory = call.context.directory
        guard let device = try directory.deviceCode(userCode: userCode) else { throw EntraError.unknownUserCode }
        guard device.expiresOn > call.trace.now else { throw EntraError.expiredUserCode }
        guard device.state == .pending else { throw EntraError.settledDevice }
        self.call = call
        self.device = device
        authority = try device.tenantID.map { try Authority($0, in: directory) } ?? .organizations
        client = try Client(device.clientID, at: authority, in: directory)
        scope = try device.resource.map { ScopeRequest(signInFor: $0) } ?? ScopeRequest(parsing: device.scope)
    }

    func finish(_ session: BrowserSession, _ subject: UserSubject, _ answer: SignInAnswer) throws -> ServerResponse {
        if answer.step == .proceed, answer["confirm"] == "cancel" { return try decline() }
        guard answer.step == .proceed, answer["confirm"] == "continue" else { return try confirm(session) }
        let consent = ConsentStep(
            purpose: self,
            session: session,
            subject: subject,
            scope: scope,
            kept: FormFields([.init("confirm", "continue")])
        )
        if let page = try consent.page(answer) { return page }
        guard
            try call.context.directory.approveDeviceCode(
                hash: device.deviceHash,
                by: subject.user.id,
                sessionID: subject.sessionID,
                authenticationMethods: subject.authenticationMethods,
                authenticatedOn: subject.authenticatedOn
            )
        else { throw EntraError.settledDevice }
        call.signIn.succeed()
        return call.page(
            try LandingPage.deviceApproved(client.name),
            cookies: session.newCookie.map { [$0] } ?? []
        )
    }

    /// Turns the device away.
    func decline() throws -> ServerResponse {
        try call.context.directory.declineDeviceCode(hash: device.deviceHash)
        call.signIn.note(.declinedDevice)
        return call.page(try LandingPage.deviceDeclined(client.name))
    }

    // Whoever was talked into typing a stranger's code is asked once more.
    private func confirm(_ session: BrowserSession) throws -> ServerResponse {
        try show(.proceed, session) { form, _ in try DeviceCodePage.confirmation(form, application: client.name) }
    }
}
