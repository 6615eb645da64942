import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// How a noun says who belongs to a group.
struct GroupMembership: Sendable {
    let view: NounView
    /// The types of groups.
    let types: Set<String>
    /// The parameter that names whom it is about.
    let parameter: String
    /// Whether only users can belong to a group, and not every recipient.
    var isOfUsers = false

    static let distributionGroup = GroupMembership(
        view: .distributionGroupMember,
        types: RecipientTypes.distributionGroups,
        parameter: "Member"
    )
    static let unifiedGroup = GroupMembership(
        view: .recipients("UnifiedGroupLinks", RecipientTypes.recipients),
        types: [RecipientTypes.groupMailbox],
        parameter: "Links",
        isOfUsers: true
    )

    func group(_ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        try scope.object(named: call.text("Identity") ?? "", in: view, types: types)
    }

    /// Whom of a group a call is about.
    enum Link: Sendable {
        case members
        case owners
        /// Members to whom the group's mail comes.
        case subscribers
    }

    /// - Throws: ``AdminAPIError`` for aggregators and subscribers of events, whom no group here has.
    func link(_ call: BoundCall) throws -> Link {
        switch call.text("LinkType")?.lowercased() {
        case nil, "members": return .members
        case "owners": return .owners
        case "subscribers": return .subscribers
        case let kind?: throw AdminAPIError.notEmulated("\(call.facts.name) -LinkType \(kind)", stage: .cmdlet)
        }
    }

    /// Who is there already.
    static func present(_ link: Link, of group: ExchangeObject, _ scope: CallScope) throws -> [ExchangeObject] {
        let found = try scope.recipients(of: group, owners: link == .owners)
        guard link == .subscribers else { return found }
        let subscribers = Set(group.texts(subscribers))
        return found.filter { subscribers.contains($0.memberID) }
    }

    /// Where a group keeps the ids of its subscribers.
    static let subscribers = "Subscribers"
}

/// Get- of who belongs to a group: the recipients among those whom the directory has.
struct MembershipReader: CmdletHandler {
    let membership: GroupMembership

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let group = try membership.group(call, scope)
        let found = try GroupMembership.present(membership.link(call), of: group, scope).map(\.sequence)
        let builder = try RowBuilder(view: membership.view, scope)
        let limit = try ResultSize.limit(of: call)
        return .listing(ObjectListing(builder: builder, source: .sequences { found }, limit: limit))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "LinkType", "ResultSize"], shape: nil)
    }
}

/// Add-, Remove- and Update- of who belongs to a group.
struct MembershipWriter: CmdletHandler {
    /// What becomes of those who are named.
    enum Change: Sendable {
        case add
        case remove
        /// They are the members, and nobody else.
        case replace
    }

