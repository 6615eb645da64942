/// What answers a cmdlet, once it is allowed and its parameters are bound.
protocol CmdletHandler: Sendable {
    /// - Throws: ``AdminAPIError`` for what the service refuses.
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput
}

/// What a cmdlet has to say.
enum CmdletOutput: Sendable {
    /// Objects to be paged.
    case listing(ObjectListing)
    /// Nothing but warnings.
    case done(warnings: [String])
    /// What would happen; nothing did.
    case confirmation(String)
}

/// What of Exchange is emulated, for who asks.
package enum EmulatedCmdlets {
    /// The names of the cmdlets, sorted.
    package static var names: [String] { CmdletHandlers.names }
}

/// The handlers by cmdlet: code for nouns whose meaning needs it, the patterns for the others.
enum CmdletHandlers {
    /// The names of the cmdlets emulated, sorted.
    static let names = [
        "Get-AcceptedDomain", "Get-DistributionGroup", "Get-DistributionGroupMember", "Get-Mailbox",
        "Get-OrganizationConfig", "Get-Recipient", "Get-User", "Set-Mailbox",
    ]

    /// The handler of a cmdlet, `nil` when it is not emulated.
    static func handler(of cmdlet: String) -> (any CmdletHandler)? {
        guard names.contains(cmdlet), let dash = cmdlet.firstIndex(of: "-") else { return nil }
        let noun = String(cmdlet[cmdlet.index(after: dash)...])
        guard let view = NounView.of(noun: noun) else { return nil }
        switch cmdlet {
        case "Get-DistributionGroupMember": return GroupMemberHandler(view: view)
        case "Set-Mailbox": return SetHandler(view: view, rules: MailboxRules())
        default: return GetHandler(view: view)
        }
    }
}
