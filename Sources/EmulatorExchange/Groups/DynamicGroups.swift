import EmulatorAdministration
import EmulatorCore
import ExoJSON

extension NounView {
    static let dynamicGroup = NounView.recipients("DynamicDistributionGroup", ["DynamicDistributionGroup"])
}

/// New-DynamicDistributionGroup: an address for whoever fits a filter.
struct DynamicGroupMaker: CmdletHandler {
    private static let own: Set = NewNames.parameters.union(["Confirm", "OrganizationalUnit", "WhatIf"])

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let names = try NewNames(call, scope: scope)
            let record = scope.groups.draft(
                displayName: names.displayName,
                mailNickname: names.alias,
                kind: .distribution
            )
            var object = try scope.newGroup(record, owners: [])
            object.typeDetails = "DynamicDistributionGroup"
            for name in [
                "ExternalDirectoryObjectId", "GroupType", "ManagedBy", "MemberJoinRestriction",
                "MemberDepartRestriction", "SamAccountName",
            ] {
                object.properties[name] = .none
            }
            object.properties["RecipientContainer"] = .string(scope.objects.names.organizationalUnit)
            let rules = WritingRules.dynamicGroup
            var draft = try ObjectDraft(new: object, names, view: .dynamicGroup, rules: rules, scope: scope)
            try draft.take(call, beside: Self.own, rules: rules, scope: scope)
            let title = scope.objects.names.title(of: draft.object)
            if call.isQuestion { return .confirmation("Creating dynamic distribution group \"\(title)\".") }
            return scope.made(try scope.objects.insert(draft.object), in: .dynamicGroup)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Self.own.subtracting(["OrganizationalUnit"]), shape: NounView.dynamicGroup.shape)
    }
}

/// Get-DynamicDistributionGroupMember: the recipients who fit the group's filter now.
struct DynamicGroupMembers: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let group = try scope.object(named: call.text("Identity") ?? "", in: .dynamicGroup)
        let filter = try FilterProperties.recipientFilter(group.text("RecipientFilter") ?? "")
        let builder = try RowBuilder(view: .recipient, scope, isChosenBy: filter.mentions)
        let memberships = filter.mentions(Memberships.properties) ? try Memberships(scope) : nil
        let isMember: @Sendable (ExchangeObject) -> Bool = { object in
            filter.matches(FilteredObject(object: object, row: builder.row(object), memberships: memberships))
        }
        let source = ObjectListing.Source.scan(
            types: RecipientTypes.recipients,
            states: [.active],
            wanted: isMember
        )
        return .listing(ObjectListing(builder: builder, source: source, limit: try ResultSize.limit(of: call)))
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity", "ResultSize"], shape: nil) }
}
