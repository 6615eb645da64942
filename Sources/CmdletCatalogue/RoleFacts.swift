/// A management role: a set of cmdlets.
package struct RoleFacts: Sendable, Equatable {
    /// The name.
    package var name: String
    /// Whether it is held by users over their own things.
    package var isEndUser: Bool
    /// Whether it is a role for applications, with ``permissions``.
    package var isApplicationRole: Bool
    /// The role groups that hold it.
    package var roleGroups: [String]
    /// The cmdlets it is known or derived to hold.
    package var cmdlets: [String]
    /// Whether ``cmdlets`` comes from rules.
    package var areCmdletsDerived: Bool
    /// The role it is cut from.
    package var parent: String?
    /// The roles cut from it.
    package var children: [String]
    /// The permissions of an application role.
    package var permissions: [String]
    /// The implicit scopes (`recipientRead`, `recipientWrite`, `configRead`, `configWrite`), empty where unknown.
    package var scopes: [String: String]

    init(_ name: String, _ entry: FactValue) {
        self.name = name
        self.isEndUser = entry.isTrue("endUser")
        self.isApplicationRole = entry.isTrue("application")
        self.roleGroups = entry.texts("roleGroups")
        self.cmdlets = entry.texts("cmdlets")
        self.areCmdletsDerived = entry.isTrue("derived")
        self.parent = entry.text("parent")
        self.children = entry.texts("children")
        self.permissions = entry.texts("permissions")
        self.scopes = [:]
        for scope in entry.members("scopes") { scopes[scope.name] = scope.value.text }
    }
}

/// A role group: who is in it holds its roles.
package struct RoleGroupFacts: Sendable, Equatable {
    /// The name.
    package var name: String
    /// The roles.
    package var roles: [String]
    /// The roles it has in a tenant with the protection add-on alone.
    package var rolesInProtectionOnly: [String]
    /// The role groups it is a member of.
    package var memberOf: [String]
    /// Whether Entra ID keeps its members.
    package var isCentral: Bool
    /// The services that have it.
    package var services: [CmdletService]

    init(_ name: String, _ entry: FactValue) {
        self.name = name
        self.roles = entry.texts("roles")
        self.rolesInProtectionOnly = entry.texts("rolesInProtectionOnly")
        self.memberOf = entry.texts("memberOf")
        self.isCentral = entry.isTrue("central")
        self.services = entry.services("services")
    }
}

/// A directory role of Entra ID and what it means for Exchange.
package struct EntraRoleFacts: Sendable, Equatable {
    /// The name.
    package var name: String
    /// The template's identifier, which tokens carry in `wids`.
    package var templateID: String
    /// The role groups that its holders are in.
    package var roleGroups: [String]
    /// The start of the name of the role group that Entra ID keeps for it.
    package var centralRoleGroupPrefix: String?
    /// The services that an application with this role may connect to.
    package var applicationServices: [CmdletService]

    init?(_ templateID: String, _ entry: FactValue) {
        guard let name = entry.text("name") else { return nil }
        self.name = name
        self.templateID = templateID
        self.roleGroups = entry.texts("roleGroups")
        self.centralRoleGroupPrefix = entry.text("centralRoleGroupPrefix")
        self.applicationServices = entry.members("appOnly").filter(\.value.isTrue)
            .compactMap { CmdletService(rawValue: $0.name) }
    }
}
