internal import ExoJSON

extension TokenCheck {
    /// A token whose issuer belongs to another tenant than the one it names is not the token service's work.
    static func issuer(_ claims: TokenClaims, _ steps: RepairSteps) -> TokenContradiction? {
        guard let issuer = claims.issuer, let tenant = claims.tenantID,
            let issuing = TokenClaims.tenant(inIssuer: issuer), issuing != tenant
        else { return nil }
        return TokenContradiction(
            claim: "iss",
            found: SanitizedText.shown(issuer),
            expected: "an issuer of tenant \(tenant)",
            message: "the token names tenant \(tenant) and was issued by \(issuing)",
            repair: steps.newToken
        )
    }

    static func tenant(
        _ claims: TokenClaims,
        _ target: TokenTarget,
        _ steps: RepairSteps
    ) -> TokenContradiction? {
        guard let found = claims.tenantID else {
            return TokenContradiction(
                claim: "tid",
                found: nil,
                expected: target.expectedTenantID ?? "a tenant id",
                message: "the token names no tenant",
                repair: steps.newToken
            )
        }
        guard let expected = target.expectedTenantID, expected != found else { return nil }
        let wanted = target.identity.value
        let name = GUID.isGUID(wanted) ? expected : "\(SanitizedText.shown(wanted)) (\(expected))"
        let message: String
        var repair = steps.newToken
        switch target.identity {
        case .userPrincipalName:
            message =
                "the token is for tenant \(found), and \(SanitizedText.shown(wanted)) is to be used in tenant \(expected)"
            if case .getToken(let token) = repair { repair = .chooseTenant(ofToken: found, orGet: token) }
        case .organization:
            message = "the token is for tenant \(found), and the connection is to \(name)"
        case .delegatedOrganization:
            message =
                "the token is for tenant \(found), and the connection is to \(name); "
                + "a partner's token must come from the customer's tenant, not from the partner's own"
        }
        return TokenContradiction(claim: "tid", found: found, expected: expected, message: message, repair: repair)
    }

    static func kind(
        _ claims: TokenClaims,
        _ target: TokenTarget,
        _ steps: RepairSteps
    ) -> TokenContradiction? {
        let claim = claims.raw["idtyp"] == nil ? (claims.kind == .user ? "scp" : "roles") : "idtyp"
        switch (target.identity, claims.kind) {
        case (.userPrincipalName(let name), .application):
            return TokenContradiction(
                claim: claim,
                found: "an application's token",
                expected: "a user's token",
                message: "the token is an application's, and \(SanitizedText.shown(name)) is a user",
                repair: .connectAsApplication(organization: steps.organization)
            )
        case (.organization, .user):
            let name = claims.userPrincipalName.map(SanitizedText.shown)
            return TokenContradiction(
                claim: claim,
                found: "a user's token",
                expected: "an application's token",
                message: "the token is a user's\(name.map { " (\($0))" } ?? ""), and an application's is needed",
                repair: .connectAsUser(SanitizedText.word(claims.userPrincipalName))
            )
        default: return nil
        }
    }

    static func user(
        _ claims: TokenClaims,
        _ target: TokenTarget,
        _ steps: RepairSteps
    ) -> TokenContradiction? {
        guard case .userPrincipalName(let expected) = target.identity, claims.kind == .user else { return nil }
        guard let found = claims.userPrincipalName else {
            return TokenContradiction(
                claim: "upn",
                found: nil,
                expected: expected,
                message: "the token names no user, so it cannot be held against \(SanitizedText.shown(expected))",
                repair: "make sure that it was issued to \(SanitizedText.shown(expected))",
                severity: .warn
            )
        }
        let names = [expected.lowercased(), homeName(ofGuest: expected)?.lowercased()]
        guard !names.contains(found.lowercased()), !names.contains(homeName(ofGuest: found)?.lowercased() ?? "") else {
            return nil
        }
        return TokenContradiction(
            claim: claims.hasOwnUserPrincipalName
                ? "upn" : claims.raw["unique_name"] != nil ? "unique_name" : "preferred_username",
            found: SanitizedText.shown(found),
            expected: SanitizedText.shown(expected),
            message:
                "the token belongs to \(SanitizedText.shown(found)), and the connection is for \(SanitizedText.shown(expected))",
            repair: .signInAgain(as: SanitizedText.shown(expected), orConnectAs: SanitizedText.word(found))
        )
    }

    /// The name at home of a guest such as `jo_example.com#EXT#@contoso.onmicrosoft.com`.
    private static func homeName(ofGuest name: String) -> String? {
        let parts = name.split(separator: "#", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].lowercased() == "ext", let mark = parts[0].lastIndex(of: "_") else {
            return nil
        }
        return "\(parts[0][..<mark])@\(parts[0][parts[0].index(after: mark)...])"
    }
}
