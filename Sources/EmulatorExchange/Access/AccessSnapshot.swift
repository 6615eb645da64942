import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Who may do what in a tenant, as it stood at a moment.
///
/// Whoever may hold roles has a key: people, groups of the directory and applications the directory's id, role groups
/// and policies their own.
struct AccessSnapshot: Sendable {
    /// That somebody has a role.
    struct Assignment: Sendable {
        let name: String
        let role: AccessRole
        let reach: AccessReach
        let isDelegating: Bool
        /// The name of the scope an application's role is over, `nil` for everything.
        let resourceScope: String?
    }

    /// By name in small letters.
    private(set) var roles: [String: AccessRole] = [:]
    /// Those in force, by the key of who has them.
    private(set) var assignments: [String: [Assignment]] = [:]
    /// The role groups that somebody is in, by key.
    private var parents: [String: Set<String>] = [:]
    /// The keys of the service's role groups by the names of the catalogue.
    private var builtIn: [String: String] = [:]
    /// The keys of policies by name in small letters and by guid.
    private var policies: [String: String] = [:]
    /// Whether a group of the directory has a role or is in a role group.
    private(set) var asksForGroups = false
    /// The filters of management scopes by name.
    private(set) var scopes: [String: String] = [:]
    private(set) var exclusiveScopes: Set<String> = []

    /// What holds where nobody has changed anything.
    static let untouched: AccessSnapshot = {
        var snapshot = AccessSnapshot()
        for role in AccessDefaults.roles.values { snapshot.roles[role.name.lowercased()] = role }
        for group in AccessDefaults.groups {
            snapshot.builtIn[group.name] = group.name
            if !group.memberOf.isEmpty { snapshot.parents[group.name] = Set(group.memberOf) }
        }
        snapshot.policies[AccessDefaults.policy.lowercased()] = AccessDefaults.policy
        for facts in AccessDefaults.assignments {
            guard let role = AccessDefaults.roles[facts.role] else { continue }
            snapshot.assignments[facts.assignee, default: []].append(
                Assignment(
                    name: facts.name,
                    role: role,
                    reach: AccessReach(word: role.scopes["recipientWrite"] ?? ""),
                    isDelegating: facts.isDelegating,
                    resourceScope: nil
                )
            )
        }
        return snapshot
    }()

    private init() {}

    /// Reads a tenant's objects.
    ///
    /// - Throws: `DatabaseError`.
    init(_ objects: ObjectStore) throws {
        try readRoles(objects)
        for scope in try objects.objects(of: .setting(noun: "ManagementScope")) {
            scopes[scope.name] = scope.text("RecipientFilter") ?? ""
            if scope.properties["Exclusive"] == true { exclusiveScopes.insert(scope.name) }
        }
        var keys: [String: String] = [:]
        for policy in try objects.objects(of: .setting(noun: "RoleAssignmentPolicy")) {
            policies[policy.name.lowercased()] = policy.guid
            policies[policy.guid] = policy.guid
            keys[policy.guid] = policy.guid
        }
        for group in try objects.objects(of: .setting(noun: "RoleGroup")) {
            if let name = group.text(AccessKey.builtIn) { builtIn[name] = group.guid }
            keys[group.guid] = group.guid
            for member in group.texts(AccessKey.members) {
                guard let key = try key(of: member, objects, &keys) else { continue }
                parents[key, default: []].insert(group.guid)
            }
        }
        for object in try objects.objects(of: .setting(noun: "ManagementRoleAssignment")) {
            guard object.properties["Enabled"] != false,
                let role = roles[object.text("Role")?.lowercased() ?? ""],
                let key = try key(of: object.owner, objects, &keys)
            else { continue }
            assignments[key, default: []].append(
                Assignment(
                    name: object.name,
                    role: role,
                    reach: Self.reach(of: object, role),
                    isDelegating: object.text("RoleAssignmentDelegationType") != "Regular",
                    resourceScope: object.text("CustomResourceScope")
                )
            )
        }
    }

    private mutating func readRoles(_ objects: ObjectStore) throws {
        for role in AccessDefaults.roles.values { roles[role.name.lowercased()] = role }
        // A role is made after the one it is cut from.
        for object in try objects.objects(of: .setting(noun: "ManagementRole")) {
            guard object.text(AccessKey.builtIn) == nil,
                let parent = roles[object.text("Parent")?.lowercased() ?? ""]
            else { continue }
            roles[object.name.lowercased()] = AccessRole(
                named: object.name,
                cutFrom: parent,
                entries: RoleEntries.read(object)
            )
        }
    }

    /// The key of the object of a guid, `nil` when it is gone.
    private mutating func key(
        of guid: String,
        _ objects: ObjectStore,
        _ known: inout [String: String]
    ) throws -> String? {
        if let key = known[guid] { return key }
        guard let principal = try AccessPrincipal.find(guid: guid, in: objects) else { return nil }
        if principal.kind == .securityGroup { asksForGroups = true }
        known[guid] = principal.key
        return principal.key
    }

    static func reach(of object: ExchangeObject, _ role: AccessRole) -> AccessReach {
        if let name = object.text("ExclusiveRecipientWriteScope") { return .exclusive(name: name) }
        if let name = object.text("CustomRecipientWriteScope") { return .scope(name: name) }
        if let name = object.text("CustomResourceScope") { return .scope(name: name) }
        if let id = object.text(AccessKey.group) { return .members(groupID: id) }
        if let id = object.text(AccessKey.unit) { return .unit(id: id) }
        return AccessReach(word: object.text(AccessKey.reach) ?? role.scopes["recipientWrite"] ?? "")
    }

    /// The policy of a name or guid.
    func policy(named name: String) -> String? { policies[name.lowercased()] }

    /// The keys under which somebody has roles: the own ones, and those of every role group that these and directory
    /// roles lead to.
    func keys(of own: some Sequence<String>, entraRoles: some Sequence<String>) -> Set<String> {
        var waiting = Array(own)
        for template in entraRoles {
            waiting += AccessDefaults.groups(ofEntraRole: template).compactMap { builtIn[$0] }
        }
        var found: Set<String> = []
        while let key = waiting.popLast() {
            guard found.insert(key).inserted else { continue }
            waiting += parents[key] ?? []
        }
        return found
    }

    /// What somebody of these keys was given, in the order of the keys.
    func assignments(of keys: Set<String>) -> [Assignment] { keys.sorted().flatMap { assignments[$0] ?? [] } }
}
