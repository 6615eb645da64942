/// What is particular about somebody's mailbox, as a seed describes it.
package struct SeedMailbox: Sendable, Hashable {
    /// The tenant's GUID.
    package var tenantID: String
    /// Whose mailbox it is.
    package var alias: String
    /// The alias of a recipient of the tenant who gets the mail.
    package var forwardsTo: String?
    /// An address of anybody who gets the mail.
    package var forwardsToAddress: String?
    /// Whether mail that is forwarded stays here too.
    package var keepsForwarded: Bool
    package var isOnHold: Bool
    /// The marks of retention policies and cases that keep it.
    package var holds: [String]
    package var hasArchive: Bool
    package var isHidden: Bool
    /// Aliases of people who may send on its behalf.
    package var senders: [String]

    package init(
        tenantID: String,
        alias: String,
        forwardsTo: String? = nil,
        forwardsToAddress: String? = nil,
        keepsForwarded: Bool = false,
        isOnHold: Bool = false,
        holds: [String] = [],
        hasArchive: Bool = false,
        isHidden: Bool = false,
        senders: [String] = []
    ) {
        self.tenantID = tenantID
        self.alias = alias
        self.forwardsTo = forwardsTo
        self.forwardsToAddress = forwardsToAddress
        self.keepsForwarded = keepsForwarded
        self.isOnHold = isOnHold
        self.holds = holds
        self.hasArchive = hasArchive
        self.isHidden = isHidden
        self.senders = senders
    }
}
