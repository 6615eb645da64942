import EmulatorCore
import ExoJSON

/// Who is in which group of a tenant, by the distinguished names that filters compare.
struct Memberships: Sendable {
    /// The properties that are answered from here, in small letters.
    static let properties: Set = ["members", "memberofgroup"]

    /// By the directory's id of a group or a member.
    private var members: [String: [JSONValue]] = [:]
    private var groups: [String: [JSONValue]] = [:]

    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope) throws {
        let directory = scope.context.directory
        var names: [String: String] = [:]
        func name(_ id: String, otherwise: () throws -> String?) throws -> String? {
            if let name = names[id] { return name }
            let object = try scope.objects.recipient(named: id)
            let name =
                try object.map(scope.objects.names.distinguishedName)
                ?? otherwise().map(scope.objects.names.distinguishedName(ofRecipient:))
            names[id] = name
            return name
        }
        for group in try directory.groups(of: scope.tenant.id) {
            guard let groupName = try name(group.id, otherwise: { group.displayName }) else { continue }
            for id in try directory.members(of: group.id) {
                groups[id, default: []].append(.string(groupName))
                let member = try name(id) {
                    try directory.user(id: id)?.displayName ?? directory.group(id: id)?.displayName
                }
                if let member { members[group.id, default: []].append(.string(member)) }
            }
        }
    }

    /// The value of a property of an object; `nil` for a property that is not answered from here.
    func value(_ property: String, of object: ExchangeObject) -> JSONValue? {
        let id = object.text("ExternalDirectoryObjectId") ?? ""
        switch property.lowercased() {
        case "members": return .array(members[id] ?? [])
        case "memberofgroup": return .array(groups[id] ?? [])
        default: return nil
        }
    }
}
