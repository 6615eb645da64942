import ExoCommands
import Synchronization

/// Keeps what is written, may show it to a test at once, and may pretend that the reader left.
final class Capture: ByteSink {
    private let kept = Mutex<[UInt8]>([])
    private let room: Int
    private let see: (@Sendable (String) -> Void)?

    /// Makes a sink.
    ///
    /// - Parameters:
    ///   - room: How many bytes it takes before its reader leaves.
    ///   - see: What is called with each text before its writer goes on.
    init(room: Int = .max, see: (@Sendable (String) -> Void)? = nil) {
        self.room = room
        self.see = see
    }

    var bytes: [UInt8] { kept.withLock { $0 } }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func write(_ more: [UInt8]) throws {
        try kept.withLock { bytes in
            bytes.append(contentsOf: more)
            if bytes.count > room { throw OutputEnded() }
        }
        see?(String(decoding: more, as: UTF8.self))
    }
}
