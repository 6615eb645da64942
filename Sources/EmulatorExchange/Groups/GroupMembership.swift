import CmdletCatalogue
import EmulatorAdministration
import EmulatorCore

/// How a noun says who belongs to a group.
struct GroupMembership: Sendable {
    let view: NounView
    /// The types of groups.
    let types: Set<String>
    /// The parameter that names whom it is about.
    let parameter: String

    static let distributionGroup = GroupMembership(
        view: .distributionGroupMember,
        types: RecipientTypes.distributionGroups,
        parameter: "Member"
    )
    static let unifiedGroup = GroupMembership(
        view: .recipients("UnifiedGroupLinks", RecipientTypes.recipients),
        types: [RecipientTypes.groupMailbox],
        parameter: "Links"
    )

    func group(_ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        try scope.object(named: call.text("Identity") ?? "", in: view, types: types)
    }

    /// Whether a call is about owners.
    ///
    /// - Throws: ``AdminAPIError`` for subscribers and aggregators, whom no group here has.
    func isAboutOwners(_ call: BoundCall) throws -> Bool {
        switch call.text("LinkType")?.lowercased() {
        case nil, "members": return false
        case "owners": return true
        case let kind?: throw AdminAPIError.notEmulated("\(call.facts.name) -LinkType \(kind)", stage: .cmdlet)
        }
    }
}

/// Get- of who belongs to a group: the recipients among those whom the directory has.
struct MembershipReader: CmdletHandler {
    let membership: GroupMembership

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let group = try membership.group(call, scope)
        let owners = try membership.isAboutOwners(call)
        let found = try GroupDirectory(scope: scope).recipients(of: group, owners: owners).map(\.sequence)
        let builder = RowBuilder(view: membership.view, names: scope.objects.names)
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
            let owners = try membership.isAboutOwners(call)
            let title = scope.objects.names.title(of: group)
            let parameter = change == .replace ? "Members" : membership.parameter
            let named = try (call.texts(parameter) ?? []).map { try scope.object(named: $0, in: .recipient) }
            guard !named.isEmpty || change == .replace else {
                throw AdminAPIError.notEmulated("\(call.facts.name) without -\(parameter)", stage: .cmdlet)
            }
            if call.isQuestion { return .confirmation(question(named, title: title)) }
            let directory = GroupDirectory(scope: scope)
            let present = try directory.recipients(of: group, owners: owners)
            switch change {
            case .add: try add(named, to: group, present, owners: owners, directory)
            case .remove: try remove(named, from: group, present, owners: owners, directory)
            case .replace:
                let gone = present.filter { old in !named.contains { $0.guid == old.guid } }
                let new = named.filter { object in !present.contains { $0.guid == object.guid } }
                try remove(gone, from: group, present, owners: owners, directory)
                try add(new, to: group, present, owners: owners, directory)
            }
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["Identity", "LinkType", "Members", membership.parameter, "Confirm", "WhatIf"],
            shape: nil
        )
    }

    private func question(_ named: [ExchangeObject], title: String) -> String {
        let names = named.map { "\"\($0.name)\"" }.joined(separator: ", ")
        switch change {
        case .add: return "Adding distribution group member \(names) to distribution group \"\(title)\"."
        case .remove: return "Removing distribution group member \(names) on distribution group \"\(title)\"."
        case .replace: return "Updating distribution group member on distribution group \"\(title)\"."
        }
    }

    private func add(
        _ named: [ExchangeObject],
        to group: ExchangeObject,
        _ present: [ExchangeObject],
        owners: Bool,
        _ directory: GroupDirectory
    ) throws {
        for object in named {
            guard !present.contains(where: { $0.guid == object.guid }) else {
                throw AdminAPIError(
                    exceptionType: "Microsoft.Exchange.Management.Tasks.MemberAlreadyExistsException",
                    message: "The recipient \"\(object.name)\" is already a member of the group \"\(group.name)\"."
                )
            }
            let ids = (try directory.id(of: object), try directory.id(of: group))
            try directory.asking { try directory.groups.add(ids.0, to: ids.1, asOwner: owners) }
        }
    }

    private func remove(
        _ named: [ExchangeObject],
        from group: ExchangeObject,
        _ present: [ExchangeObject],
        owners: Bool,
        _ directory: GroupDirectory
    ) throws {
        for object in named {
            guard present.contains(where: { $0.guid == object.guid }) else {
                throw AdminAPIError(
                    exceptionType: "Microsoft.Exchange.Management.Tasks.MemberNotFoundException",
                    message: "The recipient \"\(object.name)\" isn't a member of the group \"\(group.name)\"."
                )
            }
            let ids = (try directory.id(of: object), try directory.id(of: group))
            try directory.asking { try directory.groups.remove(ids.0, from: ids.1, asOwner: owners) }
        }
    }
}
