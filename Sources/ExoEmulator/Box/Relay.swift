#if os(Linux)
import Glibc
import HTTPServer

/// Two connections of which each gets what the other one sends.
final class Relay: Sendable {
    private let first: Int32
    private let second: Int32
    private let ended: @Sendable () -> Void

    /// Takes over two connections; `ended` is called once both have ended.
    init(_ first: Int32, _ second: Int32, ended: @escaping @Sendable () -> Void) {
        self.first = first
        self.second = second
        self.ended = ended
    }

    deinit {
        close(first)
        close(second)
        ended()
    }

    /// Begins; the relay lives until both sides have ended, or is gone at once where there is no thread to be had.
    func start() {
        for (source, target) in [(first, second), (second, first)] {
            do { try NativeThread { self.copy(from: source, to: target) }.detach() } catch { return hangUp() }
        }
    }

    private func copy(from source: Int32, to target: Int32) {
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe part.withUnsafeMutableBytes { unsafe read(source, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            guard send(part[..<count], to: target) else { return hangUp() }
        }
        // One side may have finished while the other one still talks.
        shutdown(target, Int32(SHUT_WR))
    }

    private func send(_ bytes: ArraySlice<UInt8>, to target: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(target, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return false }
            rest = rest.dropFirst(max(count, 0))
        }
        return true
    }

    private func hangUp() {
        shutdown(first, Int32(SHUT_RDWR))
        shutdown(second, Int32(SHUT_RDWR))
    }
}
#endif
