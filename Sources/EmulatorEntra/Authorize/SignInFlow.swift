import EmulatorAdministration
import EmulatorCore
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A sign-in for a client at the authorize endpoint, whose request was found good.
struct SignInFlow: SignInPurpose {
    let call: EntraCall
    let segment: String
    let authority: Authority
    let address: ReplyAddress
    let request: AuthorizeRequest
    let fields: FormFields

    var client: Client { address.client }
    var action: String { "/\(PercentCoding.encoded(segment))/login\(request.version == .v2 ? "/v2.0" : "")" }
    var hidden: FormFields { FormFields([.init("request", fields.encoded)]) }
    var expectation: AccountExpectation { request.expectation }
    let leadsAway = true
    var isSilent: Bool { request.prompt == Prompt.none }

    var demand: PolicyDemand {
        get throws {
            PolicyDemand(
                resources: try request.scope.resourceIDs(client, in: call.context),
                client: request.scope.asksForIDToken ? client.id : nil,
                clientType: .init(address.kind),
                contexts: request.claims.contexts,
                policies: request.claims.policies,
                demandsSecondFactor: request.demandsSecondFactor,
                version: request.version
            )
        }
    }

    func finish(_ session: BrowserSession, _ subject: UserSubject, _ answer: SignInAnswer) throws -> ServerResponse {
        let consent = ConsentStep(
            purpose: self,
            session: session,
            subject: subject,
            scope: request.scope,
            isDemanded: request.prompt == .consent || request.prompt == .administratorConsent,
            isForOrganization: request.prompt == .administratorConsent
        )
        if let page = try consent.page(answer) { return page }
        var fields = try AuthorizeReply(flow: self, subject: subject).fields()
        if request.prompt == .administratorConsent { fields.append(.init("admin_consent", "True")) }
        call.signIn.succeed()
        return try address.send(fields, call, cookies: session.newCookie.map { [$0] } ?? [])
    }
}
