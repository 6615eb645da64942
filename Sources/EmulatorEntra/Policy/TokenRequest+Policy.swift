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
        transfer: PolicyDemand.Transfer?
    ) throws {
        try ConditionalAccess(call).check(
            subject,
            at: client,
            PolicyDemand(
                resources: [access.resource.appID],
                clientType: PolicyDemand.ClientType(grant.kind),
                transfer: transfer,
                contexts: claims.contexts,
                version: version
            )
        )
    }
}
