import EmulatorCore
import ExoJSON

/// Which mailboxes of a tenant have a phone, in one look for a whole listing.
struct DevicePartnerships: Sendable {
    static let property = "HasActiveSyncDevicePartnership"

    /// How many devices of a mailbox were removed, by its guid.
    private let removed: [String: Int]
    /// Whether objects are chosen or ordered by it, and not only shown with it.
    let isSelected: Bool

    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope, isSelected: Bool = false) throws {
        self.isSelected = isSelected
        let gone = try ContentStore(scope).entries(.mobileDevice).filter { $0.value["Removed"] == true }
        removed = Dictionary(grouping: gone, by: \.owner).mapValues(\.count)
    }

    /// Whether a mailbox has a device that was not removed.
    func has(_ mailbox: ExchangeObject) -> Bool { MobileDevice.count(of: mailbox) > removed[mailbox.guid] ?? 0 }

    /// Says so in a row.
    func add(to row: inout ObjectRow, of object: ExchangeObject) { row[Self.property] = .bool(has(object)) }
}
