import ExoCommands
import Synchronization

/// Notes how much is written at a time.
final class CountingSink: ByteSink {
    private let noted = Mutex<[Int]>([])

    var sizes: [Int] { noted.withLock { $0 } }

    func write(_ bytes: [UInt8]) throws { noted.withLock { $0.append(bytes.count) } }
}
