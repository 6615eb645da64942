/// What mends a token that does not fit.
struct RepairSteps {
    let claims: TokenClaims
    let target: TokenTarget

    /// The organization, where every shell reads its name as one plain word.
    var organization: String? {
        SanitizedText.word(target.identity.tenantName)
    }

    /// The address of the Entra admin centre.
    var adminCentre: String {
        switch target.cloud.name {
        case "gcc-high", "dod": "entra.microsoft.us"
        case "china": "entra.microsoftonline.cn"
        case "emulator": target.cloud.authority
        default: "entra.microsoft.com"
        }
    }

    /// A token that fits, to be got.
    var newToken: Repair {
        let kind: TokenClaims.Kind =
            switch target.identity {
            case .userPrincipalName: .user
            case .organization: .application
            case .delegatedOrganization: claims.kind
            }
        return .getToken(
            WantedToken(
                cloud: target.cloud,
                service: target.service,
                kind: kind,
                tenant: target.expectedTenantID ?? organization,
                applicationID: claims.kind == .application ? SanitizedText.word(claims.applicationID) : nil
            )
        )
    }

    /// Where a permission is added.
    func permission(_ path: String) -> Repair {
        let application = SanitizedText.word(claims.applicationID) ?? "the application"
        let resource =
            target.service == .compliance && ["gcc-high", "dod"].contains(target.cloud.name)
            ? "Microsoft Exchange Online Protection" : "Office 365 Exchange Online"
        let text =
            "in the Entra admin centre (\(adminCentre)): App registrations › \(application) › API permissions › "
            + "Add a permission › APIs my organization uses › \(resource) › \(path); "
            + "grant admin consent, then get a new token"
        return .advice(text)
    }
}
