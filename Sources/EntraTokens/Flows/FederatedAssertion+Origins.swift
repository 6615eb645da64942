internal import ExoJSON
internal import ExoTransport

extension FederatedAssertion {
    /// The file in which Kubernetes keeps a workload's token (`AZURE_FEDERATED_TOKEN_FILE`), read for each request, since it
    /// is replaced while the workload runs.
    ///
    /// - Parameter path: The file's path.
    /// - Returns: The assertion.
    public static func file(_ path: String) -> FederatedAssertion {
        let origin = "the token file \(SanitizedText.shown(path))"
        return FederatedAssertion(origin: origin) { _ in
            try SmallFile.read(path, what: "the token file", limit: AccessToken.longestText)
        }
    }

    /// The token that GitHub gives a workflow with the permission `id-token: write`.
    ///
    /// - Parameters:
    ///   - requestURL: `ACTIONS_ID_TOKEN_REQUEST_URL`.
    ///   - requestToken: `ACTIONS_ID_TOKEN_REQUEST_TOKEN`.
    ///   - audience: Whom the token is to be for.
    /// - Returns: The assertion.
    public static func gitHubActions(
        requestURL: String,
        requestToken: ClientSecret,
        audience: String = "api://AzureADTokenExchange"
    ) -> FederatedAssertion {
        let issuer = Issuer(
            name: "GitHub's token service",
            method: "GET",
            url: requestURL,
            query: [("audience", audience)],
            token: requestToken,
            member: "value",
            repair: "give the job the permission id-token: write"
        )
        return FederatedAssertion(origin: "GitHub's token") { try await issuer.token(for: $0) }
    }

    /// The token that Azure DevOps gives a pipeline for a service connection.
    ///
    /// - Parameters:
    ///   - requestURL: `SYSTEM_OIDCREQUESTURI`.
    ///   - accessToken: `SYSTEM_ACCESSTOKEN`, which a pipeline has to hand on.
    ///   - serviceConnectionID: The service connection's id.
    /// - Returns: The assertion.
    public static func azureDevOps(
        requestURL: String,
        accessToken: ClientSecret,
        serviceConnectionID: String
    ) -> FederatedAssertion {
        let issuer = Issuer(
            name: "Azure DevOps' token service",
            method: "POST",
            url: requestURL,
            query: [("api-version", "7.1"), ("serviceConnectionId", serviceConnectionID)],
            token: accessToken,
            member: "oidcToken",
            repair: "hand System.AccessToken on to the step, and check the service connection's id"
        )
        return FederatedAssertion(origin: "Azure DevOps' token") { try await issuer.token(for: $0) }
    }

    /// A token of another source, such as that of a managed identity.
    ///
    /// - Parameters:
    ///   - source: What gives the tokens.
    ///   - authority: The authority that is named to the source.
    ///   - audience: Whom the token has to be for.
    /// - Returns: The assertion.
    public static func token(
        of source: any TokenSource,
        authority: Authority,
        audience: String = "api://AzureADTokenExchange"
    ) -> FederatedAssertion {
        let wanted = TokenRequest(authority: authority, scopes: [audience + "/.default"])
        return FederatedAssertion(origin: "the other source's token") { _ in
            Array(try await source.token(for: wanted).text.utf8)
        }
    }

    /// A service that gives a pipeline the token that says which pipeline it is.
    private struct Issuer: Sendable {
        let name: String
        let method: String
        let url: String
        let query: [(String, String)]
        let token: ClientSecret
        /// The member of the reply that holds the token.
        let member: String
        let repair: Repair

        func token(for request: AuthenticationRequest) async throws -> [UInt8] {
            var address = url
            do { _ = try HTTPURL(address) } catch let error as TransportError where error.code == .invalidRequest {
                throw TokenError(code: .invalidRequest, message: "the address of \(name) is no URL", repair: repair)
            }
            try TenantName.requireHTTPS(address)
            var query = FormBody()
            for (name, value) in self.query { query.append(name, value) }
            address += (address.contains("?") ? "&" : "?") + String(decoding: query.bytes, as: UTF8.self)
            let asked = HTTPRequest(
                method,
                address,
                headers: [
                    "Accept": "application/json", "Content-Type": "application/json",
                    "Authorization": "Bearer \(token.text)",
                ],
                body: method == "POST" ? [] : nil,
                timeout: .seconds(60)
            )
            return try await request.client.value(of: asked, effect: .idempotentWrite, from: name) { response, body in
                let object: JSONObject?
                do { object = try JSONValue(parsing: body).objectValue } catch { object = nil }
                if response.status == 200, let token = object?[member]?.stringValue { return Array(token.utf8) }
                throw TokenError(
                    code: response.status == 429
                        ? .throttled : response.status >= 500 ? .unavailable : .unusableCredential,
                    message: response.status == 200
                        ? "\(name) answered without a token" : "\(name) answered \(response.status)",
                    repair: repair
                )
            }
        }
    }
}
