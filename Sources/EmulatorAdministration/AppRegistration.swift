package import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An app registration with everything that is changed together with it.
///
/// Whoever changes one loads it, sets what is to be different and hands it back whole.
package struct AppRegistration: Sendable, Hashable {
    package var record: ApplicationRecord
    package var redirectURIs: [RedirectURIRecord] = []
    package var identifierURIs: [String] = []
    package var requiredPermissions: [RequiredPermissionRecord] = []
    /// The scopes and app roles of its own API.
    package var exposedPermissions: [ExposedPermissionRecord] = []
    /// Clients that need no consent for its own API.
    package var preauthorizedClients: [PreauthorizedClientRecord] = []

    package var appID: String { record.appID }
    package var objectID: String { record.objectID }

    /// A registration that is not stored yet.
    package init(displayName: String, signInAudience: String = "AzureADMyOrg", by administration: Administration) {
        record = ApplicationRecord(
            appID: Administration.newID(),
            objectID: Administration.newID(),
            tenantID: administration.tenantID,
            displayName: displayName,
            signInAudience: signInAudience,
            isFallbackPublicClient: false,
            createdOn: administration.now
        )
    }

    /// Reads a stored registration.
    package init(_ record: ApplicationRecord, in directory: Directory) throws {
        self.record = record
        redirectURIs = try directory.redirectURIs(of: record.appID)
        identifierURIs = try directory.identifierURIs(of: record.appID)
        requiredPermissions = try directory.requiredPermissions(of: record.appID)
        exposedPermissions = try directory.exposedPermissions(of: record.appID)
        preauthorizedClients = try directory.preauthorizedClients(of: record.appID)
    }

    /// The redirect URIs of one kind.
    package func redirectURIs(_ kind: RedirectURIKind) -> [String] {
        redirectURIs.filter { $0.kind == kind }.map(\.uri)
    }

    /// Replaces the redirect URIs of one kind.
    package mutating func setRedirectURIs(_ uris: [String], _ kind: RedirectURIKind) {
        redirectURIs.removeAll { $0.kind == kind }
        redirectURIs += uris.map { RedirectURIRecord(appID: appID, kind: kind, uri: $0) }
    }

    /// Asks for one more permission; nothing changes when it is asked for already.
    package mutating func require(_ permission: ExposedPermissionRecord) {
        let required = RequiredPermissionRecord(
            appID: appID,
            resourceAppID: permission.resourceAppID,
            permissionID: permission.permissionID,
            kind: permission.kind
        )
        if !requiredPermissions.contains(required) { requiredPermissions.append(required) }
    }

    /// The scopes and roles of one kind that it offers.
    package func exposedPermissions(_ kind: PermissionKind) -> [ExposedPermissionRecord] {
        exposedPermissions.filter { $0.kind == kind }
    }
}
