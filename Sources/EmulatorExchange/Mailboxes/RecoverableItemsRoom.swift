import EmulatorCore
import ExoJSON

/// How much room recoverable items have: more in what is held, and most where an archive grows by itself too.
///
/// See https://learn.microsoft.com/purview/ediscovery-increase-the-recoverable-quota-for-mailboxes-on-hold; that holds of the
/// organization's give none is said there.
enum RecoverableItemsRoom {
    /// Gives what is held on its own more than the 30 GB that everybody has.
    ///
    /// - Parameters:
    ///   - mailbox: The mailbox as it is now.
    ///   - chosen: Quotas that somebody has just set.
    static func grow(_ mailbox: inout ExchangeObject, except chosen: Set<String> = []) {
        guard ObjectStore.isHeld(mailbox, byOrganization: []) else { return }
        let more: UInt64 = mailbox.properties["AutoExpandingArchiveEnabled"] == true ? 10 : 0
        for (name, gigabytes) in [("RecoverableItemsQuota", 100 + more), ("RecoverableItemsWarningQuota", 90 + more)]
        where !chosen.contains(name) {
            let wanted = ByteQuantity(bytes: gigabytes << 30)
            // What is no number of bytes is unlimited.
            if let text = mailbox.text(name), ByteQuantity(parsing: text).map({ $0 >= wanted }) ?? true { continue }
            mailbox.properties[name] = .string(wanted.description)
        }
    }
}
