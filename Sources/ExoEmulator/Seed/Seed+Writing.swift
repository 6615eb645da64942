import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import EmulatorExchange
import EmulatorGraph
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Seed {
    /// What the directory keeps of somebody with a mailbox: the licence that brought it.
    private static func licensed(_ person: SeedPerson) -> String {
        var document: JSONObject = [
            "assignedLicenses": [["disabledPlans": [], "skuId": .string(LicenceProduct.enterprise)]]
        ]
        if let country = person.country.flatMap(Countries.code) { document["usageLocation"] = .string(country) }
        return JSONValue.object(document).text()
    }

    /// Writes the directory side of the seed in one transaction.
    ///
    /// - Parameters:
    ///   - store: An empty store.
    ///   - now: Sessions from before this moment count as revoked; secrets end two years after it.
    ///   - hash: Makes the text a password or secret is kept as. It is called once for the password all people share.
    /// - Throws: `DatabaseError.constraint` when something of the seed is there already, or what `hash` throws.
    func write(to store: Store, now: Date, hash: (String) throws -> String) throws {
        let passwordHash = try hash(Self.password)
        let secrets = try applications.compactMap { application in
            try application.secret.map { secret in
                ClientSecretRecord(
                    appID: application.record.appID,
                    keyID: SeedIdentifier.make("secret", application.record.appID),
                    hash: try hash(secret),
                    hint: String(secret.prefix(3)),
                    displayName: "seeded",
                    expiresOn: now.addingTimeInterval(2 * 365 * 86_400)
                )
            }
        }
        try store.write { connection in
            for tenant in tenants {
                try connection.insert(tenant.record)
                for domain in tenant.domains { try connection.insert(domain) }
                for principal in FirstParty.servicePrincipals(in: tenant.record.id) {
                    try connection.insert(principal)
                }
            }
            for client in FirstParty.clients {
                try connection.insert(client.record)
                for uri in client.redirectURIs { try connection.insert(uri) }
            }
            for record in FirstParty.permissions { try connection.insert(record) }
            for record in FirstParty.identifierURIs { try connection.insert(record) }
            for record in FirstParty.preauthorizedClients { try connection.insert(record) }
            for person in people where person.kind != .contact {
                var user = UserRecord(person, passwordHash: passwordHash, now: now)
                if person.kind == .user { user.document = Self.licensed(person) }
                try connection.insert(user)
                for role in person.roles {
                    try connection.insert(
                        RoleAssignment(tenantID: person.tenantID, principalID: person.id, roleTemplateID: role)
                    )
                }
            }
            for (tenantID, managers) in managers {
                let ids = Dictionary(people(of: tenantID).map { ($0.alias, $0.id) }) { first, _ in first }
                for (alias, manager) in managers {
                    guard let id = ids[alias], let managerID = ids[manager] else { continue }
                    try connection.execute("INSERT INTO user_manager VALUES (?, ?)", [id, managerID])
                }
            }
            try write(groups, now: now, to: connection)
            for application in applications { try write(application, to: connection) }
            try connection.insert(Self.cloudShell)
            for record in Self.cloudShellPermissions { try connection.insert(record) }
            for identity in managedIdentities { try write(identity, now: now, to: connection) }
            for secret in secrets { try connection.insert(secret) }
            for relationship in partnerRelationships { try connection.insert(relationship) }
            for table in ["application", "service_principal"] {
                try connection.execute("UPDATE \(table) SET created_on = ? WHERE created_on = 0", [now])
            }
        }
    }

    private func write(_ groups: [SeedGroup], now: Date, to connection: Connection) throws {
        for group in groups {
            try connection.insert(GroupRecord(group, now: now))
            for (ids, areOwners) in [(memberIDs(of: group), false), (ownerIDs(of: group), true)] {
                for id in ids {
                    try connection.execute("INSERT INTO group_member VALUES (?, ?, ?)", [group.id, id, areOwners])
                }
            }
        }
    }

    private func write(_ application: SeedApplication, to connection: Connection) throws {
        let appID = application.record.appID
        try connection.insert(application.record)
        for uri in application.redirectURIs { try connection.insert(uri) }
        for tenantID in application.tenantIDs {
            let principalID = application.servicePrincipalID(in: tenantID)
            try connection.insert(
                ServicePrincipalRecord(
                    objectID: principalID,
                    appID: appID,
                    tenantID: tenantID,
                    displayName: application.record.displayName,
                    accountEnabled: true,
                    appRoleAssignmentRequired: false
                )
            )
            for role in application.exchangeRoles {
                try connection.insert(
                    AppRoleAssignmentRecord(
                        tenantID: tenantID,
                        principalID: principalID,
                        resourceAppID: FirstParty.exchange,
                        role: role
                    )
                )
            }
            for (resource, scope) in application.delegatedScopes {
                try connection.insert(
                    DelegatedGrantRecord(
                        tenantID: tenantID,
                        clientAppID: appID,
                        resourceAppID: resource,
                        scope: scope,
                        principalID: nil
                    )
                )
            }
            for role in application.directoryRoles {
                try connection.insert(
                    RoleAssignment(tenantID: tenantID, principalID: principalID, roleTemplateID: role)
                )
            }
        }
        for permission in FirstParty.permissions where application.asksFor(permission) {
            try connection.insert(
                RequiredPermissionRecord(
                    appID: appID,
                    resourceAppID: permission.resourceAppID,
                    permissionID: permission.permissionID,
                    kind: permission.kind
                )
            )
        }
    }

    private func write(_ identity: ServicePrincipalRecord, now: Date, to connection: Connection) throws {
        var record = identity
        record.createdOn = now
        try connection.insert(record)
        try connection.insert(
            AppRoleAssignmentRecord(
                tenantID: identity.tenantID,
                principalID: identity.objectID,
                resourceAppID: FirstParty.exchange,
                role: "Exchange.ManageAsApp"
            )
        )
        try connection.insert(
            RoleAssignment(
                tenantID: identity.tenantID,
                principalID: identity.objectID,
                roleTemplateID: DirectoryRoleID.exchangeAdministrator
            )
        )
    }
}

extension SeedApplication {
    fileprivate func asksFor(_ permission: ExposedPermissionRecord) -> Bool {
        switch permission.kind {
        case .role: permission.resourceAppID == FirstParty.exchange && exchangeRoles.contains(permission.value)
        case .scope:
            delegatedScopes[permission.resourceAppID]?.split(separator: " ").contains(Substring(permission.value))
                ?? false
        }
    }
}
