import EmulatorAdministration
package import EmulatorCore

extension Directory {
    /// Every managed identity, in an order that stays.
    func managedIdentities() throws -> [ServicePrincipalRecord] {
        try all(ServicePrincipalRecord.self, where: "kind = 'ManagedIdentity' ORDER BY tenant_id, created_on, app_id")
    }

    /// The identity that a request means.
    ///
    /// - Parameter selector: How it is named.
    /// - Returns: The identity.
    /// - Throws: ``ManagedIdentityRefusal``; `DatabaseError`.
    package func managedIdentity(_ selector: ManagedIdentityRequest.Selector) throws -> ServicePrincipalRecord {
        let identities = try managedIdentities()
        let found: ServicePrincipalRecord? =
            switch selector {
            case .clientID(let id): identities.first { $0.appID == id.lowercased() }
            case .objectID(let id): identities.first { $0.objectID == id.lowercased() }
            case .resourceID(let id): identities.first { $0.resourceID?.lowercased() == id.lowercased() }
            case .unnamed: identities.first { !$0.isUserAssigned }
            }
        if let found { return found }
        guard selector == .unnamed, let only = identities.first else { throw ManagedIdentityRefusal.notFound }
        guard identities.count == 1 else { throw ManagedIdentityRefusal.ambiguous }
        return only
    }
}

extension ServicePrincipalRecord {
    /// Whether the identity is a resource of its own, which any machine may be given.
    var isUserAssigned: Bool { resourceID?.lowercased().contains("/userassignedidentities/") == true }
}
