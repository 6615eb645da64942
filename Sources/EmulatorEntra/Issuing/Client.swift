import EmulatorAdministration
package import EmulatorCore

/// An application as it stands in the directory.
package struct Client: Sendable {
    package let application: ApplicationRecord
    package let redirectURIs: [RedirectURIRecord]

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
        redirectURIs = try directory.redirectURIs(of: application.appID)
        let home = try directory.servicePrincipal(application.appID, in: application.tenantID)
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
    package var name: String { application.displayName }

    /// Whether the application is one of the service's own that nobody can consent to.
    var isFirstParty: Bool { application.tenantID == FirstParty.tenantID && id != FirstParty.graphPowerShell }

    /// Whether an origin is one under which this application runs in browsers.
    func isSinglePage(_ origin: String) -> Bool {
        guard let origin = RedirectURI(origin: origin) else { return false }
        return redirectURIs.contains { $0.kind == .spa && RedirectURI($0.uri)?.isUnder(origin: origin) == true }
    }

    /// The registration that covers a redirect URI.
    package func registration(of uri: String, own authority: String) -> RedirectURIRecord? {
        guard let asked = RedirectURI(uri) else { return nil }
        return redirectURIs.first { asked.matches($0.uri, own: authority) }
    }
}
