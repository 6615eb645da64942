package import EmulatorCore

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// The directory of one tenant, as somebody changes it.
///
/// Every look-up is of this tenant alone: an object of another one is not there.
package struct Administration: Sendable {
    /// How often a secret or password is hashed: an emulator's are public, so a slow hash would protect nothing.
    package static let hashIterations = 1000

    package let directory: Directory
    package let tenant: TenantRecord
    package let now: Date
    /// The user or service principal that makes the changes and becomes the owner of what it makes.
    package var actorID: String?
    /// Who makes the changes and from where, for the directory's audit log; without it that is told nothing.
    package var origin: DirectoryOrigin?

    package init(
        directory: Directory,
        tenant: TenantRecord,
        now: Date,
        actorID: String? = nil,
        origin: DirectoryOrigin? = nil
    ) {
        self.directory = directory
        self.tenant = tenant
        self.now = now
        self.actorID = actorID
        self.origin = origin
    }

    package var tenantID: String { tenant.id }

    /// A new object id.
    package static func newID() -> String { UUID().uuidString.lowercased() }

    /// A GUID in small letters; `nil` when the text is none.
    package static func identifier(_ text: String) -> String? { UUID(uuidString: text)?.uuidString.lowercased() }

    /// An app registration of this tenant.
    package func application(_ objectID: String) throws -> ApplicationRecord {
        guard let application = try directory.application(objectID: objectID), application.tenantID == tenantID else {
            throw AdministrationError.notFound(objectID)
        }
        return application
    }

    /// A service principal of this tenant.
    package func servicePrincipal(_ objectID: String) throws -> ServicePrincipalRecord {
        guard let principal = try directory.servicePrincipal(objectID: objectID), principal.tenantID == tenantID else {
            throw AdministrationError.notFound(objectID)
        }
        return principal
    }

    /// A user of this tenant, by object id or name.
    package func user(_ name: String) throws -> UserRecord {
        let found = name.contains("@") ? try directory.user(name, in: tenantID) : try directory.user(id: name)
        guard let found, found.tenantID == tenantID else { throw AdministrationError.notFound(name) }
        return found
    }

    /// A group of this tenant.
    package func group(_ id: String) throws -> GroupRecord {
        guard let group = try directory.group(id: id), group.tenantID == tenantID else {
            throw AdministrationError.notFound(id)
        }
        return group
    }

    /// A user, group or service principal of this tenant.
    package func principal(_ id: String) throws -> Principal {
        if let user = try directory.user(id: id), user.tenantID == tenantID { return .user(user) }
        if let found = try directory.servicePrincipal(objectID: id), found.tenantID == tenantID {
            return .servicePrincipal(found)
        }
        if let group = try directory.group(id: id), group.tenantID == tenantID { return .group(group) }
        throw AdministrationError.notFound(id)
    }

    /// A user, group or service principal of this tenant, `nil` where it is gone.
    func principal(ifAny id: String) throws -> Principal? {
        do { return try principal(id) } catch is AdministrationError { return nil }
    }
}

/// Somebody or something that can be given a role.
package enum Principal: Sendable, Hashable {
    case user(UserRecord)
    case servicePrincipal(ServicePrincipalRecord)
    case group(GroupRecord)

    package var id: String {
        switch self {
        case .user(let user): user.id
        case .servicePrincipal(let principal): principal.objectID
        case .group(let group): group.id
        }
    }

    package var displayName: String {
        switch self {
        case .user(let user): user.displayName
        case .servicePrincipal(let principal): principal.displayName
        case .group(let group): group.displayName
        }
    }

    /// As Graph's `principalType` names it.
    package var typeName: String {
        switch self {
        case .user: "User"
        case .servicePrincipal: "ServicePrincipal"
        case .group: "Group"
        }
    }
}
