import EmulatorAdministration
import EmulatorCore
import ExoCrypto

/// The permissions that a client asks a user for and does not have yet.
struct ConsentRequest: Sendable {
    /// One permission, with the service it belongs to.
    struct Item: Sendable, Hashable {
        let service: String
        let permission: ExposedPermissionRecord
    }

    let client: Client
    let subject: UserSubject
    private(set) var items: [Item] = []

    /// Finds what is missing.
    ///
    /// - Parameters:
    ///   - scope: What is asked for.
    ///   - client: Who asks.
    ///   - subject: The user.
    ///   - isDemanded: Whether everything asked for counts as missing, granted before or not.
    ///   - context: The directory.
    /// - Throws: ``EntraError`` 500011, 650053, 650057 or 65002.
    init(
        _ scope: ScopeRequest,
        by client: Client,
        for subject: UserSubject,
        isDemanded: Bool,
        _ context: EmulatorContext
    )
        throws
    {
        self.client = client
        self.subject = subject
        let catalogue = Catalogue(directory: context.directory, tenant: subject.tenant)
        for target in scope.targets.isEmpty ? [ScopeRequest.profile] : scope.targets {
            guard let resource = try ResourceAPI.named(target.identifier, in: context),
                try catalogue.isEnabled(resource.appID)
            else { throw EntraError.unknownResource(target.identifier, tenant: subject.tenant.displayName) }
            let held = try context.directory.delegatedScopes(
                client: client.id,
                resource: resource.appID,
                user: subject.user.id,
                tenant: subject.tenant.id
            )
            if target.isDefault {
                guard held.isEmpty || isDemanded else { continue }
                let listed = try catalogue.listed(by: client)
                guard
                    isDemanded || client.isFirstParty || listed.contains(where: { $0.resourceAppID == resource.appID })
                else { throw EntraError.unlistedResource(target.identifier, client: client.id) }
                for permission in listed { add(permission, try catalogue.name(of: permission.resourceAppID)) }
                if client.isFirstParty, held.isEmpty {
                    throw EntraError.notPreauthorized(client.id, resource: resource.appID)
                }
                continue
            }
            let names = Set(isDemanded ? [] : held.map { $0.lowercased() })
            for wanted in target.scopes where !names.contains(wanted.lowercased()) {
                guard !client.isFirstParty || isDemanded else {
                    throw EntraError.notPreauthorized(client.id, resource: resource.appID)
                }
                guard let permission = try catalogue.scope(wanted, of: resource.appID) else {
                    throw EntraError.unknownScope(wanted, resource: resource.appID, client: client.name)
                }
                add(permission, try catalogue.name(of: resource.appID))
            }
        }
        // Whoever agreed to anything agreed to be signed in; before that the sign-in itself is asked for.
        guard try isDemanded || !items.isEmpty || !subject.hasAgreed(to: client, context.directory) else { return }
        for wanted in scope.openID {
            guard let permission = try catalogue.scope(wanted, of: ResourceAPI.graph) else { continue }
            add(permission, try catalogue.name(of: ResourceAPI.graph))
        }
    }

    /// Whether nothing is missing.
    var isEmpty: Bool { items.isEmpty }

    /// Whether only an administrator may agree.
    var needsAdministrator: Bool {
        !subject.tenant.allowsUserConsent || !administratorsItems.isEmpty
    }

    /// The permissions that only an administrator may grant, even where users may consent.
    private var administratorsItems: [Item] {
        items.filter {
            $0.permission.isAdministratorsAlone && !ScopeRequest.openIDScopes.contains($0.permission.value)
        }
    }

    /// The permissions that wait for an administrator: all of them where no single one is the reason.
    var awaitingAdministrator: [Item] {
        let alone = administratorsItems
        return alone.isEmpty || !subject.tenant.allowsUserConsent ? items : alone
    }

    /// The permissions as `scopes` by service.
    var scopes: [String: [String]] {
        Dictionary(grouping: items, by: \.permission.resourceAppID).mapValues { $0.map(\.permission.value) }
    }

