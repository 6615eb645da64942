import ExoCommands
import Synchronization

/// Keeps what is written; may pretend that the reader left.
final class Capture: ByteSink {
    private let kept = Mutex<[UInt8]>([])
    private let room: Int

    /// Makes a sink that takes so many bytes before its reader leaves.
    init(room: Int = .max) { self.room = room }

    var bytes: [UInt8] { kept.withLock { $0 } }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func write(_ more: [UInt8]) throws {
        try kept.withLock { bytes in
            bytes.append(contentsOf: more)
            if bytes.count > room { throw OutputEnded() }
        }
    }
}
