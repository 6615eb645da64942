extension SignIn {
    /// The options that choose a way.
    private static let choosing: [(option: String, way: Way)] = [
        ("device", .device), ("browser", .browser), ("broker", .broker), ("username", .password),
        ("client-secret-file", .clientSecret), ("client-secret-stdin", .clientSecret),
        ("client-secret-fd", .clientSecret), ("certificate", .certificate),
        ("federated-token-file", .federatedToken), ("federated-token-from", .federatedToken),
        ("managed-identity", .managedIdentity), ("refresh-token-stdin", .refreshToken),
        ("token-command", .tokenCommand), ("azure-cli", .azureCLI), ("azd", .azureDeveloperCLI),
        ("token-file", .tokenFile),
    ]
    /// Ways in which an application is named.
    private static let inAName: [Way] = [
        .device, .browser, .broker, .password, .clientSecret, .certificate, .federatedToken, .refreshToken,
    ]
    /// The options that say more about a way, and which ways they belong to.
    private static let saying: [(option: String, ways: [Way])] = [
        ("browser-port", [.browser]), ("client-id", inAName), ("authority", inAName), ("issuer", inAName),
        ("certificate-password-file", [.certificate]), ("certificate-password-env", [.certificate]),
        ("password-stdin", [.password]), ("password-file", [.password]),
        ("identity-client-id", [.managedIdentity, .federatedToken]),
        ("identity-object-id", [.managedIdentity, .federatedToken]),
        ("identity-resource-id", [.managedIdentity, .federatedToken]),
    ]

    /// Whether an option chooses a way to get tokens.
    static func isGiven(_ invocation: Invocation) -> Bool { choosing.contains { invocation.has($0.option) } }

    /// The way that options choose; `nil` where none does.
    ///
    /// - Throws: ``UsageError`` for options that do not go together.
    static func read(_ invocation: Invocation) throws -> SignIn? {
        var chosen = choosing.filter { invocation.has($0.option) }
        // A partner's application proves itself beside the refresh token.
        if invocation.has("refresh-token-stdin") { chosen.removeAll { $0.option == "client-secret-file" } }
        guard chosen.count <= 1 else {
            throw invocation.usageError(
                "one way to get tokens is enough: \(chosen.map { "--\($0.option)" }.joined(separator: ", ")) were given"
            )
        }
        let way = chosen.first?.way
        for (option, ways) in saying where invocation.has(option) {
            guard let way, ways.contains(way) else {
                throw invocation.usageError(
                    way == nil
                        ? "--\(option) needs a way to sign in beside it"
                        : "--\(option) does not belong to --\(chosen[0].option)",
                    details: ["ways to sign in: exo help sign-in"]
                )
            }
        }
        guard let way else { return nil }
        var signIn = SignIn(way: way, clientID: invocation.value("client-id"))
        signIn.file =
            (["certificate", "federated-token-file", "token-file"]
            + (way == .refreshToken ? ["client-secret-file"] : [])).lazy.compactMap { invocation.value($0) }.first
            .map(absolute)
        signIn.issuedBy = try issuer(of: invocation)
        signIn.identity = try identity(invocation)
        signIn.username = invocation.value("username")
        signIn.command = try command(invocation)
        signIn.issuer = invocation.value("issuer")
        signIn.port = try port(invocation)
        signIn.isV1 = try isV1(invocation)
        signIn.secret = try secretPlace(invocation, way)
        try signIn.check(chosen[0].option, invocation)
        return signIn
    }

    /// What a way cannot do without.
    func check(_ option: String, _ invocation: Invocation) throws {
        if clientID == nil, [.clientSecret, .certificate, .federatedToken].contains(way) {
            throw invocation.usageError("--\(option) needs --client-id, the id of your application")
        }
        if let identity, way == .federatedToken, issuedBy != "managed-identity" {
            throw invocation.usageError(
                "--identity-\(identity.kind.rawValue) belongs to --federated-token-from managed-identity"
            )
        }
        if isV1, issuer != nil { throw invocation.usageError("--authority v1 and --issuer exclude each other") }
    }

    private static func issuer(of invocation: Invocation) throws -> String? {
        guard let word = invocation.value("federated-token-from") else { return nil }
        guard OptionSpec.assertionIssuers.contains(word) else {
            throw invocation.usageError(
                "--federated-token-from is one of \(OptionSpec.assertionIssuers.joined(separator: ", ")), not '\(word)'"
            )
        }
        return word
    }

    private static func identity(_ invocation: Invocation) throws -> ManagedIdentityName? {
        let given = ManagedIdentityName.Kind.allCases.compactMap { kind in
            invocation.value("identity-\(kind.rawValue)").map { ManagedIdentityName(kind: kind, id: $0) }
        }
        guard given.count <= 1 else { throw invocation.usageError("a managed identity has one id; give one") }
        return given.first
    }

    private static func command(_ invocation: Invocation) throws -> [String] {
        guard let line = invocation.value("token-command") else { return [] }
        guard let words = CommandWords.split(line), !words.isEmpty else {
            throw invocation.usageError(
                "--token-command is a program and its arguments in one word",
                details: ["no shell reads it; single and double quotes keep blanks together, and both have an end"]
            )
        }
        return words
    }

    private static func port(_ invocation: Invocation) throws -> UInt16? {
        guard let text = invocation.value("browser-port") else { return nil }
        guard let port = UInt16(text), port > 0 else {
            throw invocation.usageError("--browser-port is a whole number from 1 to 65535, not '\(text)'")
        }
        return port
    }

    private static func isV1(_ invocation: Invocation) throws -> Bool {
        guard let word = invocation.value("authority") else { return false }
        guard ["v1", "v2"].contains(word) else { throw invocation.usageError("--authority is v1 or v2, not '\(word)'") }
        return word == "v1"
    }

    private static func secretPlace(_ invocation: Invocation, _ way: Way) throws -> SecretPlace? {
        if way == .refreshToken { return .kept }
        if let name = invocation.value("certificate-password-env") {
            if invocation.has("certificate-password-file") {
                throw invocation.usageError("a certificate has one password; give its file or its variable")
            }
            return .variable(name)
        }
        let file = ["client-secret-file", "certificate-password-file", "password-file"].lazy
            .compactMap { invocation.value($0) }.first
        if let file { return .file(absolute(file)) }
        return [.clientSecret, .password].contains(way) ? .kept : nil
    }

    private static func absolute(_ path: String) -> String { WorkingFolder.absolute(path) }
}
