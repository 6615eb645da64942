import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// New-DistributionGroup: a group in the directory, and its address.
struct GroupMaker: CmdletHandler {
    private static let own: Set = NewNames.parameters.union([
        "Confirm", "CopyOwnerToMember", "IgnoreNamingPolicy", "ManagedBy", "Members", "Type", "WhatIf",
    ])

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            var names = try NewNames(call, scope: scope)
            if let policy = try GroupNamingPolicy(call, scope) { try names.follow(policy) }
            let named = call["ManagedBy"]?.newTexts ?? []
            let owners = try (named.isEmpty ? scope.ownerByDefault() : named).map { try scope.referenced($0) }
            let isSecurity = call.text("Type")?.lowercased() == "security"
            guard !isSecurity || !call.isOn("RoomList") else {
                // The words are a guess.
                throw AdminAPIError.recipientTask("The room list \"\(names.displayName)\" can't be a security group.")
            }
            var record = scope.groups.draft(
                displayName: names.displayName,
                mailNickname: names.alias,
                kind: isSecurity ? .mailEnabledSecurity : .distribution
            )
            record.mail = names.primary
            record.explanation = call.texts("Description")?.joined(separator: "\n") ?? call.text("Notes")
            let draft = try scope.draft(
                of: try scope.newGroup(record, owners: owners.map(\.name)),
                names,
                call,
                beside: Self.own,
                view: .distributionGroup,
                rules: WritingRules.distributionGroup
            )
            let title = scope.objects.names.title(of: draft.object)
            if call.isQuestion { return .confirmation("Creating distribution group \"\(title)\".") }
            var members = try (call["Members"]?.newTexts ?? []).map { try scope.referenced($0) }
            if call.isOn("CopyOwnerToMember") {
                members += owners.filter { owner in !members.contains { $0.guid == owner.guid } }
            }
            for member in members { try MembershipWriter.requireRoom(member, in: draft.object) }
            let stored = try scope.objects.insert(draft.object)
            try scope.asking {
                try scope.groups.create(record)
                try RecipientAccount(scope: scope).replaceOwners(of: record.id, with: owners.map(\.name))
            }
            for member in members { try scope.add(member, to: stored) }
            return scope.made(stored, in: .distributionGroup)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Self.own.union(["RoomList"]), shape: NounView.distributionGroup.shape)
    }
}

extension CallScope {
    /// A new group with what a call says of it.
    func draft(
        of group: ExchangeObject,
        _ names: NewNames,
        _ call: BoundCall,
        beside own: Set<String>,
        view: NounView,
        rules: WritingRules
    ) throws -> ObjectDraft {
        var draft = try ObjectDraft(
            new: group,
            names,
            addresses: call.texts("EmailAddresses"),
            view: view,
            rules: rules,
            scope: self
        )
        try draft.take(call, beside: own, rules: rules, scope: self)
        return draft
    }
}

/// Remove-DistributionGroup and Remove-UnifiedGroup: from the directory, and from here as the directory says.
struct GroupRemover: CmdletHandler {
    let view: NounView

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let group = try scope.object(named: call.text("Identity") ?? "", in: view)
            try scope.requireManager(of: group, call)
            let title = scope.objects.names.title(of: group)
            if call.isQuestion { return .confirmation("Removing \(view.words) \"\(title)\".") }
            try scope.leaveGroups(group)
            try scope.asking { try scope.groups.delete(group.memberID) }
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["Identity", "Confirm", "Force", "WhatIf", CallScope.managerCheck],
            shape: nil
        )
    }
}

extension CallScope {
    /// The switch that lets somebody change a security group who does not manage it.
    static let managerCheck = "BypassSecurityGroupManagerCheck"

    /// Refuses a change of a security group by who is not its manager and does not say that he knows.
    ///
    /// - Throws: ``AdminAPIError``.
    func requireManager(of group: ExchangeObject, _ call: BoundCall) throws {
        guard group.typeDetails == "MailUniversalSecurityGroup", !call.isOn(Self.managerCheck),
            try !context.directory.owners(of: group.memberID).contains(caller.objectID)
        else { return }
        throw AdminAPIError(
            exceptionType: "Microsoft.Exchange.Configuration.Tasks.OperationRequiresGroupManagerException",
            message:
                "You don't have sufficient permissions. This operation can only be performed by a manager of the group."
        )
    }

    /// Who owns a new group of which nothing is said: the caller who has a mailbox, nobody for an application.
    func ownerByDefault() throws -> [String] {
        let own = try objects.objects(named: caller.objectID, of: .recipient) {
            $0.state == .active && RecipientTypes.recipients.contains($0.typeDetails)
        }
        return own.isEmpty ? [] : [caller.objectID]
    }

    /// What Exchange has of a group that is not stored yet.
    func newGroup(_ record: GroupRecord, owners: [String]) throws -> ExchangeObject {
        let seed = SeedGroup(
            kind: record.kind,
            tenantID: tenant.id,
            alias: record.mailNickname,
            domain: tenant.defaultDomain,
            displayName: record.displayName,
            members: [],
            owners: []
        )
        guard var object = ExchangeObjectMaker(tenant: tenant, now: now).group(seed, owners: owners) else {
            throw AdminAPIError.missingParameters(["Alias"])
        }
        object.properties["ExternalDirectoryObjectId"] = .string(record.id)
        return object
    }
}
