import EmulatorAdministration
import EmulatorCore

extension TokenRequest {
    /// Checks what the policies of the tenant demand before tokens of a user are issued.
    ///
    /// - Throws: ``EntraError`` of ``ConditionalAccess``.
    func checkPolicies(
        _ subject: UserSubject,
        _ access: DelegatedAccess,
        _ grant: DelegatedGrant,
        _ claims: ClaimsRequest,
        transfer: PolicyDemand.Transfer?
    ) throws {
        try ConditionalAccess(call).check(
            subject,
            at: client,
            PolicyDemand(
                resources: [access.isProfileAlone ? client.id : access.resource.appID],
                client: access.openID.contains("openid") ? client.id : nil,
                clientType: grant.clientType,
                transfer: transfer,
                contexts: claims.contexts,
                policies: claims.policies,
                version: version
            )
        )
    }
}
