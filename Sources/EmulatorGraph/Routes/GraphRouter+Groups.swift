import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension GraphRouter {
    private var collectives: Groups { Groups(administration: administration) }

    func groups(_ path: inout GraphPath, _ set: GraphPath.Segment) throws -> GraphReply {
        guard let key = path.key(of: set) else {
            let table = GroupEntity(tenant: administration.tenant).table()
            return try self.set("groups", table, path, create: createGroup)
        }
        let group = try administration.group(key.value)
        try path.takeCast(to: "group")
        switch path.nextName {
        case nil: return try oneGroup(group)
        case "members" where method != "GET": return try changePeople(&path, of: group, areOwners: false)
        case "owners" where method != "GET": return try changePeople(&path, of: group, areOwners: true)
        case "approleassignments": return try appRoleAssignments(&path, of: .group(group), "groups")
        default: return try part(&path, of: group.id, GroupEntity.shape, "groups") { try GroupEntity.render(group) }
        }
    }

    private func oneGroup(_ group: GroupRecord) throws -> GraphReply {
        try object(
            show: { try one(GroupEntity.render(group), "groups") },
            change: {
                try directory.store.write { _ in
                    var changed = group
                    let people = try GroupEntity.apply(call.body(of: "Group"), to: &changed)
                    try requireWritable(group)
                    try collectives.update(changed)
                    try add(people, to: group.id)
                }
            },
            delete: {
                try requireWritable(group)
                try collectives.delete(group.id)
            }
        )
    }

    private func createGroup() throws -> GraphReply {
        let (record, people) = try GroupEntity.create(call.body(of: "Group"), in: collectives)
        try directory.store.write { _ in
            try collectives.create(record)
            let owners = people.owners.filter { $0.lowercased() != administration.actorID }
            try add(GroupEntity.People(members: people.members, owners: owners), to: record.id)
        }
        return try made(GroupEntity.render(record), "groups", at: "groups/\(record.id)")
    }

    private func add(_ people: GroupEntity.People, to groupID: String) throws {
        for id in people.members { try collectives.add(id, to: groupID) }
        for id in people.owners { try collectives.add(id, to: groupID, asOwner: true) }
    }

    private func changePeople(
        _ path: inout GraphPath,
        of group: GroupRecord,
        areOwners: Bool
    ) throws -> GraphReply {
        // Who is named is looked for first; what was changed until then is taken back.
        try directory.store.write { _ in
            try changeRelation(
                &path,
                add: {
                    try collectives.add($0, to: group.id, asOwner: areOwners)
                    try requireWritable(group)
                },
                remove: {
                    try collectives.remove($0, from: group.id, asOwner: areOwners)
                    try requireWritable(group)
                }
            )
        }
    }

    /// Refuses changes of groups that Exchange alone changes.
    private func requireWritable(_ group: GroupRecord) throws {
        guard [.distribution, .mailEnabledSecurity].contains(group.kind) else { return }
        throw AdministrationError("Cannot Update a mail-enabled security groups and or distribution list.")
    }

    /// Who is in a group, or owns it.
    func members(of groupID: String, owners: Bool = false) throws -> [JSONObject] {
        try collectives.members(of: groupID, owners: owners).map(call.object)
    }

    /// Who is in a group, or in a group in it.
    func transitiveMembers(of groupID: String) throws -> [JSONObject] {
        var found: [Principal] = []
        var seen: Set<String> = [groupID]
        var pending = [groupID]
        while let id = pending.popLast() {
            for member in try collectives.members(of: id) where seen.insert(member.id).inserted {
                found.append(member)
                if case .group = member { pending.append(member.id) }
            }
        }
        return try found.map(call.object)
    }
}
