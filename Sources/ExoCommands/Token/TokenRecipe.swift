internal import EntraTokens

/// How to get a token: a line for the shell where there is one.
enum TokenRecipe {
    /// The sentence; what is not known stands in its line in capitals.
    static func text(for wanted: WantedToken) -> String {
        let tenant = wanted.tenant ?? "DOMAIN"
        return wanted.kind == .user ? user(wanted, tenant) : application(wanted, tenant)
    }

    /// How to get a token for Microsoft Graph.
    static func graph(_ cloud: Cloud) -> String {
        let resource = cloud.graph?.resource ?? ""
        guard let sets = cloudChoice(cloud) else { return "get a token with the scope \(resource)/.default" }
        return "get a token with: \(sets)az account get-access-token --resource \(resource) --query accessToken "
            + "--output tsv"
    }

    /// What has Azure CLI choose a cloud first; `nil` for a cloud that it does not know.
    private static func cloudChoice(_ cloud: Cloud) -> String? {
        switch cloud.name {
        case "commercial": ""
        case "gcc-high", "dod": "az cloud set --name AzureUSGovernment && "
        case "china": "az cloud set --name AzureChinaCloud && "
        default: nil
        }
    }

    private static func user(_ wanted: WantedToken, _ tenant: String) -> String {
        guard let sets = cloudChoice(wanted.cloud) else {
            return "sign in at \(wanted.cloud.authority)/\(tenant) and get a token with the scope \(wanted.scope)"
        }
        let resource = wanted.cloud.endpoint(of: wanted.service).resource
        return "get a token with: \(sets)az account get-access-token --resource \(resource) --tenant \(tenant) "
            + "--query accessToken --output tsv"
    }

    private static func application(_ wanted: WantedToken, _ tenant: String) -> String {
        let isLocal = wanted.cloud.name == "emulator"
        // A file's last line feed is no part of the secret, and curl would send it.
        return "get a token with: " + (isLocal ? "exo-emulator ca > ca.pem && " : "")
            + "tr -d '\\r\\n' < FILE | curl \(isLocal ? "--cacert ca.pem " : "")"
            + "\(wanted.cloud.authority)/\(tenant)/oauth2/v2.0/token "
            + "-d grant_type=client_credentials -d client_id=\(wanted.applicationID ?? "CLIENT-ID") "
            + "--data-urlencode client_secret@- -d scope=\(wanted.scope)"
    }
}