    let membership: GroupMembership
    let change: Change

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let group = try membership.group(call, scope)
            let link = try membership.link(call)
            try scope.requireManager(of: group, call)
            let title = scope.objects.names.title(of: group)
            let parameter = change == .replace ? "Members" : membership.parameter
            var seen: Set<String> = []
            // Whoever cannot belong to a group can still leave it.
            let isForUsers = change != .remove && membership.isOfUsers
            let present = try GroupMembership.present(link, of: group, scope)
            let named = try named(call[parameter], present: change == .replace ? present : []) { identity in
                isForUsers ? try scope.groupUser(identity) : try scope.referenced(identity)
            }.filter { seen.insert($0.guid).inserted }
            guard !named.isEmpty || change == .replace else {
                throw AdminAPIError.notEmulated("\(call.facts.name) without -\(parameter)", stage: .cmdlet)
            }
            if call.isQuestion { return .confirmation(question(named, title: title)) }
            switch change {
            case .add: try add(named, to: group, present, link, scope)
            case .remove: try remove(named, from: group, present, link, scope)
            case .replace:
                let (kept, known) = (Set(named.map(\.guid)), Set(present.map(\.guid)))
                let gone = present.filter { !kept.contains($0.guid) }
                let new = named.filter { !known.contains($0.guid) }
                try remove(gone, from: group, present, link, scope)
                try add(new, to: group, present, link, scope)
            }
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "LinkType", "Members", membership.parameter, "Confirm", "WhatIf", CallScope.managerCheck,
            ],
            shape: nil
        )
    }

    /// Whom a value names: of a change of a list, whoever is there and stays, and whoever is new.
    private func named(
        _ value: BoundValue?,
        present: [ExchangeObject],
        find: (String) throws -> ExchangeObject
    ) throws -> [ExchangeObject] {
        guard case .delta(let add, let remove)? = value else { return try (value?.texts ?? []).map(find) }
        let gone = Set(try remove.map { try find($0).guid })
        return try present.filter { !gone.contains($0.guid) } + add.map(find)
    }

    private func question(_ named: [ExchangeObject], title: String) -> String {
        let names = named.map { "\"\($0.name)\"" }.joined(separator: ", ")
        switch change {
        case .add: return "Adding distribution group member \(names) to distribution group \"\(title)\"."
        case .remove: return "Removing distribution group member \(names) on distribution group \"\(title)\"."
        case .replace: return "Updating distribution group member on distribution group \"\(title)\"."
        }
    }

    /// Refuses whoever is neither a room nor a list of rooms as a member of such a list.
    ///
    /// - Throws: ``AdminAPIError``.
    static func requireRoom(_ object: ExchangeObject, in group: ExchangeObject) throws {
        guard group.typeDetails == "RoomList", !["RoomList", "RoomMailbox"].contains(object.typeDetails) else { return }
        throw AdminAPIError(
            exceptionType: "Microsoft.Exchange.Management.Tasks.NonRoomMailboxAddToRoomListException",
            message: "The recipient \"\(object.name)\" isn't a room mailbox and can't be a member of the room list "
                + "\"\(group.name)\"."
        )
    }

    private func add(
        _ named: [ExchangeObject],
        to group: ExchangeObject,
        _ present: [ExchangeObject],
        _ link: GroupMembership.Link,
        _ scope: CallScope
    ) throws {
        let known = Set(present.map(\.guid))
        let members =
            link == .owners ? Set(try scope.context.directory.members(of: group.memberID)) : Set<String>()
        for object in named {
            guard !known.contains(object.guid) else {
                throw AdminAPIError(
                    exceptionType: "Microsoft.Exchange.Management.Tasks.MemberAlreadyExistsException",
                    message: "The recipient \"\(object.name)\" is already a member of the group \"\(group.name)\"."
                )
            }
            try Self.requireRoom(object, in: group)
            if link == .owners, !members.contains(object.memberID) {
                throw AdminAPIError.recipientTask(
                    "Only Members can be owners of the group. Please add '\(object.name)' first as members before "
                        + "adding them as owners."
                )
            }
            if link != .subscribers { try scope.add(object, to: group, asOwner: link == .owners) }
        }
        let subscribes = link == .members && group.properties["AutoSubscribeNewMembers"] == true
        if link == .subscribers || subscribes { try subscribe(group, add: named, remove: [], scope) }
    }

    private func remove(
        _ named: [ExchangeObject],
        from group: ExchangeObject,
        _ present: [ExchangeObject],
        _ link: GroupMembership.Link,
        _ scope: CallScope
    ) throws {
        let known = Set(present.map(\.guid))
        let isUnified = group.typeDetails == RecipientTypes.groupMailbox
        let owners = isUnified ? Set(try scope.context.directory.owners(of: group.memberID)) : []
        if isUnified, link == .owners, !owners.isEmpty, owners.isSubset(of: Set(named.map(\.memberID))) {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Management.Tasks.MinGroupOwnersCriteriaBreachedException",
                message: "The group must have at least one owner, and the person you're removing is currently the only "
                    + "owner of the group \"\(group.name)\". Please add another owner before removing this one."
            )
        }
        for object in named {
            if link == .members, owners.contains(object.memberID) {
                throw AdminAPIError(
                    exceptionType: "Microsoft.Exchange.Management.Tasks.GroupOwnersCannotBeRemovedException",
                    message: "Only Members who are not owners can be removed from the group. Please remove "
                        + "'\(object.name)' from the owners first."
                )
            }
            // Who is no member of a group of Microsoft 365 is none afterwards either.
            if isUnified, !known.contains(object.guid) { continue }
            guard known.contains(object.guid) else {
                throw AdminAPIError(
                    exceptionType: "Microsoft.Exchange.Management.Tasks.MemberNotFoundException",
                    message: "The recipient \"\(object.name)\" isn't a member of the group \"\(group.name)\"."
                )
            }
            if link != .subscribers { try scope.remove(object, from: group, asOwner: link == .owners) }
        }
        if link != .owners { try subscribe(group, add: [], remove: named, scope) }
    }

    /// Writes down to whom the group's mail comes; only members can be among them.
    private func subscribe(
        _ group: ExchangeObject,
        add: [ExchangeObject],
        remove: [ExchangeObject],
        _ scope: CallScope
    ) throws {
        let members = Set(try scope.context.directory.members(of: group.memberID))
        for object in add where !members.contains(object.memberID) {
            throw AdminAPIError.recipientTask(
                "The recipient \"\(object.name)\" isn't a member of the group \"\(group.name)\" and can't subscribe."
            )
        }
        guard var stored = try scope.objects.objects(at: [group.sequence]).first else { return }
        let list = ObjectDraft.merged(
            stored.texts(GroupMembership.subscribers),
            add: add.map(\.memberID),
            remove: remove.map(\.memberID)
        )
        guard list != stored.texts(GroupMembership.subscribers) else { return }
        stored.properties[GroupMembership.subscribers] = .array(list.map { .string($0) })
        try scope.objects.update(stored)
    }
}
