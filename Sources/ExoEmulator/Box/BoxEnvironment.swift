#if os(Linux)
/// The variables that programs in a box find.
struct BoxEnvironment: Sendable {
    /// The folder of the box.
    var folder: String
    /// The emulator's home.
    var home: String
    /// The value by which a program shows that it runs beside the identity endpoint.
    var identityHeader: String
    var identityAddress: String

    /// A proxy is not reached from a box, and need not be.
    private static let proxies = ["http_proxy", "https_proxy", "all_proxy", "ftp_proxy"].flatMap {
        [$0, $0.uppercased()]
    }

    /// Those of outside with ours in their places.
    func variables(over outside: [String: String]) -> [String: String] {
        var variables = outside
        for name in Self.proxies { variables[name] = nil }
        for name in ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"] {
            variables[name] = "\(folder)/bundle.pem"
        }
        variables["SSL_CERT_DIR"] = "\(folder)/certs"
        variables["NODE_EXTRA_CA_CERTS"] = "\(folder)/ca.pem"
        let java = ["": "\(folder)/truststore.p12", "Type": "PKCS12", "Password": BoxTrust.storePassword]
            .map { "-Djavax.net.ssl.trustStore\($0.key)=\($0.value)" }.sorted()
        variables["JAVA_TOOL_OPTIONS"] = ([outside["JAVA_TOOL_OPTIONS"] ?? ""] + java)
            .filter { !$0.isEmpty }.joined(separator: " ")
        variables["IDENTITY_ENDPOINT"] = "http://\(identityAddress)/msi/token"
        variables["IDENTITY_HEADER"] = identityHeader
        variables["EXO_EMULATOR_HOME"] = home
        variables["EXO_EMULATOR_PORT"] = "443"
        variables["EXO_EMULATOR_REGIONAL_PORT"] = nil
        return variables
    }
}
#endif
