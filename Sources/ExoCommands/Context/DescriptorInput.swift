#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Synchronization

/// Reads the process's own descriptors.
package struct DescriptorInput: InputSource {
    package init() {}

    package func readAll(descriptor: Int32, limit: Int) throws -> [UInt8] {
        Interrupt.isReading.store(true, ordering: .relaxed)
        defer { Interrupt.isReading.store(false, ordering: .relaxed) }
        return try PrivateFile.readAll(
            descriptor,
            what: descriptor == 0 ? "standard input" : "file descriptor \(descriptor)",
            limit: limit
        )
    }

    package func readPart(descriptor: Int32) throws -> [UInt8] {
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while !Interrupt.hasCome {
            var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            // A signal must be noticed while a pipe gives nothing.
            guard poll(&waited, 1, 200) > 0 else { continue }
            let count = Self.readOnce(descriptor, &part)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else {
                let what = descriptor == 0 ? "standard input" : "file descriptor \(descriptor)"
                throw CommandError(.failed, "cannot read \(what): \(String(cString: strerror(errno)))")
            }
            part.removeSubrange(count...)
            return part
        }
        throw CancellationError()
    }

    private static func readOnce(_ descriptor: Int32, _ part: inout [UInt8]) -> Int {
        #if canImport(Darwin)
        Darwin.read(descriptor, &part, part.count)
        #elseif canImport(Musl)
        Musl.read(descriptor, &part, part.count)
        #else
        Glibc.read(descriptor, &part, part.count)
        #endif
    }

    package func readLine() throws -> String? {
        // Ctrl-C at a question of one line of the shell ends that line alone, as no answer does.
        if Interrupt.isForOneLine || Task.isCancelled, isatty(0) == 1, !Self.waitForLine() { return nil }
        Interrupt.isReading.store(true, ordering: .relaxed)
        defer { Interrupt.isReading.store(false, ordering: .relaxed) }
        return Swift.readLine()
    }

    /// Waits for a line of the terminal; whether there is one before nobody wants it any more.
    private static func waitForLine() -> Bool {
        var waited = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        while Interrupt.isForOneLine, !Task.isCancelled {
            if poll(&waited, 1, 200) > 0 { return true }
        }
        return false
    }

    package func readHiddenLine() throws -> String? {
        var shown = termios()
        guard tcgetattr(0, &shown) == 0 else { return try readLine() }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        Interrupt.shownTerminal.withLock { $0 = shown }
        tcsetattr(0, TCSAFLUSH, &hidden)
        defer { Interrupt.showTerminal() }
        return try readLine()
    }
}
