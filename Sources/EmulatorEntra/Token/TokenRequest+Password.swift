import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension TokenRequest {
    /// Exchanges a user's name and password for tokens.
    ///
    /// - Throws: ``EntraError`` 9001023, 700025, 7000218, 900144, 70011, 28000, 50059, 50128, 50034, 50014, 50020 and those
    ///   of ``PasswordCheck``, of the credential and of what is issued.
    func redeemPassword() throws -> JSONValue {
        // Clients of the v1.0 endpoint have this authority unless told otherwise.
        guard authority != .common || version == .v1 else { throw EntraError.personalAccounts }
        try credential.checkWithoutRedirect(client, call)
        let name = try required("username")
        let password = try required("password")
        _ = try version == .v1 ? required("resource") : requiredScope()
        let asked = try askedScope()
        _ = try asked?.target()
        call.signIn.note(login: name)
        let user = try user(named: name, password)
        call.signIn.note(user)
        guard user.userType != "Guest" else {
            throw user.externalState == "PendingAcceptance"
                ? EntraError.pendingGuest
                : EntraError.foreignUser(name, tenant: authority.tenant?.displayName ?? user.tenantID)
        }
        try PasswordCheck.check(password, of: user, call)
        let grant = DelegatedGrant(
            user,
            kind: credential.isPresent ? .web : .publicClient,
            scope: form["scope"] ?? "",
            resource: version == .v1 ? form["resource"] : nil,
            at: call.trace.now
        )
        return try issue(prepare(grant, asked: asked))
    }

    // Without a tenant in the path the name has to say in which one the user is.
    private func user(named name: String, _ password: String) throws -> UserRecord {
        let directory = call.context.directory
        if let user = try directory.user(name) { return user }
        try PasswordCheck.pretend(password)
        if let tenant = authority.tenant { throw EntraError.unknownUser(name, tenant: tenant.displayName) }
        guard let sign = name.lastIndex(of: "@") else { throw EntraError.noTenant }
        let domain = String(name[name.index(after: sign)...])
        guard try directory.domain(named: domain) != nil else { throw EntraError.unknownDomain(domain) }
        throw EntraError.unknownUser(name, tenant: domain)
    }
}

extension EntraError {
    /// The guest never accepted the invitation.
    static var pendingGuest: Self {
        Self(
            code: 50014,
            name: "interaction_required",
            text: "The user's redemption is in a pending state. The guest user account is not fully created yet."
        )
    }

    /// The domain after the user's name is no tenant's.
    static func unknownDomain(_ domain: String) -> Self {
        Self(
            code: 50128,
            name: "invalid_request",
            text: "Invalid domain name '\(domain)' - no tenant-identifying information found in either the request or "
                + "implied by any provided credentials."
        )
    }
}
