import Testing

@testable import ExoEmulator

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct LogWriterTests {
    private func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        let code = makePipe(&ends)
        try #require(code == 0)
        return (ends[0], ends[1])
    }

    private func readToEnd(_ descriptor: Int32) -> String {
        var text: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &part, part.count)
            guard count > 0 else { return String(decoding: text, as: UTF8.self) }
            text += part[..<count]
        }
    }

    @Test func writesEveryLineBeforeItEnds() throws {
        let ends = try pipe()
        let log = try LogWriter(to: ends.write)
        for number in 0..<100 { log.write("line \(number)") }
        log.close()
        close(ends.write)
        #expect(readToEnd(ends.read) == (0..<100).map { "line \($0)\n" }.joined())
        close(ends.read)
    }

    @Test func holdsUpNobodyWhenNobodyReads() throws {
        let ends = try pipe()
        let log = try LogWriter(to: ends.write, limit: 1000)
        let line = String(repeating: "x", count: 999)
        for _ in 0..<5000 { log.write(line) }
        // Ends although the pipe is full.
        log.close()
        close(ends.write)
        let text = readToEnd(ends.read)
        #expect(text.utf8.count < 1_000_000 && text.hasPrefix(line))
        close(ends.read)
    }

    @Test func survivesAReaderThatLeft() throws {
        signal(SIGPIPE, SIG_IGN)
        let ends = try pipe()
        close(ends.read)
        let log = try LogWriter(to: ends.write)
        log.write("nobody")
        log.close()
        close(ends.write)
    }
}

private func makePipe(_ ends: inout [Int32]) -> Int32 { pipe(&ends) }
