import Synchronization

/// The recipient that a call changes, told by who changes it to who writes it down, so that it is not looked for twice.
final class ChangedRecipient: Sendable {
    private let known = Mutex<ExchangeObject?>(nil)

    /// The recipient as it was before; `nil` as long as none was changed.
    var before: ExchangeObject? { known.withLock { $0 } }

    /// Notes a recipient as it was before it was changed.
    func note(_ object: ExchangeObject) {
        guard object.objectClass == .recipient, object.state == .active else { return }
        known.withLock { $0 = object }
    }
}
