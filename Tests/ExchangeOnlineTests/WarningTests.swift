import ExchangeOnline
import Synchronization
import TestSupport
import Testing

/// Warnings beside rows.
struct WarningTests {
    private struct Named: Decodable, Sendable { var name: String }

    private final class Log: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    private var bench: Bench {
        Bench([
            Page.reply(0..<2, link: Page.link("a"), warnings: ["first"]),
            Page.reply(2..<3, warnings: ["second", "third"]),
        ])
    }

    @Test func warningsComeByTheirOwnWayWhileRowsCome() async throws {
        let log = Log()
        let connection = try await bench.connection(pageSize: 2)
        let cmdlet = Cmdlet("Get-Mailbox", resultSize: .unlimited)
        for try await row in connection.rows(of: cmdlet, onWarning: { log.add("warning \($0)") }) {
            log.add(try row["Name"]?.stringValue ?? "")
        }
        #expect(log.all == ["n0", "n1", "warning first", "n2", "warning second", "warning third"])
    }

    @Test func warningsComeBesideDecodedRowsToo() async throws {
        let log = Log()
        let connection = try await bench.connection(pageSize: 2)
        let rows = connection.rows(
            of: "Get-Mailbox",
            ["ResultSize": "Unlimited"],
            as: Named.self,
            onWarning: { log.add($0) }
        )
        var names: [String] = []
        for try await row in rows { names.append(row.name) }
        #expect(names == ["n0", "n1", "n2"])
        #expect(log.all == ["first", "second", "third"])
    }

    @Test func aMendedRowIsToldOf() async throws {
        let log = Log()
        let connection = try await Bench([.json("{\"value\":[{\"Name\":\"a\\uD800\"}]}")]).connection()
        for try await _ in connection.rows(of: Cmdlet("Get-Mailbox"), onWarning: { log.add($0) }) {}
        #expect(log.all.count == 1 && log.all.first?.contains("surrogate") == true, "\(log.all)")
    }
}
