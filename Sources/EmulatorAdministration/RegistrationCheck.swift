import EmulatorCore

/// What an app registration must fulfil to be stored.
package struct RegistrationCheck: Sendable {
    static let resource = "Application"
    private static let audiences = [
        "AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount",
    ]
    package static let longestName = 120
    private static let resourceLimit = 50
    private static let permissionLimit = 400

    let registration: AppRegistration
    /// What is stored; `nil` for a new one.
    let before: AppRegistration?
    let administration: Administration

    /// - Throws: ``AdministrationError`` for the first fault.
    func run() throws {
        try checkRecord()
        try RedirectURIRules(allowsPersonalAccounts: allowsPersonalAccounts).check(registration.redirectURIs)
        try checkIdentifierURIs()
        try checkRequiredPermissions()
        if registration.record.document != before?.record.document {
            try ClaimSettings.check(registration.record.document, of: Self.resource)
        }
        try ExposedPermissionRules(after: registration, before: before).check()
    }

    private var allowsPersonalAccounts: Bool {
        registration.record.signInAudience.hasSuffix("PersonalMicrosoftAccount")
    }

    private func checkRecord() throws {
        let record = registration.record
        if record.displayName != before?.record.displayName {
            try DisplayName.check(record.displayName, of: Self.resource, longest: Self.longestName)
        }
        guard Self.audiences.contains(record.signInAudience) else {
            throw AdministrationError.invalid("signInAudience", of: Self.resource)
        }
        guard record.accessTokenVersion.map({ (1...2).contains($0) }) ?? true else {
            throw AdministrationError.invalid("api.requestedAccessTokenVersion", of: Self.resource)
        }
        guard !allowsPersonalAccounts || record.accessTokenVersion == 2 else {
            throw AdministrationError.invalid(
                "api.requestedAccessTokenVersion",
                of: Self.resource,
                "It must be 2 where the sign-in audience includes personal accounts."
            )
        }
    }

    private func checkIdentifierURIs() throws {
        let uris = registration.identifierURIs
        guard uris.count <= 50 else { throw AdministrationError.invalid("identifierUris", of: Self.resource) }
        guard Set(uris.map { $0.lowercased() }).count == uris.count else {
            throw AdministrationError.invalid("identifierUris", of: Self.resource, "A value is given twice.")
        }
        for uri in uris where before?.identifierURIs.contains(uri) != true {
            try checkForm(of: uri)
            guard try isFree(uri) else {
                throw AdministrationError.conflict(
                    "identifierUris",
                    code: "Request_MultipleObjectsWithSameKeyValue"
                )
            }
        }
    }

    private func checkForm(of uri: String) throws {
        guard let parts = RedirectURI(uri), uri.utf8.count <= 255, !uri.hasSuffix("/") else {
            throw AdministrationError.invalid("identifierUris", of: Self.resource)
        }
        guard ["http", "https"].contains(parts.scheme) else { return }
        let domains = try administration.directory.domains(of: administration.tenantID).map { $0.name.lowercased() }
        guard domains.contains(where: { parts.host == $0 || parts.host.hasSuffix(".\($0)") }) else {
            let message = """
                Values of identifierUris property must use a verified domain of the organization or its subdomain: \
                '\(uri)'
                """
            throw AdministrationError(
                message,
                details: [
                    .init(code: "HostNameNotOnVerifiedDomain", message: message, target: "identifierUris")
                ]
            )
        }
    }

    private func isFree(_ uri: String) throws -> Bool {
        let owner = try administration.directory.one(IdentifierURIRecord.self, where: "uri = ?", [uri])
        return owner.map { $0.resourceAppID == registration.appID } ?? true
    }

    private func checkRequiredPermissions() throws {
        let required = registration.requiredPermissions
        let isMalformed = required.contains {
            Administration.identifier($0.resourceAppID) == nil || Administration.identifier($0.permissionID) == nil
        }
        guard !isMalformed else {
            throw AdministrationError.invalid("requiredResourceAccess", of: Self.resource, "An id is not a GUID.")
        }
        let keys = Set(required.map { [$0.resourceAppID, $0.permissionID] })
        guard keys.count == required.count else {
            throw AdministrationError.invalid(
                "requiredResourceAccess",
                of: Self.resource,
                "A permission is asked for twice."
            )
        }
        let count = Set(required.map(\.resourceAppID)).count
        guard count <= Self.resourceLimit, required.count <= Self.permissionLimit else {
            throw AdministrationError.invalid(
                "requiredResourceAccess",
                of: Self.resource,
                "It may name \(Self.resourceLimit) resources and \(Self.permissionLimit) permissions at most."
            )
        }
    }
}
