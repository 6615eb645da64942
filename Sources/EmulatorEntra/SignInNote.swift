import EmulatorAdministration
import EmulatorCore
import HTTPServer
import Synchronization

/// What becomes known of a sign-in while it is answered.
final class SignInNote: Sendable {
    /// Names of grants the log repeats; anything else was made up by the caller.
    private static let grants = [
        "authorization_code": "authorization_code", "refresh_token": "refresh_token",
        "client_credentials": "client_credentials", "password": "password", "device_code": "device_code",
        "urn:ietf:params:oauth:grant-type:device_code": "device_code",
        "urn:ietf:params:oauth:grant-type:jwt-bearer": "on_behalf_of",
        "urn:ietf:params:oauth:grant-type:saml1_1-bearer": "saml_bearer",
        "urn:ietf:params:oauth:grant-type:saml2-bearer": "saml_bearer",
    ]
    private static let longest = 200
    private static let longestText = 1000

    private let entry = Mutex<SignInEntry?>(nil)

    /// Begins an entry for a request that belongs into the log.
    func begin(_ endpoint: SignInEntry.Endpoint, _ call: EntraCall) {
        let request = call.request
        let entry = SignInEntry(
            time: call.trace.now,
            endpoint: endpoint,
            traceID: call.trace.traceText,
            correlationID: call.trace.correlationID,
            library: Self.short(request.header("x-client-SKU")),
            libraryVersion: Self.short(request.header("x-client-Ver")),
            userAgent: Self.short(request.header("User-Agent")),
            remoteAddress: request.remoteAddress
        )
        self.entry.withLock { $0 = entry }
    }

    /// Notes what the request says of itself.
    func note(_ fields: FormFields, _ version: ProtocolVersion) {
        change { entry in
            entry.protocolVersion = version.rawValue
            entry.clientID = Self.short(fields["client_id"])?.lowercased()
            if entry.endpoint == .token {
                entry.grant = fields["grant_type"].map { Self.grants[$0] ?? "other" }
            }
            // A library that puts them into the form leaves them out of the header, or repeats them there.
            entry.library = entry.library ?? Self.short(fields.value(ignoringCase: "x-client-SKU"))
            entry.libraryVersion = entry.libraryVersion ?? Self.short(fields.value(ignoringCase: "x-client-Ver"))
        }
    }

    /// Notes the tenant that the request names.
    func note(_ authority: Authority) {
        if let tenant = authority.tenant { change { $0.tenantID = tenant.id } }
    }

    /// Notes the application.
    func note(_ client: Client) {
        change { entry in
            entry.clientID = client.id
            entry.clientName = client.name
        }
    }

    /// Notes the name that somebody gave for a user.
    func note(login: String) { change { $0.userPrincipalName = Self.short(login) } }

    /// Notes the user, before or after the password was right.
    func note(_ user: UserRecord) {
        change { entry in
            entry.userID = user.id
            entry.userPrincipalName = user.userPrincipalName
            entry.userDisplayName = user.displayName
            entry.tenantID = entry.tenantID ?? user.tenantID
        }
    }

    /// Notes the user, as seen from the tenant the token is for.
    func note(_ subject: UserSubject) {
        note(subject.user)
        change { entry in
            entry.tenantID = subject.tenant.id
            entry.authenticationMethods = subject.authenticationMethods
        }
    }

    /// Notes an application or identity that acts for itself.
    func note(_ principal: ServicePrincipalRecord) {
        change { entry in
            entry.tenantID = principal.tenantID
            entry.clientID = principal.appID
            entry.clientName = principal.displayName
            entry.servicePrincipalID = principal.objectID
        }
    }

    /// Notes what is asked for.
    func note(_ resource: ResourceAPI) {
        change { entry in
            entry.resourceID = resource.appID
            entry.resource = Self.short(resource.identifier)
        }
    }

    /// Notes that tokens were issued.
    func note(_ issue: TokenIssue) {
        change { entry in
            entry.clientCredential = ["0": "none", "1": "secret", "2": "assertion"][issue.authenticationMethod]
            entry.isLongLived = issue.lifetime.seconds >= 72_000
            entry.outcome = .succeeded
        }
    }

    /// Notes what the policies of the tenant said.
    func note(_ result: SignInEntry.ConditionalAccess, failedPolicies: [String] = []) {
        change { entry in
            entry.conditionalAccess = result
            entry.failedPolicies = failedPolicies
        }
    }

    /// Notes that the client got what it asked for.
    func succeed() { change { $0.outcome = .succeeded } }

    /// Notes why the client, or the user, was refused.
    func note(_ error: EntraError) {
        change { entry in
            entry.code = error.code
            entry.error = error.name
            entry.text = String(error.text.prefix(Self.longestText))
            entry.outcome = .failed
        }
    }

    /// Notes why the client was refused, where that has no number.
    func note(refusal name: String, _ text: String) {
        change { entry in
            entry.error = name
            entry.text = text
            entry.outcome = .failed
        }
    }

    /// The finished entry, after a request was answered.
    ///
    /// - Parameter reply: What was answered.
    /// - Returns: The entry, or `nil` when the request does not belong into the log.
    func finished(_ reply: ServerResponse) -> SignInEntry? {
        guard var finished = entry.withLock({ $0 }) else { return nil }
        if finished.outcome == .failed, finished.code == 0, reply.status < 400 {
            finished.outcome = finished.endpoint == .authorize ? .interrupted : .succeeded
        }
        return finished
    }

    private func change(_ body: (inout SignInEntry) -> Void) {
        entry.withLock { entry in
            guard var changed = entry.take() else { return }
            body(&changed)
            entry = changed
        }
    }

    private static func short(_ text: String?) -> String? { text.map { String($0.prefix(longest)) } }
}
