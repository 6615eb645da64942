import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A tenant's role groups, roles, assignments, policies and scopes as objects, which are there from the first look on.
struct AccessObjects: Sendable {
    let scope: CallScope

    private static let noun = "Access"

    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope) throws {
        self.scope = scope
        let isMade = try scope.context.store.read { connection in
            try connection.first(
                "SELECT 1 FROM exchange_noun WHERE tenant_id = ? AND noun = ?",
                [scope.tenant.id, Self.noun]
            ) { try $0.integer() }
        }
        if isMade == nil { try make() }
    }

    private func make() throws {
        try scope.context.store.write { connection in
            // Somebody else may have been faster.
            let isFirst = try connection.execute(
                "INSERT OR IGNORE INTO exchange_noun (tenant_id, noun) VALUES (?, ?)",
                [scope.tenant.id, Self.noun]
            )
            guard isFirst > 0 else { return }
            let birth = try scope.objects.birth ?? scope.now
            for object in AccessDefaults.objects(of: scope.tenant.id, birth: birth) {
                try scope.objects.insert(object)
            }
        }
    }

    /// The objects of a noun, in the order of their making.
    func all(_ noun: String) throws -> [ExchangeObject] { try scope.objects.objects(of: .setting(noun: noun)) }

    /// The objects that an identity names, a name with asterisks as a pattern.
    ///
    /// - Throws: ``AdminAPIError``: not found, unless it is a pattern.
    func objects(_ noun: String, named identity: String) throws -> [ExchangeObject] {
        if identity.contains("*") {
            let pattern = Array(identity.lowercased())
            return try all(noun).filter { Wildcard.matches(Array($0.name.lowercased()), pattern: pattern) }
        }
        let found = try scope.objects.objects(named: identity, of: .setting(noun: noun)) { _ in true }
        guard !found.isEmpty else { throw AdminAPIError.notFound(identity, noun: noun) }
        return found
    }

    /// The one object that an identity names.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    func object(_ noun: String, named identity: String) throws -> ExchangeObject {
        let found = try objects(noun, named: identity)
        guard let object = found.first else { throw AdminAPIError.notFound(identity, noun: noun) }
        guard found.count == 1 else { throw AdminAPIError.ambiguous(identity, noun: noun) }
        return object
    }

    /// An object that is not stored yet.
    ///
    /// - Throws: ``AdminAPIError`` when there is one of that name.
    func draft(_ noun: String, named name: String) throws -> ExchangeObject {
        let others = try scope.objects.objects(named: name, of: .setting(noun: noun)) { $0.name.isSame(as: name) }
        guard others.isEmpty else { throw AdminAPIError.alreadyThere(name, noun: noun) }
        return ExchangeObject(
            tenantID: scope.tenant.id,
            objectClass: .setting(noun: noun),
            guid: UUID.random().uuidString.lowercased(),
            name: name,
            created: scope.now,
            changed: scope.now
        )
    }

    /// Gives an object another name.
    ///
    /// - Throws: ``AdminAPIError`` when another has it.
    func rename(_ object: inout ExchangeObject, to name: String) throws {
        let sequence = object.sequence
        let others = try scope.objects.objects(named: name, of: object.objectClass) {
            $0.name.isSame(as: name) && $0.sequence != sequence
        }
        guard others.isEmpty else { throw AdminAPIError.alreadyThere(name, noun: object.objectClass.rawValue) }
        object.name = name
    }

    // MARK: Changes

    @discardableResult
    func insert(_ object: ExchangeObject) throws -> ExchangeObject {
        try AccessGeneration.change(of: scope.tenant.id, in: scope.context.store)
        return try scope.objects.insert(object)
    }

    func update(_ object: ExchangeObject) throws {
        try AccessGeneration.change(of: scope.tenant.id, in: scope.context.store)
        var object = object
        object.changed = scope.now
        try scope.objects.update(object)
    }

    func remove(_ object: ExchangeObject) throws {
        try AccessGeneration.change(of: scope.tenant.id, in: scope.context.store)
        try scope.objects.remove(object)
    }

    // MARK: Rules

    /// Who may do what now.
    func snapshot() throws -> AccessSnapshot { try AccessSnapshot(scope.objects) }

    /// The role that a name, guid or distinguished name means.
    func role(named identity: String, in snapshot: AccessSnapshot) throws -> AccessRole {
        let object = try object("ManagementRole", named: identity)
        guard let role = snapshot.roles[object.name.lowercased()] else {
            throw AdminAPIError.notFound(identity, noun: "ManagementRole")
        }
        return role
    }

    /// Sees to it that the caller may give a role to others.
    ///
    /// - Throws: ``AdminAPIError``; the words are a guess.
    func requireDelegation(of role: AccessRole, in snapshot: AccessSnapshot) throws {
        let access = CallerAccess(
            snapshot: snapshot,
            keys: try snapshot.keys(ofCaller: scope),
            direct: AccessGrant([]),
            own: { nil }
        )
        guard access.delegates(role) else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Configuration.Tasks.ThisOperationRequiresDelegationException",
                message: "You don't have sufficient permissions. A delegating role assignment of \"\(role.name)\" is "
                    + "needed to give the role to others or to take it from them.",
                targetType: "ManagementRoleAssignment"
            )
        }
    }

    /// The name of the object of a guid: a recipient, a role group, an application.
    func name(ofGUID guid: String) throws -> String? {
        try AccessPrincipal.find(guid: guid, in: scope.objects).map { principal in
            principal.kind == .servicePrincipal
                ? principal.object.text("DisplayName") ?? principal.object.name
                : principal.object.name
        }
    }
}
