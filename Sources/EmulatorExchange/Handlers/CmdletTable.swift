import CmdletCatalogue

/// The cmdlets that are emulated, each with what answers it.
///
/// An area of cmdlets is a list of its own, in a file of its own: what a cmdlet needs beyond the patterns is named there and
/// nowhere else.
struct CmdletTable: Sendable {
    /// The cmdlets of one area.
    typealias Area = [String: any CmdletHandler]

    /// The names, sorted.
    let names: [String]
    private let handlers: Area
    private let cache = CmdletFactsCache()

    init(_ areas: [Area]) {
        handlers = areas.reduce(into: [:]) { all, area in
            all.merge(area) { _, _ in preconditionFailure("A cmdlet stands in two areas") }
        }
        names = handlers.keys.sorted()
    }

    /// What answers a cmdlet, `nil` when it is not emulated.
    subscript(cmdlet: String) -> (any CmdletHandler)? { handlers[cmdlet] }

    /// What the catalogue says of a cmdlet, emulated or not, in any letter case.
    func facts(named name: String) -> CmdletFacts? { cache.facts(named: name) }

    static let emulated = CmdletTable([organization, recipients])

    private static var organization: Area {
        [
            "Get-AcceptedDomain": GetHandler(view: .acceptedDomain),
            "Get-OrganizationConfig": GetHandler(view: .organizationConfig),
        ]
    }

    private static var recipients: Area {
        [
            "Get-DistributionGroup": GetHandler(view: .distributionGroup),
            "Get-DistributionGroupMember": GroupMemberHandler(view: .distributionGroupMember),
            "Get-Mailbox": GetHandler(view: .mailbox),
            "Get-Recipient": GetHandler(view: .recipient),
            "Get-User": GetHandler(view: .user),
            "Set-Mailbox": SetHandler(view: .mailbox, rules: .mailbox),
        ]
    }
}

/// What of Exchange is emulated, for who asks.
package enum EmulatedCmdlets {
    /// The names of the cmdlets, sorted.
    package static var names: [String] { CmdletTable.emulated.names }
}
