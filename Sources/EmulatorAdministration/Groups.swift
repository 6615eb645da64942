package import EmulatorCore

/// The groups of a tenant.
package struct Groups: Sendable {
    private static let resource = "Group"

    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    private var directory: Directory { administration.directory }

    /// A group that is not stored yet; one of Microsoft 365 gets an address in the default domain.
    package func draft(displayName: String, mailNickname: String, kind: GroupKind) -> GroupRecord {
        GroupRecord(
            id: Administration.newID(),
            tenantID: administration.tenantID,
            displayName: displayName,
            mailNickname: mailNickname,
            mail: kind == .security ? nil : "\(mailNickname)@\(administration.tenant.defaultDomain)",
            kind: kind,
            createdOn: administration.now
        )
    }

    /// Stores a new group and makes the acting user its owner.
    @discardableResult
    package func create(_ group: GroupRecord) throws -> GroupRecord {
        try directory.store.write { connection in
            try check(group)
            try connection.insert(group)
            if let owner = administration.actorID { try directory.addMember(owner, to: group.id, asOwner: true) }
            try directory.follower?.groupChanged(from: nil, to: group)
            try administration.tell(.addGroup, on: .init(group), changes: Self.changes(from: nil, to: group))
        }
        return group
    }

    /// Stores a changed group.
    package func update(_ group: GroupRecord) throws {
        try directory.store.write { _ in
            let before = try administration.group(group.id)
            try check(group)
            try directory.save(group)
            try directory.follower?.groupChanged(from: before, to: group)
            let changes = Self.changes(from: before, to: group)
            if !changes.isEmpty { try administration.tell(.updateGroup, on: .init(group), changes: changes) }
        }
    }

    /// Deletes a group; one of Microsoft 365 can be restored.
    package func delete(_ id: String) throws {
        try directory.store.write { _ in
            try DeletedObjects(administration: administration).delete(administration.group(id))
        }
    }

    /// Makes somebody a member or an owner.
    package func add(_ principalID: String, to groupID: String, asOwner: Bool = false) throws {
        try directory.store.write { _ in
            let group = try administration.group(groupID)
            let principal = try administration.principal(principalID)
            if case .group = principal, asOwner {
                throw AdministrationError("The reference target 'Group' of type 'Owner' is not supported.")
            }
            guard principal.id != group.id else {
                throw AdministrationError.invalid("members", of: Self.resource, "A group cannot be its own member.")
            }
            guard try directory.addMember(principal.id, to: group.id, asOwner: asOwner) else {
                throw AdministrationError.referenceExists(asOwner ? "owners" : "members")
            }
            if asOwner { try directory.follower?.groupChanged(from: group, to: group) }
            try administration.tell(
                asOwner ? .addGroupOwner : .addGroupMember,
                on: .init(principal),
                changes: [.init("Group.ObjectID", to: [group.id]), .init("Group.DisplayName", to: [group.displayName])]
            )
        }
    }

    package func remove(_ principalID: String, from groupID: String, asOwner: Bool = false) throws {
        try directory.store.write { _ in
            let group = try administration.group(groupID)
            guard try directory.removeMember(principalID.lowercased(), from: group.id, asOwner: asOwner) else {
                throw AdministrationError.notFound(principalID)
            }
            if asOwner { try directory.follower?.groupChanged(from: group, to: group) }
            // Who was in it may be nobody any more.
            guard administration.origin != nil, let principal = try? administration.principal(principalID) else {
                return
            }
            try administration.tell(
                asOwner ? .removeGroupOwner : .removeGroupMember,
                on: .init(principal),
                changes: [
                    .init("Group.ObjectID", from: [group.id]), .init("Group.DisplayName", from: [group.displayName]),
                ]
            )
        }
    }

    /// What of a group is another.
    private static func changes(from before: GroupRecord?, to after: GroupRecord) -> [DirectoryEvent.Change] {
        let texts: [(String, (GroupRecord) -> String?)] = [
            ("DisplayName", { $0.displayName }), ("MailNickname", { $0.mailNickname }), ("Mail", { $0.mail }),
            ("Description", { $0.explanation }),
        ]
        return texts.compactMap { name, value in
            let (old, new) = (before.flatMap(value), value(after))
            return old == new ? nil : .init(name, from: old.map { [$0] } ?? [], to: new.map { [$0] } ?? [])
        }
    }

    /// Who belongs to a group directly: those of its members that the directory knows.
    package func members(of groupID: String, owners: Bool = false) throws -> [Principal] {
        let group = try administration.group(groupID)
        let ids = owners ? try directory.owners(of: group.id) : try directory.members(of: group.id)
        return ids.compactMap { try? administration.principal($0) }
    }

    /// The groups a principal belongs to, directly or through other groups.
    package func groups(containing principalID: String, transitively: Bool) throws -> [GroupRecord] {
        var found: [GroupRecord] = []
        var seen: Set<String> = [principalID]
        var pending = [principalID]
        while let id = pending.popLast() {
            for group in try directory.groups(containing: id) where group.tenantID == administration.tenantID {
                guard seen.insert(group.id).inserted else { continue }
                found.append(group)
                if transitively { pending.append(group.id) }
            }
        }
        return found.sorted { ($0.displayName, $0.id) < ($1.displayName, $1.id) }
    }

    /// Holds a group's names against the rules.
    ///
    /// - Throws: ``AdministrationError`` when one is missing, cannot be, or is taken.
    package func check(_ group: GroupRecord) throws {
        try DisplayName.check(group.displayName, of: Self.resource)
        guard (1...64).contains(group.mailNickname.utf8.count),
            group.mailNickname.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#"@()\[]";:<>,"#.utf8.contains($0) })
        else { throw AdministrationError.invalid("mailNickname", of: Self.resource) }
        let other = try directory.one(
            GroupRecord.self,
            where: "tenant_id = ? AND mail_nickname = ? AND id <> ?",
            [administration.tenantID, group.mailNickname, group.id]
        )
        guard other == nil else { throw AdministrationError.conflict("mailNickname") }
    }
}
