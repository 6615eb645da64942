extension SignIn {
    /// The options that choose it again, as a shell takes them.
    var words: [String] {
        var words: [String]
        switch way {
        case .device, .browser, .broker, .managedIdentity, .azureCLI, .azureDeveloperCLI: words = ["--\(way.rawValue)"]
        case .password: words = ["--username", username ?? "USER"]
        case .clientSecret: words = []
        case .certificate: words = ["--certificate", file ?? "FILE"]
        case .federatedToken:
            words = issuedBy.map { ["--federated-token-from", $0] } ?? ["--federated-token-file", file ?? "FILE"]
        case .refreshToken:
            words = ["--refresh-token-stdin"] + (file.map { ["--client-secret-file", $0] } ?? [])
        case .tokenCommand:
            words = ["--token-command", command.map(ShellQuotes.word).joined(separator: " ")]
        case .tokenFile: words = ["--token-file", file ?? "FILE"]
        }
        if let clientID { words = ["--client-id", clientID] + words }
        switch (way, secret) {
        case (.clientSecret, .file(let path)): words += ["--client-secret-file", path]
        case (.clientSecret, _): words += ["--client-secret-stdin"]
        case (.password, .file(let path)): words += ["--password-file", path]
        case (.certificate, .file(let path)): words += ["--certificate-password-file", path]
        case (.certificate, .variable(let name)): words += ["--certificate-password-env", name]
        default: break
        }
        if let identity { words += ["--identity-\(identity.kind.rawValue)", identity.id] }
        if let port { words += ["--browser-port", "\(port)"] }
        if isV1 { words += ["--authority", "v1"] }
        if let issuer { words += ["--issuer", issuer] }
        return words.map(ShellQuotes.word)
    }

    /// What a person calls it.
    var title: String {
        switch way {
        case .device: "a device code"
        case .browser: "the browser"
        case .broker: "the identity broker"
        case .password: "a password"
        case .clientSecret: "a client secret"
        case .certificate: "a certificate"
        case .federatedToken: "a federated token"
        case .managedIdentity: "a managed identity"
        case .refreshToken: "a refresh token"
        case .tokenCommand: "a program"
        case .azureCLI: "Azure CLI"
        case .azureDeveloperCLI: "the Azure Developer CLI"
        case .tokenFile: "a file"
        }
    }
}
