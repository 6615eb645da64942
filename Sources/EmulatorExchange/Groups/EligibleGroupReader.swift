import EmulatorCore
import ExoJSON

/// Get-EligibleDistributionGroupForMigration: which distribution groups can become groups of Microsoft 365.
///
/// Those that are kept in the cloud, stand in no group and have none in them, have users as owners, and only members who can be in such
/// a group; what else the service looks at is left out.
struct EligibleGroupReader: CmdletHandler {
    private static let types: Set = ["MailUniversalDistributionGroup"]
    private static let memberTypes: Set = ["MailUser", "SharedMailbox", "TeamMailbox", "UserMailbox"]
    private static let mostOwners = 100

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.requireUnit(call.text("OrganizationalUnit"))
        let manager = try call.text("ManagedBy").map { try scope.referenced($0).name }
        let identity = call.text("Identity")
        let source = ObjectListing.Source.objects {
            try Self.groups(named: identity, scope).filter { group in
                try manager.map { group.texts("ManagedBy").contains($0) } ?? true
                    && Self.obstacle(to: group, scope) == nil
            }
        }
        let builder = RowBuilder(view: .distributionGroup, names: scope.objects.names)
        return .listing(ObjectListing(builder: builder, source: source, limit: try ResultSize.limit(of: call)))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "ManagedBy", "OrganizationalUnit", "ResultSize"], shape: nil)
    }

    /// All distribution groups, or those of a name, of which there may be none.
    private static func groups(named identity: String?, _ scope: CallScope) throws -> [ExchangeObject] {
        if let identity {
            return try scope.objects.objects(named: identity, of: .recipient) {
                $0.state == .active && types.contains($0.typeDetails)
            }
        }
        var found: [ExchangeObject] = []
        try scope.objects.forEach(
            .recipient,
            types: types,
            states: [.active],
            in: (after: 0, through: try scope.objects.newestSequence()),
            among: .matches(.recipientTypeDetails, .exactly(types.map { $0.lowercased() }))
        ) { group in
            found.append(group)
            return true
        }
        return found
    }

    /// Why a group can't become one of Microsoft 365, `nil` where it can; the words are guesses.
    ///
    /// - Throws: `DatabaseError`.
    static func obstacle(to group: ExchangeObject, _ scope: CallScope) throws -> String? {
        let name = "The group \"\(group.name)\""
        if !types.contains(group.typeDetails) { return "\(name) is a security group or a list of rooms, which stay." }
        if group.properties["IsDirSynced"] == true { return "\(name) is synchronized: make a new one in the cloud." }
        let owners = group.texts("ManagedBy")
        guard (1...mostOwners).contains(owners.count) else {
            return "\(name) must have between 1 and \(mostOwners) owners. Set them by ManagedBy."
        }
        for owner in owners {
            let users = try scope.objects.objects(named: owner, of: .recipient) {
                $0.state == .active && RecipientTypes.users.contains($0.typeDetails)
            }
            guard users.count == 1 else {
                return "\(name) has the owner \"\(owner)\", who isn't a user. Set others by ManagedBy."
            }
        }
        if let outer = try scope.context.directory.groups(containing: group.memberID).first {
            return "\(name) is a member of the group \"\(outer.displayName)\". Remove it there first."
        }
        return try scope.recipients(of: group).first { !memberTypes.contains($0.typeDetails) }.map {
            "\(name) has the member \"\($0.name)\", who can't be in a Microsoft 365 group. Remove the member first."
        }
    }
}
