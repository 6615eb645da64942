import EmulatorCore
import ExoJSON

/// Which mailboxes of a tenant have a phone.
struct DevicePartnerships: Sendable {
    static let property = "HasActiveSyncDevicePartnership"

    private let store: ContentStore
    /// How many devices of a mailbox were removed, by its guid; `nil` where one mailbox is shown, which is looked up.
    private let removed: [String: Int]?
    /// Whether objects are chosen or ordered by it, and not only shown with it.
    private let isSelected: Bool

    /// - Parameters:
    ///   - scope: The tenant.
    ///   - isSelected: Whether objects are chosen or ordered by it, and not only shown with it.
    ///   - isOfOne: Whether one object is shown; of a listing all are looked up at once.
    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope, isSelected: Bool = false, isOfOne: Bool) throws {
        self.isSelected = isSelected
        store = ContentStore(scope)
        removed = isSelected || !isOfOne ? Self.removed(try store.entries(.mobileDevice)) : nil
    }

    /// Says so in a row, where objects are chosen by it.
    func addKnown(to row: inout ObjectRow, of object: ExchangeObject) {
        if isSelected, let removed { add(removed, to: &row, of: object) }
    }

    /// Says so in a row to be shown.
    ///
    /// - Throws: `DatabaseError`.
    func add(to row: inout ObjectRow, of object: ExchangeObject) throws {
        guard !isSelected else { return }
        add(try removed ?? Self.removed(try store.entries(.mobileDevice, owner: object.guid)), to: &row, of: object)
    }

    /// A mailbox has a phone while it has a device that was not removed.
    private func add(_ removed: [String: Int], to row: inout ObjectRow, of object: ExchangeObject) {
        row[Self.property] = .bool(MobileDevice.count(of: object) > removed[object.guid] ?? 0)
    }

    private static func removed(_ entries: [ContentStore.Entry]) -> [String: Int] {
        Dictionary(grouping: entries.filter { $0.value["Removed"] == true }, by: \.owner).mapValues(\.count)
    }
}
