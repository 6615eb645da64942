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

    package func readLine() throws -> String? {
        Interrupt.isReading.store(true, ordering: .relaxed)
        defer { Interrupt.isReading.store(false, ordering: .relaxed) }
        return Swift.readLine()
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
