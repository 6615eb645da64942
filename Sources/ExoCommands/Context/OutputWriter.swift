internal import Synchronization

/// Standard output behind a buffer.
package final class OutputWriter: Sendable {
    /// From this size on the buffer is written.
    package static let bufferSize = 1 << 16

    private let sink: any ByteSink
    private let buffer = Mutex<[UInt8]>([])

    package init(_ sink: any ByteSink) { self.sink = sink }

    /// Writes a line.
    package func line(_ text: String) throws {
        var bytes = Array(text.utf8)
        bytes.append(UInt8(ascii: "\n"))
        try write(bytes)
    }

    /// Writes bytes, at once when there are many.
    package func write(_ bytes: [UInt8]) throws {
        let full: [UInt8]? = buffer.withLock { buffer in
            if buffer.isEmpty, bytes.count >= Self.bufferSize { return bytes }
            buffer.append(contentsOf: bytes)
            guard buffer.count >= Self.bufferSize else { return nil }
            defer { buffer = [] }
            return buffer
        }
        if let full { try sink.write(full) }
    }

    /// Writes what is held.
    package func flush() throws {
        let rest = buffer.withLock { buffer in
            defer { buffer = [] }
            return buffer
        }
        if !rest.isEmpty { try sink.write(rest) }
    }
}
