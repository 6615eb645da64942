internal import EntraTokens
internal import ExoCrypto

extension GivenSignIn {
    /// The conversation with an authority that the way means.
    ///
    /// - Throws: ``CommandError`` or `TokenError` when what proves the application or user cannot be used.
    func flow(
        for target: ConnectionTarget,
        _ client: AuthorityClient,
        allowsInteraction: Bool,
        _ context: CommandContext
    ) throws -> any TokenFlow {
        let user = signIn.clientID.map { ClientApplication(id: $0) } ?? .exchangeManagement
        switch signIn.way {
        case .device: return DeviceCodeFlow(user) { code in context.errors.write(code.message) }
        case .browser:
            return BrowserFlow(user, port: signIn.port) { page in
                context.errors.note("sign in in the browser; where none opens, open this page: \(page)")
                SystemBrowser.open(page, environment: context.environment)
            }
        case .password:
            return PasswordFlow(
                application: user,
                username: signIn.username ?? "",
                password: ClientSecret(secret ?? [])
            )
        case .refreshToken:
            var partner = user
            partner.authentication = try signIn.file.map {
                ClientSecret(try SecretInput.read(file: $0, what: "the client's secret"))
            }
            let first = RefreshToken(String(decoding: secret ?? [], as: UTF8.self))
            return RefreshTokenFlow(application: partner, refreshToken: first)
        case .clientSecret: return application(ClientSecret(secret ?? []))
        case .certificate: return application(try certificate())
        case .federatedToken: return application(try assertion(target, client, context))
        case .managedIdentity: return try managedIdentity(context)
        case .broker:
            return BrokerFlow(user, environment: context.environment, allowsInteraction: allowsInteraction)
        case .tokenCommand, .azureCLI, .azureDeveloperCLI, .tokenFile:
            throw CommandError(.bug, "\(signIn.title) gets tokens without an authority")
        }
    }

    private func application(_ authentication: any ClientAuthentication) -> ClientCredentialsFlow {
        ClientCredentialsFlow(clientID: signIn.clientID ?? "", authentication: authentication)
    }

    private func certificate() throws -> ClientCertificate {
        let file = signIn.file ?? ""
        guard let bytes = try PrivateFile.read(file, what: "the certificate", privacy: .notWorldReadable) else {
            throw CommandError(
                .notConnected,
                "there is no certificate file \(file)",
                repair: "name the file that has it and its private key: --certificate FILE"
            )
        }
        let password = secret.map { ClientSecret($0) }
        do { return try ClientCertificate(bytes, password: password) } catch let error as TokenError {
            guard (error.cause as? CryptoError)?.code == .passphraseRequired else { throw error }
            throw CommandError(
                .notConnected,
                "the private key in \(file) is encrypted, and no password came with it",
                repair: "add --certificate-password-file FILE, or --certificate-password-env NAME"
            )
        }
    }

    private func managedIdentity(_ context: CommandContext) throws -> ManagedIdentityFlow {
        let identity: ManagedIdentity =
            switch signIn.identity?.kind {
            case nil: .system
            case .client: .clientID(signIn.identity?.id ?? "")
            case .object: .objectID(signIn.identity?.id ?? "")
            case .resource: .resourceID(signIn.identity?.id ?? "")
            }
        return ManagedIdentityFlow(identity, host: try .detected(in: context.environment))
    }

    private func assertion(
        _ target: ConnectionTarget,
        _ client: AuthorityClient,
        _ context: CommandContext
    ) throws -> FederatedAssertion {
        func variable(_ name: String) throws -> String {
            if let value = context.variable(name) { return value }
            throw CommandError(
                .notConnected,
                "the variable \(name) is not set, by which a pipeline gets its token",
                repair: signIn.issuedBy == "github"
                    ? "give the job the permission id-token: write"
                    : "run it in a task of Azure Pipelines with a service connection, and pass SYSTEM_ACCESSTOKEN on"
            )
        }
        switch signIn.issuedBy {
        case "github":
            return .gitHubActions(
                requestURL: try variable("ACTIONS_ID_TOKEN_REQUEST_URL"),
                requestToken: ClientSecret(try variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN").utf8),
                audience: FederatedAssertion.audience(in: target.cloud)
            )
        case "azure-pipelines":
            return .azureDevOps(
                requestURL: try variable("SYSTEM_OIDCREQUESTURI"),
                accessToken: ClientSecret(try variable("SYSTEM_ACCESSTOKEN").utf8),
                serviceConnectionID: try variable("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID")
            )
        case "managed-identity":
            return .token(
                of: CachedTokenSource(try managedIdentity(context), client: client),
                authority: target.tokenRequest().authority,
                audience: FederatedAssertion.audience(in: target.cloud)
            )
        default: return .file(signIn.file ?? "")
        }
    }
}
