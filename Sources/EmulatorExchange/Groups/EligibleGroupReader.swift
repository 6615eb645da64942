import EmulatorCore
import ExoJSON

/// Get-EligibleDistributionGroupForMigration: which distribution groups can become groups of Microsoft 365.
///
/// Those that are kept in the cloud, stand in no group and have none in them, have owners, and only members who can be in such
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
                try manager.map { group.texts("ManagedBy").contains($0) } ?? true && Self.isEligible(group, scope)
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

    /// Whether a group can become one of Microsoft 365.
    ///
    /// - Throws: `DatabaseError`.
    static func isEligible(_ group: ExchangeObject, _ scope: CallScope) throws -> Bool {
        guard types.contains(group.typeDetails), group.properties["IsDirSynced"] != true,
            (1...mostOwners).contains(group.texts("ManagedBy").count),
            try scope.context.directory.groups(containing: group.memberID).isEmpty
        else { return false }
        return try scope.recipients(of: group).allSatisfy { memberTypes.contains($0.typeDetails) }
    }
}
