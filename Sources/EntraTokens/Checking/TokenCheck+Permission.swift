internal import ExoJSON

extension TokenCheck {
    /// Delegated permissions of which any one opens the service: the first for registered applications, the others for
    /// Microsoft's own clients.
    private static let delegated: Set = [
        "exchange.manage", "exchange.managev2", "adminapi.accessasuser.all", "remotepowershell.accessasuser.all",
        "ffopowershell.accessasuser.all",
    ]
    private static let applicationRole = "Exchange.ManageAsApp"
    /// What opens Admin API v2.0, which has a few cmdlets, and nothing else.
    private static let endpointRole = "Exchange.ManageAsAppV2"

    static func permission(
        _ claims: TokenClaims,
        _ target: TokenTarget,
        _ steps: RepairSteps
    ) -> TokenContradiction? {
        switch claims.kind {
        case .user:
            guard !claims.scopes.contains(where: { delegated.contains($0.lowercased()) }) else { return nil }
            let found = claims.scopes.isEmpty ? nil : SanitizedText.shown(claims.scopes.joined(separator: " "))
            return TokenContradiction(
                claim: "scp",
                found: found,
                expected: "Exchange.Manage",
                message: "the token's application may not administer Exchange for the user: "
                    + "the scope Exchange.Manage is missing\(found.map { " (there is: \($0))" } ?? "")",
                repair: steps.permission("Delegated permissions › Exchange.Manage")
            )
        case .application:
            guard !claims.roles.contains(where: { $0.lowercased() == applicationRole.lowercased() }) else { return nil }
            if target.service == .exchange,
                claims.roles.contains(where: { $0.lowercased() == endpointRole.lowercased() })
            {
                return TokenContradiction(
                    claim: "roles",
                    found: endpointRole,
                    expected: applicationRole,
                    message: "the application role \(endpointRole) opens Admin API v2.0 alone, which has a few cmdlets",
                    repair: steps.permission("Application permissions › \(applicationRole)"),
                    severity: .warn
                )
            }
            let found = claims.roles.isEmpty ? nil : SanitizedText.shown(claims.roles.joined(separator: " "))
            return TokenContradiction(
                claim: "roles",
                found: found,
                expected: applicationRole,
                message: "the application may not administer Exchange: "
                    + "the application role \(applicationRole) is missing\(found.map { " (there is: \($0))" } ?? "")",
                repair: steps.permission("Application permissions › \(applicationRole)"),
                // The role belongs to Exchange Online's resource; what a token for the other one carries is not documented.
                severity: target.service == .exchange ? .refuse : .warn
            )
        }
    }

    /// Directory roles that open the service; role groups can too, and those no token shows.
    private static let exchangeRoles: Set = [
        "Global Administrator", "Exchange Administrator", "Exchange Recipient Administrator", "Global Reader",
        "Helpdesk Administrator", "Security Administrator", "Security Reader", "Security Operator",
        "Compliance Administrator", "Compliance Data Administrator",
    ]
    private static let complianceRoles: Set = [
        "Global Administrator", "Global Reader", "Compliance Administrator", "Compliance Data Administrator",
        "Security Administrator", "Security Reader", "Security Operator",
    ]

    static func directoryRole(
        _ claims: TokenClaims,
        _ target: TokenTarget,
        _ steps: RepairSteps
    ) -> TokenContradiction? {
        // A user's token without the claim tells nothing; an application's would have it.
        guard claims.kind == .application || claims.raw["wids"] != nil else { return nil }
        let opening = target.service == .exchange ? exchangeRoles : complianceRoles
        let named = claims.directoryRoles.compactMap { DirectoryRole.role(templateID: $0)?.name }
        guard !named.contains(where: opening.contains) else { return nil }
        let suggested = target.service == .exchange ? "Exchange Administrator" : "Compliance Administrator"
        let who = claims.kind == .user ? "the user" : "the application"
        return TokenContradiction(
            claim: "wids",
            found: named.isEmpty ? nil : named.joined(separator: ", "),
            expected: suggested,
            message: "\(who) has no directory role that opens \(target.service.displayName); "
                + "unless a role group grants it, cmdlets will be refused",
            repair: """
                in the Entra admin centre (\(steps.adminCentre)): Roles & admins › \(suggested) › Add assignments; \
                then get a new token
                """,
            severity: .warn
        )
    }
}
