import EmulatorCore

/// Get-DistributionGroupMember: the recipients among the members that the directory has for a group.
struct GroupMemberHandler: CmdletHandler {
    let view: NounView

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let identity = call.text("Identity") ?? ""
        let group = try scope.object(named: identity, in: view, types: RecipientTypes.distributionGroups)
        let members = try group.text("ExternalDirectoryObjectId").map(scope.context.directory.members) ?? []
        let sequences = try members.flatMap { member in
            try scope.objects.objects(named: member, of: .recipient) { object in
                object.state == .active && RecipientTypes.recipients.contains(object.typeDetails)
            }.map(\.sequence)
        }
        let builder = RowBuilder(view: view, names: scope.objects.names)
        let source = ObjectListing.Source.sequences { sequences.sorted() }
        return .listing(ObjectListing(builder: builder, source: source, limit: try ResultSize.limit(of: call)))
    }
}