    /// A short text that is the same for the same permissions.
    ///
    /// - Parameter roles: Permissions of the application itself that are asked for beside the user's.
    /// - Returns: The text.
    /// - Throws: `CryptoError`.
    func fingerprint(with roles: [Item] = []) throws -> String {
        let names = (items + roles).map {
            "\($0.permission.kind.rawValue) \($0.permission.resourceAppID) \($0.permission.value)"
        }
        return Base64URL.encode(try Digest.sha256(Array(names.sorted().joined(separator: "\n").utf8)))
    }

    private mutating func add(_ permission: ExposedPermissionRecord, _ service: String) {
        let item = Item(service: service, permission: permission)
        if !items.contains(item) { items.append(item) }
    }
}

extension UserSubject {
    /// Whether the user, or an administrator for all users, ever agreed to use a client; nobody is asked about the
    /// service's own.
    func hasAgreed(to client: Client, _ directory: Directory) throws -> Bool {
        if client.isFirstParty { return true }
        return try directory.hasDelegatedGrant(client: client.id, user: user.id, tenant: tenant.id)
    }
}

extension ConsentRequest {
    /// What services offer in a tenant.
    fileprivate struct Catalogue {
        let directory: Directory
        let tenant: TenantRecord

        func isEnabled(_ resource: String) throws -> Bool {
            try directory.servicePrincipal(resource, in: tenant.id)?.accountEnabled != false
        }

        func name(of resource: String) throws -> String {
            if let principal = try directory.servicePrincipal(resource, in: tenant.id) { return principal.displayName }
            return try directory.application(resource)?.displayName ?? resource
        }

        func scope(_ value: String, of resource: String) throws -> ExposedPermissionRecord? {
            try directory.exposedPermissions(of: resource).first {
                $0.kind == .scope && $0.isEnabled && $0.value.lowercased() == value.lowercased()
            }
        }

        /// The scopes that a registration lists.
        func listed(by client: Client) throws -> [ExposedPermissionRecord] {
            let listed = try directory.requiredPermissions(of: client.id).filter { $0.kind == .scope }
            return try Set(listed.map(\.resourceAppID)).sorted().flatMap { resource in
                let wanted = Set(listed.filter { $0.resourceAppID == resource }.map(\.permissionID))
                return try directory.exposedPermissions(of: resource).filter {
                    $0.kind == .scope && $0.isEnabled && wanted.contains($0.permissionID)
                }
            }
        }
    }
}

extension EntraError {
    /// The service offers no scope of that name.
    static func unknownScope(_ scope: String, resource: String, client: String) -> Self {
        Self(
            code: 650_053,
            name: "invalid_client",
            text: "The application '\(client)' asked for scope '\(scope)' that doesn't exist on the resource "
                + "'\(resource)'. Contact the app vendor."
        )
    }

    /// The registration does not list the service.
    static func unlistedResource(_ resource: String, client: String) -> Self {
        Self(
            code: 650_057,
            name: "invalid_resource",
            text:
                "Invalid resource. The client has requested access to a resource which is not listed in the requested "
                + "permissions in the client's application registration. Client app ID: \(client). Resource value from "
                + "request: \(resource)."
        )
    }

    /// The user did not agree.
    static var declinedConsent: Self {
        Self(
            code: 65004,
            name: "access_denied",
            text: "The user has declined to consent to access the app."
        )
    }
}

extension ConsentRequest {
    /// The app roles that a registration lists.
    static func roles(listedBy client: Client, in tenant: TenantRecord, _ directory: Directory) throws -> [Item] {
        let catalogue = Catalogue(directory: directory, tenant: tenant)
        let listed = try directory.requiredPermissions(of: client.id).filter { $0.kind == .role }
        return try Set(listed.map(\.resourceAppID)).sorted().flatMap { resource in
            let wanted = Set(listed.filter { $0.resourceAppID == resource }.map(\.permissionID))
            let name = try catalogue.name(of: resource)
            return try directory.exposedPermissions(of: resource).filter {
                $0.kind == .role && wanted.contains($0.permissionID)
            }.map { Item(service: name, permission: $0) }
        }
    }
}
