import Synchronization

/// The members of a fleet that are still to come.
final class FleetQueue: Sendable {
    private let state: Mutex<(members: ArraySlice<FleetMember>, stop: ExchangeError?, hasEnough: Bool)>

    init(_ members: [FleetMember]) { state = Mutex((members[...], nil, false)) }

    /// Why no more are begun.
    var stop: ExchangeError? { state.withLock { $0.stop } }

    /// The next member; `nil` at the end, or when no more are to be begun.
    func next() -> FleetMember? {
        state.withLock { $0.stop == nil && !$0.hasEnough ? $0.members.popFirst() : nil }
    }

    /// Whether nobody wants more of what members give.
    var hasEnough: Bool { state.withLock { $0.hasEnough } }

    /// Has no more begun, since nobody wants more.
    func endWell() { state.withLock { $0.hasEnough = true } }

    /// Has no more begun.
    func end(_ reason: ExchangeError) { state.withLock { $0.stop = $0.stop ?? reason } }
}
