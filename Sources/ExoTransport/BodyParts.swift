import Synchronization

/// Parts of a body at hand, taken one by one.
final class Parts: Sendable {
    private let rest: Mutex<ArraySlice<[UInt8]>>

    init(_ parts: [[UInt8]]) { rest = Mutex(parts.filter { !$0.isEmpty }[...]) }

    func next() -> [UInt8]? { rest.withLock { $0.popFirst() } }
}
