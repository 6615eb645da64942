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
        case "members", "owners": return try people(&path, of: group)
        case "approleassignments": return try appRoleAssignments(&path, of: .group(group), "groups")
        default: return try part(&path, of: group.id, GroupEntity.shape, "groups") { try GroupEntity.render(group) }
        }
    }

    private func oneGroup(_ group: GroupRecord) throws -> GraphReply {
        try object(
            show: {
                let query = try GraphQuery(call, GroupEntity.shape, isList: false)
                var object = GroupEntity.shape.project(try GroupEntity.render(group), query.select)
                object = try expanded(object, query.expand, GroupEntity.shape, of: group.id)
                return .object(object, context("groups", query))
            },
            change: {
                try directory.store.write { _ in
                    var changed = group
                    let people = try GroupEntity.apply(call.body(of: "Group"), to: &changed)
                    try collectives.update(changed)
                    try add(people, to: group.id)
                }
            },
            delete: { try collectives.delete(group.id) }
        )
    }

    private func createGroup() throws -> GraphReply {
        let (record, people) = try GroupEntity.create(call.body(of: "Group"), in: collectives)
        try directory.store.write { _ in
            try collectives.create(record)
            let owners = people.owners.filter { $0.lowercased() != administration.actorID }
            try add(GroupEntity.People(members: people.members, owners: owners), to: record.id)
        }
        return .object(try GroupEntity.render(record), "groups/$entity", status: 201, at: "groups/\(record.id)")
    }

    private func add(_ people: GroupEntity.People, to groupID: String) throws {
        for id in people.members { try collectives.add(id, to: groupID) }
        for id in people.owners { try collectives.add(id, to: groupID, asOwner: true) }
    }

    private func people(_ path: inout GraphPath, of group: GroupRecord) throws -> GraphReply {
        guard let segment = path.next() else { throw GraphError.noResource("members") }
        let areOwners = segment.name.lowercased() == "owners"
        return try relation(
            &path,
            segment,
            { try collectives.members(of: group.id, owners: areOwners) },
            add: { try collectives.add($0, to: group.id, asOwner: areOwners) },
            remove: { try collectives.remove($0, from: group.id, asOwner: areOwners) }
        )
    }

    func transitiveMembers(of group: GroupRecord) throws -> [Principal] {
        var found: [Principal] = []
        var seen: Set<String> = [group.id]
        var pending = [group.id]
        while let id = pending.popLast() {
            for member in try collectives.members(of: id) where seen.insert(member.id).inserted {
                found.append(member)
                if case .group = member { pending.append(member.id) }
            }
        }
        return found
    }
}
