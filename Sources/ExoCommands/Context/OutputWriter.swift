internal import Synchronization

/// Standard output behind a buffer.
package final class OutputWriter: Sendable {
    /// From this size on the buffer is written.
    package static let bufferSize = 1 << 16

    private let sink: any ByteSink
    private let status: StatusLine?
    private let buffer = Mutex<[UInt8]>([])

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - sink: What takes the bytes.
    ///   - status: The line to take away first, where both go to one terminal.
    package init(_ sink: any ByteSink, status: StatusLine? = nil) {
        self.sink = sink
        self.status = status
    }

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
        if let full { try send(full) }
    }

    /// Writes what is held.
    package func flush() throws {
        let rest = buffer.withLock { buffer in
            defer { buffer = [] }
            return buffer
        }
        if !rest.isEmpty { try send(rest) }
    }

    private func send(_ bytes: [UInt8]) throws {
        status?.clear()
        try sink.write(bytes)
    }
}
