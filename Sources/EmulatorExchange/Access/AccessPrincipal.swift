import EmulatorCore
import ExoJSON

/// Somebody who may hold roles or be in a role group.
struct AccessPrincipal: Sendable {
    enum Kind: String, Sendable {
        case user = "User"
        case securityGroup = "SecurityGroup"
        case roleGroup = "RoleGroup"
        case servicePrincipal = "ServicePrincipal"
        case policy = "RoleAssignmentPolicy"
    }

    let kind: Kind
    let object: ExchangeObject

    private static let securityGroup = "MailUniversalSecurityGroup"
    static let types = RecipientTypes.users.union([securityGroup])
    static let servicePrincipals = ExchangeObject.Class.setting(noun: "ServicePrincipal")

    /// What tokens and groups call it.
    var key: String {
        let id: String? =
            switch kind {
            case .user, .securityGroup: object.text("ExternalDirectoryObjectId")
            case .servicePrincipal: object.text("ObjectId") ?? object.text("ServiceId")
            case .roleGroup, .policy: nil
            }
        return id.flatMap { $0.isEmpty ? nil : $0.lowercased() } ?? object.guid
    }

    private init?(_ object: ExchangeObject) {
        switch object.objectClass {
        case .recipient where object.typeDetails == Self.securityGroup: kind = .securityGroup
        case .recipient where RecipientTypes.users.contains(object.typeDetails): kind = .user
        case .setting(noun: "RoleGroup"): kind = .roleGroup
        case .setting(noun: "RoleAssignmentPolicy"): kind = .policy
        case Self.servicePrincipals: kind = .servicePrincipal
        default: return nil
        }
        self.object = object
    }

    /// The one whose object has this guid.
    static func find(guid: String, in objects: ObjectStore) throws -> AccessPrincipal? {
        let classes: [ExchangeObject.Class] = [
            .setting(noun: "RoleGroup"), .recipient, .setting(noun: "RoleAssignmentPolicy"), servicePrincipals,
        ]
        for kind in classes {
            let found = try objects.objects(named: guid, of: kind) { $0.guid == guid && $0.state == .active }
            if let object = found.first { return AccessPrincipal(object) }
        }
        return nil
    }

    /// The one that an identity names: a person, a security group, a role group, an application.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous, no security principal.
    static func find(_ identity: String, kinds: Set<Kind>, in scope: CallScope) throws -> AccessPrincipal {
        var found: [ExchangeObject] = []
        if kinds.contains(.user) || kinds.contains(.securityGroup) {
            found += try scope.objects.objects(named: identity, of: .recipient) { object in
                object.state == .active
                    && RecipientTypes.recipients.union(RecipientTypes.users).contains(object.typeDetails)
            }
        }
        if kinds.contains(.roleGroup) {
            found += try scope.objects.objects(named: identity, of: .setting(noun: "RoleGroup")) { _ in true }
        }
        if kinds.contains(.policy) {
            found += try scope.objects.objects(named: identity, of: .setting(noun: "RoleAssignmentPolicy")) { _ in true
            }
        }
        if kinds.contains(.servicePrincipal), found.isEmpty { found = try applications(named: identity, in: scope) }
        guard let object = found.first else { throw AdminAPIError.notFound(identity, noun: "SecurityPrincipal") }
        guard found.count == 1 else { throw AdminAPIError.ambiguous(identity, noun: "SecurityPrincipal") }
        guard let principal = AccessPrincipal(object), kinds.contains(principal.kind) else {
            throw AdminAPIError.recipientTask(
                "\"\(object.name)\" isn't a security principal that can hold roles.",
                targetType: "SecurityPrincipal"
            )
        }
        return principal
    }

    /// Exchange's own service principals of a name or of one of an application's ids.
    private static func applications(named identity: String, in scope: CallScope) throws -> [ExchangeObject] {
        let named = try scope.objects.objects(named: identity, of: servicePrincipals) { _ in true }
        guard named.isEmpty else { return named }
        return try scope.objects.objects(of: servicePrincipals).filter { object in
            ["AppId", "ObjectId", "ServiceId"].contains { object.text($0)?.isSame(as: identity) ?? false }
        }
    }
}
