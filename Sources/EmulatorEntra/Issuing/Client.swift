import EmulatorAdministration
package import EmulatorCore

/// An application as it stands in the directory.
package struct Client: Sendable {
    package let application: ApplicationRecord
    /// The application as it stands in its own tenant.
    private let home: ServicePrincipalRecord?
    private let directory: Directory?

    /// Finds an application.
    ///
    /// - Parameters:
    ///   - clientID: Its client id.
    ///   - authority: Where it was named.
    ///   - directory: Where it is looked up.
    /// - Throws: ``EntraError`` 700016, 7000112, 9002332 or 50194.
    package init(_ clientID: String, at authority: Authority, in directory: Directory) throws {
        guard let application = try directory.application(clientID) else {
            throw EntraError.unknownApplication(clientID, tenant: authority.tenant?.displayName ?? authority.segment)
        }
        self.application = application
        self.directory = directory
        home = try directory.servicePrincipal(application.appID, in: application.tenantID)
        guard !application.isDisabledByMicrosoft else { throw EntraError.disabledApplication(application.appID) }
        guard application.signInAudience != "PersonalMicrosoftAccount" else {
            throw EntraError.personalAccountsOnly(application.appID)
        }
        if let home, !home.accountEnabled { throw EntraError.disabledApplication(application.appID) }
        guard application.signInAudience == "AzureADMyOrg" else { return }
        guard let tenant = authority.tenant else { throw EntraError.singleTenant(application.appID) }
        guard tenant.id == application.tenantID else {
            throw EntraError.unknownApplication(clientID, tenant: tenant.displayName)
        }
    }

    package var id: String { application.appID }
    /// What people call it; the emulator's own pages are not the portal whose client id they sign in with.
    package var name: String {
        id == FirstParty.azurePortal ? "the portal of this emulator" : application.displayName
    }

    /// Whether the application is one of the service's own that nobody can consent to.
    var isFirstParty: Bool { application.tenantID == FirstParty.tenantID && id != FirstParty.graphPowerShell }

    /// The addresses that answers of a sign-in may go to.
    func redirectURIs() throws -> [RedirectURIRecord] { try directory?.redirectURIs(of: id) ?? [] }

    /// The application as it stands in a tenant.
    func principal(in tenant: TenantRecord) throws -> ServicePrincipalRecord? {
        guard tenant.id != application.tenantID else { return home }
        return try directory?.servicePrincipal(id, in: tenant.id)
    }

    /// Whether an origin is one under which this application runs in browsers.
    func isSinglePage(_ origin: String) throws -> Bool {
        guard let origin = RedirectURI(origin: origin) else { return false }
        return try redirectURIs().contains { $0.kind == .spa && RedirectURI($0.uri)?.isUnder(origin: origin) == true }
    }

    /// The registration that covers a redirect URI.
    package func registration(of uri: String, own authority: String) throws -> RedirectURIRecord? {
        guard let asked = RedirectURI(uri) else { return nil }
        return try redirectURIs().first { asked.matches($0.uri, own: authority) }
    }
}

extension Client {
    /// A managed identity, which has no registration.
    package init(identity: ServicePrincipalRecord) {
        application = ApplicationRecord(
            appID: identity.appID,
            objectID: identity.objectID,
            tenantID: identity.tenantID,
            displayName: identity.displayName,
            signInAudience: "AzureADMyOrg",
            isFallbackPublicClient: false
        )
        home = identity
        directory = nil
    }
}
