import ExoCommands
import Synchronization

/// Keeps what is written; may pretend that the reader left.
final class Capture: ByteSink {
    private let bytes = Mutex<[UInt8]>([])
    private let room: Int

    /// Makes a sink that takes so many bytes before its reader leaves.
    init(room: Int = .max) { self.room = room }

    var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

    func write(_ more: [UInt8]) throws {
        try bytes.withLock { bytes in
            bytes.append(contentsOf: more)
            if bytes.count > room { throw OutputEnded() }
        }
    }
}
