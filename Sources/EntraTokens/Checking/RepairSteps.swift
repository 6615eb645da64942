/// The next command or step for a token that does not fit.
struct RepairSteps {
    let claims: TokenClaims
    let target: TokenTarget

    /// The organization as a command may name it.
    var organization: String {
        switch target.identity {
        case .userPrincipalName(let name):
            PlainText.word(name.split(separator: "@").last.map(String.init), else: "DOMAIN")
        case .organization(let name), .delegatedOrganization(let name): PlainText.word(name, else: "DOMAIN")
        }
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

    /// How to get a token that fits.
    var newToken: String {
        let resource = target.endpoint.resource
        let tenant = target.expectedTenantID ?? organization
        let wantsUser =
            switch target.identity {
            case .userPrincipalName: true
            case .organization: false
            case .delegatedOrganization: claims.kind == .user
            }
        guard wantsUser else {
            let application = claims.kind == .application ? claims.applicationID : nil
            let isLocal = target.cloud.name == "emulator"
            let trust = isLocal ? "exo-emulator ca > ca.pem && curl --cacert ca.pem" : "curl"
            return "get a token with: \(trust) \(target.cloud.authority)/\(tenant)/oauth2/v2.0/token "
                + "-d grant_type=client_credentials -d client_id=\(PlainText.word(application, else: "CLIENT-ID")) "
                + "--data-urlencode client_secret@FILE -d scope=\(target.endpoint.scope)"
        }
        guard let cloud = azureCLICloud else {
            return "sign in at \(target.cloud.authority) and get a token with scope \(target.endpoint.scope)"
        }
        let before = cloud.isEmpty ? "" : "az cloud set --name \(cloud) && "
        return "get a token with: \(before)az account get-access-token --resource \(resource) --tenant \(tenant) "
            + "--query accessToken --output tsv"
    }

    /// Where a permission is added.
    func permission(_ path: String) -> String {
        let application = PlainText.word(claims.applicationID, else: "the application")
        let resource =
            target.service == .compliance && ["gcc-high", "dod"].contains(target.cloud.name)
            ? "Microsoft Exchange Online Protection" : "Office 365 Exchange Online"
        return "in the Entra admin centre (\(adminCentre)): App registrations › \(application) › API permissions › "
            + "Add a permission › APIs my organization uses › \(resource) › \(path); "
            + "grant admin consent, then get a new token"
    }

    /// The cloud's name in Azure CLI; empty for the one it starts with, `nil` where it cannot be used.
    private var azureCLICloud: String? {
        switch target.cloud.name {
        case "commercial": ""
        case "gcc-high", "dod": "AzureUSGovernment"
        case "china": "AzureChinaCloud"
        default: nil
        }
    }
}
