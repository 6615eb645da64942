#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What on a machine gives tokens of its managed identities.
@nonexhaustive
public enum ManagedIdentityHost: Sendable {
    /// The instance metadata service of virtual machines and clusters, at this address.
    case instanceMetadata(address: String = "http://169.254.169.254")
    /// App Service, Functions, Container Apps and Automation: `IDENTITY_ENDPOINT` and `IDENTITY_HEADER`.
    case appService(endpoint: String, header: ClientSecret)
    /// Machine Learning: `MSI_ENDPOINT`, `MSI_SECRET` and `DEFAULT_IDENTITY_CLIENT_ID`.
    case machineLearning(endpoint: String, secret: ClientSecret, defaultClientID: String?)
    /// The agent of Azure Arc: `IDENTITY_ENDPOINT`; it proves by a file in a folder that the asking program runs there.
    case arc(
        endpoint: String = "http://localhost:40342/metadata/identity/oauth2/token",
        folder: String = "/var/opt/azcmagent/tokens"
    )
    /// Cloud Shell: `MSI_ENDPOINT`; its tokens are those of the person who opened it.
    case cloudShell(endpoint: String)

    /// What there is on this machine, looked for in the order that MSAL looks in; the instance metadata service where nothing
    /// else is.
    ///
    /// - Parameters:
    ///   - environment: The environment's variables.
    ///   - arcAgent: The program whose presence tells of Azure Arc.
    /// - Returns: The host.
    /// - Throws: ``TokenError`` with code `invalidRequest` for Service Fabric, which is not supported.
    public static func detected(
        in environment: [String: String],
        arcAgent: String = "/opt/azcmagent/bin/himds"
    ) throws -> ManagedIdentityHost {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        func secret(_ name: String) -> ClientSecret? { variable(name).map { ClientSecret($0.utf8) } }
        let endpoint = variable("IDENTITY_ENDPOINT")
        if let endpoint, let header = secret("IDENTITY_HEADER") {
            guard variable("IDENTITY_SERVER_THUMBPRINT") == nil else {
                throw TokenError(
                    code: .invalidRequest,
                    message: "this is Service Fabric, whose managed identities are not supported",
                    repair: "use a certificate or a federated assertion"
                )
            }
            return .appService(endpoint: endpoint, header: header)
        }
        let older = variable("MSI_ENDPOINT")
        if let older, let secret = secret("MSI_SECRET") {
            return .machineLearning(
                endpoint: older,
                secret: secret,
                defaultClientID: variable("DEFAULT_IDENTITY_CLIENT_ID")
            )
        }
        if let endpoint, variable("IMDS_ENDPOINT") != nil { return .arc(endpoint: endpoint) }
        if unsafe access(arcAgent, F_OK) == 0 { return .arc() }
        if let older { return .cloudShell(endpoint: older) }
        guard var address = variable("AZURE_POD_IDENTITY_AUTHORITY_HOST") else { return .instanceMetadata() }
        while address.hasSuffix("/") { address.removeLast() }
        return .instanceMetadata(address: address)
    }
}
