extension CmdletCatalogue {
    /// All management roles, sorted by name.
    package static var roles: [RoleFacts] { all("roles", RoleFacts.init) }

    /// The management role of that name.
    package static func role(named name: String) -> RoleFacts? {
        find(name, "roles").map { RoleFacts($0.key, $0.value) }
    }

    /// All role groups, sorted by name.
    package static var roleGroups: [RoleGroupFacts] { all("roleGroups", RoleGroupFacts.init) }

    /// The role group of that name.
    package static func roleGroup(named name: String) -> RoleGroupFacts? {
        find(name, "roleGroups").map { RoleGroupFacts($0.key, $0.value) }
    }

    /// The directory roles that mean something to Exchange, sorted by template.
    package static var entraRoles: [EntraRoleFacts] { all("entraRoles", EntraRoleFacts.init) }

    /// The directory role with that template.
    package static func entraRole(templateID: String) -> EntraRoleFacts? {
        find(templateID, "entraRoles").flatMap { EntraRoleFacts($0.key, $0.value) }
    }

    /// The cmdlets that at least one role holds, sorted.
    package static var cmdletsWithRoles: [String] { keys("cmdletRoles") }

    /// The management roles that hold the cmdlet.
    package static func roles(of cmdlet: String) -> [String] { find(cmdlet, "cmdletRoles")?.value.texts ?? [] }

    /// The management roles that holders of these directory roles have, through role groups and the groups these are in.
    ///
    /// - Parameter templateIDs: The templates of the directory roles, as tokens carry them in `wids`.
    /// - Returns: Names of roles.
    package static func roles(ofEntraRoles templateIDs: some Sequence<String>) -> Set<String> {
        var waiting = templateIDs.flatMap { entraRole(templateID: $0)?.roleGroups ?? [] }
        var seen: Set<String> = []
        var roles: Set<String> = []
        while let name = waiting.popLast() {
            guard seen.insert(name).inserted, let group = roleGroup(named: name) else { continue }
            roles.formUnion(group.roles)
            waiting += group.memberOf
        }
        return roles
    }

    /// The cmdlets that holders of these directory roles may run.
    ///
    /// - Parameter templateIDs: The templates of the directory roles, as tokens carry them in `wids`.
    /// - Returns: Names of cmdlets.
    package static func cmdlets(ofEntraRoles templateIDs: some Sequence<String>) -> Set<String> {
        roles(ofEntraRoles: templateIDs).reduce(into: []) { $0.formUnion(role(named: $1)?.cmdlets ?? []) }
    }

    /// The default role assignment policies, the features and their role groups, and the rules behind the derivation.
    ///
    /// - Parameter name: `roleAssignmentPolicies`, `features`, `nounRoles`, `rules` or `notInAnyRoleGroupByDefault`.
    /// - Returns: The table, `nil` for another name.
    package static func roleTable(_ name: String) -> FactValue? { find("roles.\(name)", "other")?.value }
}
