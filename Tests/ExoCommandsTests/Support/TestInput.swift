import ExoCommands
import Synchronization

/// Input at hand.
final class TestInput: InputSource {
    private let descriptors: [Int32: [UInt8]]
    private let lines: Mutex<ArraySlice<String>>
    private let isTaken = Flag()

    init(descriptors: [Int32: [UInt8]] = [:], lines: [String] = []) {
        self.descriptors = descriptors
        self.lines = Mutex(lines[...])
    }

    func readAll(descriptor: Int32, limit: Int) throws -> [UInt8] {
        guard let bytes = descriptors[descriptor] else {
            throw CommandError(.notConnected, "cannot read file descriptor \(descriptor): Bad file descriptor")
        }
        guard bytes.count <= limit else { throw CommandError(.notConnected, "longer than \(limit) bytes") }
        return bytes
    }

    func readPart(descriptor: Int32) throws -> [UInt8] {
        isTaken.take() ? try readAll(descriptor: descriptor, limit: .max) : []
    }

    func readLine() throws -> String? { lines.withLock { $0.popFirst() } }

    func readHiddenLine() throws -> String? { try readLine() }
}
