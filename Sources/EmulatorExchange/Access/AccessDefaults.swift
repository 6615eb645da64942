import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Who may do what in an organization where nobody has changed it.
enum AccessDefaults {
    /// That a role is given to a role group or a policy.
    struct Assignment: Sendable {
        let role: String
        let assignee: String
        let isPolicy: Bool
        let isDelegating: Bool

        var name: String { isDelegating ? "\(role)-\(assignee)-Delegating" : "\(role)-\(assignee)" }
    }

    /// The service's roles by name.
    static let roles: [String: AccessRole] = CmdletCatalogue.roles.reduce(into: [:]) { all, facts in
        all[facts.name] = AccessRole(facts)
    }

    static let groups: [RoleGroupFacts] = CmdletCatalogue.roleGroups.filter { $0.services.contains(.exchangeOnline) }

    /// Who may give a role to others.
    static let administrators = "Organization Management"
    static let policy = "Default Role Assignment Policy"

    static let policyRoles: [String] = {
        let policies = CmdletCatalogue.roleTable("roleAssignmentPolicies")?.elements ?? []
        return policies.first { $0["name"]?.text == policy }?["roles"]?.texts ?? []
    }()

    static let assignments: [Assignment] = {
        let regular = groups.flatMap { group in
            group.roles.filter { roles[$0] != nil }.map {
                Assignment(role: $0, assignee: group.name, isPolicy: false, isDelegating: false)
            }
        }
        let delegating = roles.keys.sorted().map {
            Assignment(role: $0, assignee: administrators, isPolicy: false, isDelegating: true)
        }
        let policies = policyRoles.filter { roles[$0] != nil }.map {
            Assignment(role: $0, assignee: policy, isPolicy: true, isDelegating: false)
        }
        return regular + delegating + policies
    }()

    /// The role groups that holders of a directory role are in, without those that these are in.
    static func groups(ofEntraRole templateID: String) -> [String] { entraGroups[templateID] ?? [] }

    private static let entraGroups: [String: [String]] = CmdletCatalogue.entraRoles.reduce(into: [:]) { all, role in
        all[role.templateID] = role.roleGroups + (role.centralRoleGroupPrefix.map { [$0] } ?? [])
    }

    /// The directory roles whose holders are the members of a role group that the directory keeps.
    static func entraRoles(of group: String) -> [String] {
        guard groups.first(where: { $0.name == group })?.isCentral == true else { return [] }
        return CmdletCatalogue.entraRoles.filter { role in
            role.centralRoleGroupPrefix.map { $0 == group } ?? role.roleGroups.contains(group)
        }.map(\.templateID)
    }

    /// The name of a role group in a tenant: those that the directory keeps end in a number of the tenant's.
    static func name(of group: RoleGroupFacts, in tenantID: String) -> String {
        group.name.hasSuffix("_")
            ? "\(group.name)-\(StableIdentifier.hash(tenantID) % 1_000_000_000)" : group.name
    }

    /// What tells such a group to a reader.
    static func displayName(of group: RoleGroupFacts) -> String {
        guard group.name.hasSuffix("_") else { return group.name }
        return CmdletCatalogue.entraRoles.first { $0.centralRoleGroupPrefix == group.name }?.name ?? group.name
    }

    static func guid(_ tenantID: String, _ noun: String, _ name: String) -> String {
        SeedIdentifier.make("setting", tenantID, noun, name)
    }
}
