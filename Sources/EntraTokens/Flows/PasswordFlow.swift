internal import ExoJSON
internal import ExoTransport

/// A user's tokens for name and password (RFC 6749, section 4.3).
///
/// Only for accounts that cannot sign in otherwise: it knows neither a second factor nor conditional access, and it shows the
/// password to a program.
public struct PasswordFlow: TokenFlow {
    /// The application.
    public let application: ClientApplication
    private let username: String
    private let password: ClientSecret

    /// Makes a flow.
    ///
    /// - Parameters:
    ///   - application: In whose name.
    ///   - username: The user's name, such as `service@contoso.com`.
    ///   - password: The password.
    public init(application: ClientApplication = .exchangeManagement, username: String, password: ClientSecret) {
        self.application = application
        self.username = username
        self.password = password
    }

    /// By itself.
    public var renewal: TokenRenewal { .silent }
    /// Always.
    public var isForUsers: Bool { true }

    /// The request's key, for the user whose password it is.
    public func cacheKey(for request: TokenRequest) throws -> TokenCacheKey {
        var request = request
        request.account = username
        return TokenCacheKey(request, clientID: application.id, isForUser: true)
    }

    /// Signs the user in.
    public func reply(to request: TokenRequest, from client: AuthorityClient) async throws -> TokenReply {
        var form = try TokenForm("password", request, application, isForUser: true)
        form.append("username", username)
        form.append(FormField("password", password))
        do {
            return try await client.token(form, for: request.authority, application: application)
        } catch var error as TokenError {
            guard let refusal = error.cause as? EntraError else { throw error }
            if refusal.demandsSecondFactor {
                error.message = "a password alone does not sign \(SanitizedText.shown(username)) in: \(error.message)"
                error.repair = "sign in with a browser or a device code, which can ask for the second factor"
            } else if let place = try await federation(after: refusal, request.authority, client) {
                error.message =
                    "\(SanitizedText.shown(username)) signs in at \(place), which keeps the password: \(error.message)"
                error.repair = "sign in with a browser or a device code, which lead to that place"
            }
            throw error
        }
    }

    /// Where the user signs in instead, when the authority does not know the password.
    private func federation(
        after refusal: EntraError,
        _ authority: Authority,
        _ client: AuthorityClient
    ) async throws -> String? {
        guard let code = refusal.code, [50034, 50056, 50126].contains(code), authority.form != .openID else {
            return nil
        }
        var query = FormBody()
        query.append("user", username)
        query.append("api-version", "1.0")
        let request = HTTPRequest(
            "GET",
            "\(authority.address)/common/userrealm/?\(String(decoding: query.bytes, as: UTF8.self))",
            headers: ["Accept": "application/json"],
            timeout: .seconds(30),
            session: client.session(for: authority)
        )
        do {
            return try await client.value(of: request, effect: .read, from: authority.address) { response, body in
                let realm = response.status == 200 ? try JSONValue(parsing: body).objectValue : nil
                guard realm?["account_type"]?.stringValue?.lowercased() == "federated" else { return nil }
                let place = realm?["federation_active_auth_url"]?.stringValue ?? realm?["AuthURL"]?.stringValue
                do {
                    return try place.map { try HTTPURL($0).host } ?? "another identity provider"
                } catch { return "another identity provider" }
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // The refusal says enough; where the user belongs is only more help.
            return nil
        }
    }
}

extension EntraError {
    /// Whether a second factor is what is missing.
    var demandsSecondFactor: Bool {
        code.map { [50072, 50074, 50076, 50078, 50079, 50158].contains($0) } ?? false
    }
}
