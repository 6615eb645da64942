internal import Synchronization

/// Keeps what is written.
final class MemorySink: ByteSink {
    private let kept = Mutex<[UInt8]>([])

    var bytes: [UInt8] { kept.withLock { $0 } }

    func write(_ bytes: [UInt8]) { kept.withLock { $0 += bytes } }
}
