import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// New-UnifiedGroup: a group of Microsoft 365 in the directory, with owners, members and an address.
struct UnifiedGroupMaker: CmdletHandler {
    private static let own: Set = NewNames.parameters.union([
        "Confirm", "DeleteDlAfterMigration", "DlIdentity", "EmailAddresses", "ManagedBy", "Members", "Notes", "Owner",
        "SuppressWarmupMessage", "WhatIf",
    ])

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let former = try call.text("DlIdentity").map { try scope.object(named: $0, in: .distributionGroup) }
            var names = try former.map { try self.names(after: $0, call, scope) } ?? NewNames(call, scope: scope)
            // Several groups may be called alike.
            if call.text("Name") == nil, former == nil { try names.giveWay(scope) }
            if call.text("PrimarySmtpAddress") == nil, former == nil, let policy = try GroupAddressPolicy.first(scope) {
                try names.follow(policy, scope)
            }
            guard !names.displayName.isEmpty else { throw AdminAPIError.missingParameters(["DisplayName"]) }
            // A group that is given no name of its own is called after its display name, and names are shorter.
            if call.text("Name") == nil, let display = call["DisplayName"] {
                try ParameterLimits.embedded.check(display, of: "Name", noun: "UnifiedGroup")
            }
            let managers = call["ManagedBy"]?.newTexts ?? []
            let named =
                (call.text("Owner").map { [$0] } ?? [])
                + (managers.isEmpty ? former?.texts("ManagedBy") ?? [] : managers)
            let owners = try (named.isEmpty ? scope.ownerByDefault() : named).map { try scope.groupUser($0) }
            var members = try (call["Members"]?.newTexts ?? []).map { try scope.groupUser($0) }
            members +=
                try former.map { try scope.recipients(of: $0) }?.filter {
                    RecipientTypes.users.contains($0.typeDetails)
                } ?? []
            if let former, call.isOn("DeleteDlAfterMigration"), !call.isQuestion {
                try scope.asking { try scope.groups.delete(former.memberID) }
            }
            members += owners.filter { owner in !members.contains { $0.guid == owner.guid } }
            var record = scope.groups.draft(
                displayName: names.displayName,
                mailNickname: names.alias,
                kind: .microsoft365
            )
            record.mail = names.primary
            record.explanation = call.text("Notes")
            let draft = try draft(names, record, owners.map(\.name), call, scope)
            record.document = try UserFacts.document("{}", with: "visibility", draft.value("AccessType"))
            let title = scope.objects.names.title(of: draft.object)
            if call.isQuestion { return .confirmation("Creating unified group \"\(title)\".") }
            let stored = try scope.objects.insert(draft.object)
            let made = record
            try scope.asking {
                try scope.groups.create(made)
                try RecipientAccount(scope: scope).replaceOwners(of: made.id, with: owners.map(\.name))
            }
            for member in members { try scope.add(member, to: stored) }
            return .listing(
                ObjectListing(
                    builder: UnifiedGroup.builder(scope),
                    source: .sequences { [stored.sequence] },
                    limit: nil
                )
            )
        }
    }

    /// What a group is called that a distribution list becomes: as the list where that goes.
    private func names(after list: ExchangeObject, _ call: BoundCall, _ scope: CallScope) throws -> NewNames {
        let isSame = call.isOn("DeleteDlAfterMigration") && !call.isQuestion
        let alias = call.text("Alias") ?? (list.text("Alias") ?? list.name) + (isSame ? "" : "365")
        let former = isSame ? list.guid : nil
        let primary = isSame ? list.primaryAddress : nil
        return try NewNames(
            name: isSame ? list.name : "\(list.name) 365",
            displayName: call.text("DisplayName") ?? list.text("DisplayName") ?? list.name,
            alias: alias,
            primary: call.text("PrimarySmtpAddress") ?? primary
                ?? scope.freeAddress(alias, in: scope.tenant.defaultDomain, beside: former),
            second: scope.freeAddress(alias, in: scope.tenant.initialDomain, beside: former)
        )
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Self.own.subtracting(["SuppressWarmupMessage"]), shape: NounView.unifiedGroup.shape)
    }

    private func draft(
        _ names: NewNames,
        _ record: GroupRecord,
        _ owners: [String],
        _ call: BoundCall,
        _ scope: CallScope
    ) throws -> ObjectDraft {
        var object = try scope.newGroup(record, owners: owners)
        object.properties["ExchangeGuid"] = .string(SeedIdentifier.make("mailbox", record.id))
        object.properties["Notes"] = call.text("Notes").map { .string($0) }
        return try scope.draft(
            of: object,
            names,
            call,
            beside: Self.own,
            view: .unifiedGroup,
            rules: WritingRules.unifiedGroup
        )
    }
}

/// What a group of Microsoft 365 shows that the directory knows.
enum UnifiedGroup {
    static func builder(_ scope: CallScope) -> RowBuilder {
        RowBuilder(view: .unifiedGroup, names: scope.objects.names) { try facts(of: $0, scope) }
    }

    static func facts(of group: ExchangeObject, _ scope: CallScope) throws -> JSONObject {
        let directory = scope.context.directory
        let members = try directory.members(of: group.memberID)
        let guests = try members.count { try directory.user(id: $0)?.userType == "Guest" }
        let label = scope.tenant.initialDomain.prefix { $0 != "." }
        let site = "https://\(label).sharepoint.com/sites/\(group.text("Alias") ?? group.name)"
        return [
            "GroupMemberCount": .integer(Int64(members.count)),
            "GroupExternalMemberCount": .integer(Int64(guests)),
            "WelcomeMessageEnabled": group.properties["UnifiedGroupWelcomeMessageEnabled"] ?? true,
            "ManagedByDetails": group.properties["ManagedBy"] ?? [],
            "SharePointSiteUrl": .string(site),
            "SharePointDocumentsUrl": .string("\(site)/Shared Documents"),
            "SharePointNotebookUrl": .string("\(site)/SiteAssets"),
        ]
    }
}

/// Undo-SoftDeletedUnifiedGroup: the directory restores the group, and Exchange follows.
struct UnifiedGroupRestorer: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let group = try scope.object(
                named: call.text("SoftDeletedObject") ?? "",
                in: .unifiedGroup,
                states: [.softDeleted, .inactive]
            )
            let title = scope.objects.names.title(of: group)
            if call.isQuestion { return .confirmation("Restoring unified group \"\(title)\".") }
            try scope.asking { _ = try DeletedObjects(administration: scope.administration).restore(group.memberID) }
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["SoftDeletedObject", "Confirm", "WhatIf"], shape: nil)
    }
}
