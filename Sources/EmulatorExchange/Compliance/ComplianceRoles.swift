import CmdletCatalogue
import EmulatorCore
import ExoJSON
import Synchronization

/// Roles and role groups of Security & Compliance, as the program's table has them.
///
/// Names of groups and roles are the service's. Which nouns a role holds is not published and follows the names.
final class ComplianceRoles: Sendable {
    /// A role group that every organization has.
    struct Group: Sendable {
        let name: String
        let roles: [String]
        let description: String
        /// The templates of the directory roles whose holders are in it.
        let directoryRoles: [String]
    }

    static let embedded = ComplianceRoles(.complianceRoles)

    let groups: [Group]
    /// The nouns of a role; an asterisk stands for all.
    private let nouns: [String: [String]]
    private let held: [String: AccessRole]
    private let grants = Mutex<[Set<String>: AccessGrant]>([:])

    private init(_ file: EmbeddedFile) {
        var groups: [Group] = []
        var nouns: [String: [String]] = [:]
        var lacking: [String: JSONObject] = [:]
        func texts(_ object: JSONObject, _ member: String) -> [String] {
            object[member]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        for object in file.objects {
            if let role = object["role"]?.stringValue {
                nouns[role] = texts(object, "nouns")
                lacking[role] = object["without"]?.objectValue
            } else if let name = object["group"]?.stringValue {
                groups.append(
                    Group(
                        name: name,
                        roles: texts(object, "roles"),
                        description: object["description"]?.stringValue ?? "",
                        directoryRoles: texts(object, "directoryRoles")
                    )
                )
            }
        }
        for group in groups {
            for role in group.roles { precondition(nouns[role] != nil, "\(file.rawValue): \(group.name): \(role)") }
        }
        self.groups = groups
        self.nouns = nouns
        let all = CmdletCatalogue.names.compactMap { CmdletCatalogue.cmdlet(named: $0) }
            .filter { $0.services.contains(.securityCompliance) && $0.module == nil }
        held = nouns.reduce(into: [:]) { held, role in
            let isReader = role.key.hasPrefix("View-Only")
            let cmdlets = all.filter { facts in
                (role.value.contains("*") || role.value.contains(facts.noun)) && (!isReader || facts.verb == "Get")
            }
            held[role.key] = AccessRole(
                named: role.key,
                entries: cmdlets.reduce(into: [:]) { entries, facts in
                    let without = lacking[role.key].map { texts($0, facts.name) } ?? []
                    entries[facts.name] =
                        without.isEmpty
                        ? .all : .only(AccessRole.parameters(of: facts.name).filter { !without.contains($0) })
                }
            )
        }
    }

    /// The role of a name.
    func role(named name: String) -> AccessRole? { held[name] }

    /// What roles give together.
    func grant(of roles: Set<String>) -> AccessGrant {
        if let grant = grants.withLock({ $0[roles] }) { return grant }
        let grant = AccessGrant(
            roles.sorted().compactMap { held[$0] }.map { role in
                AccessSnapshot.Assignment(
                    name: role.name,
                    role: role,
                    reach: .organization,
                    isDelegating: false,
                    resourceScope: nil
                )
            }
        )
        grants.withLock { known in
            if known.count > 500 { known.removeAll() }
            known[roles] = grant
        }
        return grant
    }

    /// The role groups, and the roles, that every organization has from the beginning.
    var firstObjects: [String: [FirstObjects.Entry]] {
        [
            ComplianceNoun.roleGroupStore: groups.map { group in
                FirstObjects.Entry(
                    name: group.name.filter { $0 != " " },
                    properties: [
                        "DisplayName": .string(group.name), "Description": .string(group.description),
                        "Roles": .array(group.roles.map { .string($0) }), "RoleGroupType": "Standard",
                    ]
                )
            },
            ComplianceNoun.roleStore: nouns.keys.sorted().map { role in
                FirstObjects.Entry(
                    name: role,
                    properties: ["IsRootRole": true, "RoleType": .string(role.filter { $0.isLetter })]
                )
            },
        ]
    }
}
