/// A command line of Azure's that gives the tokens of whoever is signed in to it.
@nonexhaustive
public enum AzureTool: Sendable {
    /// Azure CLI (`az`).
    case azureCLI
    /// The Azure Developer CLI (`azd`).
    case azureDeveloperCLI

    /// What it is called.
    var title: String {
        switch self {
        case .azureCLI: "Azure CLI"
        case .azureDeveloperCLI: "the Azure Developer CLI"
        }
    }

    /// The name of its program.
    var program: String {
        switch self {
        case .azureCLI: "az"
        case .azureDeveloperCLI: "azd"
        }
    }

    /// What it is asked for a token with.
    ///
    /// - Throws: ``TokenError`` with code `invalidRequest` for a tenant that could be taken for an option.
    func arguments(for request: TokenRequest) throws -> [String] {
        let tenant = try tenant(of: request)
        switch self {
        case .azureCLI:
            let isWhole = request.scopes.first?.hasSuffix("/.default") == true
            return ["account", "get-access-token", "--output", "json"]
                + (isWhole ? ["--resource", try request.resource()] : ["--scope"] + request.scopes)
                + (tenant.map { ["--tenant", $0] } ?? [])
        case .azureDeveloperCLI:
            return ["auth", "token", "--output", "json"] + request.scopes.flatMap { ["--scope", $0] }
                + (tenant.map { ["--tenant-id", $0] } ?? [])
        }
    }

    /// The command that signs somebody in, where what the program wrote asks for that.
    func signIn(askedForBy errors: String, _ request: TokenRequest) throws -> String? {
        switch self {
        case .azureCLI:
            guard errors.contains("az login") || errors.contains("az account set") else { return nil }
            return "az login" + (try tenant(of: request).map { " --tenant \($0)" } ?? "")
        case .azureDeveloperCLI: return errors.contains("azd auth login") ? "azd auth login" : nil
        }
    }

    /// The tenant, where one is named.
    private func tenant(of request: TokenRequest) throws -> String? {
        let tenant = request.authority.tenant
        guard !tenant.isEmpty, tenant != "organizations", tenant != "common" else { return nil }
        return try TenantName.checked(tenant)
    }
}
