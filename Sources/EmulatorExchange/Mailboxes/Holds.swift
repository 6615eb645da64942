import EmulatorCore
import ExoJSON

/// Which holds keep a mailbox.
extension CallScope {
    /// The organization's own holds, which count for every mailbox that does not stand out of them.
    func organizationHolds() throws -> [String] { try objects.organizationHolds() }

    /// The marks of policies that count for a mailbox: its own, and the organization's that it does not stand out of.
    func holdMarks(on mailbox: ExchangeObject) throws -> [String] {
        let own = mailbox.texts("InPlaceHolds")
        let left = Set(own.filter { $0.hasPrefix("-") }.map { ObjectStore.policy(of: $0.dropFirst()) })
        let prefix = mailbox.typeDetails == RecipientTypes.groupMailbox ? "grp" : "mbx"
        let general = try organizationHolds().filter { mark in
            mark.hasPrefix(prefix) && !left.contains(ObjectStore.policy(of: mark[...])) && !own.contains(mark)
        }
        return own.filter { !$0.hasPrefix("-") } + general
    }

    /// Whether anything holds a mailbox.
    func isHeld(_ mailbox: ExchangeObject) throws -> Bool { try objects.isHeld(mailbox) }

    /// Makes an inactive mailbox that nothing holds any more a deleted one.
    ///
    /// - Returns: Whether it was such a one.
    @discardableResult
    func releaseIfInactive(_ mailbox: inout ExchangeObject) throws -> Bool {
        guard mailbox.state == .inactive, try !isHeld(mailbox) else { return false }
        MailboxLife.release(&mailbox, now: now)
        return true
    }
}

extension ObjectStore {
    func organizationHolds() throws -> [String] {
        try objects(of: .organization).flatMap { $0.texts("InPlaceHolds") }
    }

    func isHeld(_ mailbox: ExchangeObject) throws -> Bool {
        try Self.isHeld(mailbox, byOrganization: try organizationHolds())
    }

    /// Whether anything holds a mailbox, where the marks of the organization are known.
    static func isHeld(
        _ mailbox: ExchangeObject,
        byOrganization general: @autoclosure () throws -> [String]
    ) rethrows -> Bool {
        for flag in [
            "LitigationHoldEnabled", "ComplianceTagHoldApplied", "DelayHoldApplied", "DelayReleaseHoldApplied",
        ]
        where mailbox.properties[flag] == true { return true }
        let own = mailbox.texts("InPlaceHolds")
        if own.contains(where: { !$0.hasPrefix("-") && keeps($0) }) { return true }
        let left = Set(own.filter { $0.hasPrefix("-") }.map { policy(of: $0.dropFirst()) })
        return try general().contains { keeps($0) && !left.contains(policy(of: $0[...])) }
    }

    /// Whether a mark keeps anything: what ends with `:1` only deletes, and groups of Microsoft 365 are no mailboxes.
    static func keeps(_ mark: String) -> Bool { !mark.hasSuffix(":1") && !mark.hasPrefix("grp") }

    /// The policy that a mark names, without what it holds and how it retains: its GUID without hyphens.
    static func policy(of mark: Substring) -> String {
        let name = mark.prefix { $0 != ":" }.filter { $0 != "-" }.lowercased()
        return kinds.contains(String(name.prefix(3))) ? String(name.dropFirst(3)) : name
    }

    /// What marks begin with: mailboxes, groups, chats.
    private static let kinds: Set = ["grp", "mbx", "skp"]
}
