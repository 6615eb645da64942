import EmulatorAdministration
package import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension DelegatedAccess {
    /// The scopes a client may use at a resource for a user.
    ///
    /// - Throws: ``EntraError`` 90009 or 90008 when the client is the resource itself.
    static func granted(
        _ client: Client,
        at resource: ResourceAPI,
        _ subject: UserSubject,
        _ directory: Directory
    ) throws -> [String] {
        func scopes(at appID: String) throws -> [String] {
            try directory.delegatedScopes(
                client: client.id,
                resource: appID,
                user: subject.user.id,
                tenant: subject.tenant.id
            )
        }
        let own = try scopes(at: resource.appID)
        guard resource.appID == client.id, own.isEmpty else { return own }
        guard resource.isNamedByID else { throw EntraError.selfByName }
        // Whoever signed in to the client at all agreed to that at Graph.
        let profile = try scopes(at: ResourceAPI.graph)
        guard !profile.isEmpty else { throw EntraError.selfWithoutConsent(client.name) }
        return profile
    }

    /// The app roles of an application that were assigned to a user.
    package static func roles(
        of subject: UserSubject,
        at appID: String,
        _ directory: Directory
    ) throws -> [String] {
        let assigned = try directory.appRoles(ofUser: subject.user.id, on: appID, in: subject.tenant.id)
        guard !assigned.isEmpty else { return [] }
        let offered = try directory.exposedPermissions(of: appID).filter {
            $0.kind == .role && $0.isEnabled && $0.memberTypes.contains("User")
        }
        return assigned.filter { role in offered.contains { $0.value == role } }
    }
}

extension EntraError {
    /// The application asks for itself by another name than its id.
    static var selfByName: Self {
        Self(
            code: 90009,
            name: "invalid_request",
            text:
                "The application is requesting a token for itself. This scenario is supported only if the resource is "
                + "specified using the GUID based application identifier."
        )
    }

    /// The application asks for itself and nobody agreed to anything.
    static func selfWithoutConsent(_ application: String) -> Self {
        Self(
            code: 90008,
            name: "invalid_request",
            text:
                "The user or administrator has not consented to use '\(application)'. At the minimum, the application "
                + "requires the permission to sign users in and read their profile."
        )
    }
}
