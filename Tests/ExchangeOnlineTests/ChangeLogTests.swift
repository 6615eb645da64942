import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import Synchronization
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct ChangeLogTests {
    private let folder: TemporaryFolder
    private var path: String { "\(folder.path)/changes.ndjson" }

    init() throws { folder = try TemporaryFolder() }

    private func connection(_ bench: Bench, log: ChangeLog? = nil) async throws -> ExchangeConnection {
        let token = try AccessToken(TestToken.user(now: bench.clock.date))
        return try await bench.client.connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(token, now: { bench.clock.date }),
                verifiesAccess: false,
                changeLog: log ?? ChangeLog(path: path)
            )
        )
    }

    private func lines() throws -> [JSONObject] {
        let text = String(decoding: try #require(folder.bytes(of: "changes.ndjson")), as: UTF8.self)
        return try text.split(separator: "\n").map { try #require(try JSONValue(parsing: String($0)).objectValue) }
    }

    @Test func notesAChangeBeforeItIsSentAndHowItEnded() async throws {
        let bench = Bench([Page.reply(0..<0), Page.reply(0..<1)])
        let connection = try await connection(bench)
        try await connection.run("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "quiet words"])
        try await connection.run("Get-Mailbox")
        let lines = try lines()
        #expect(lines.map { $0["event"] } == ["begin", "end"])
        let (begin, end) = (try #require(lines.first), try #require(lines.last))
        #expect(begin["tenant"]?.stringValue == TestToken.contoso)
        #expect(begin["actor"] == "admin@contoso.com")
        #expect(begin["cmdlet"] == "Set-Mailbox")
        #expect(begin["previous"] == .null)
        #expect(end["outcome"] == "done")
        #expect(end["requestID"] == "r-0")
        #expect(end["run"] == begin["run"])
        #expect(end["parameters"] == begin["parameters"])
        #expect(bench.transport.requests.first?.headers["client-request-id"] == begin["run"]?.stringValue)
        let report = try ChangeLogReport(ofLog: path)
        #expect(report.isIntact)
        #expect(report.changes == 1)
        #expect(report.unfinished.isEmpty)
    }

    @Test func holdsNoParameterAndIsForItsOwnerAlone() async throws {
        let bench = Bench([Page.reply(0..<0)])
        try await connection(bench).run("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "quiet words"])
        for name in folder.names {
            let bytes = try #require(folder.bytes(of: name))
            #expect(!String(decoding: bytes, as: UTF8.self).contains("quiet words"))
            let facts = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")
            #expect(facts[.posixPermissions] as? Int == 0o600)
        }
        #expect(folder.names == ["changes.ndjson", "changes.ndjson.key"])
    }

    @Test func theSameCallHasTheSameDigestAndAnotherHasAnother() async throws {
        let bench = Bench([Page.reply(0..<0), Page.reply(0..<0), Page.reply(0..<0)])
        let connection = try await connection(bench)
        try await connection.run("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "a"])
        try await connection.run("set-mailbox", ["CustomAttribute1": "a", "Identity": "adele"])
        try await connection.run("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": "b"])
        let digests = try lines().filter { $0["event"] == "begin" }.map { $0["parameters"] }
        #expect(digests[0] == digests[1])
        #expect(digests[0] != digests[2])
    }

    @Test func aChangeThatCannotBeNotedIsNotSent() async throws {
        let bench = Bench()
        let log = ChangeLog(path: "\(folder.path)/none/changes.ndjson")
        let connection = try await connection(bench, log: log)
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run("Set-Mailbox", ["Identity": "adele"])
        }
        #expect(error?.code == .notRecorded)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func aLogThatOthersMayReadIsNotWritten() async throws {
        folder.write(Array("{}\n".utf8), to: "changes.ndjson", mode: 0o644)
        let bench = Bench()
        let connection = try await connection(bench)
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run("Set-Mailbox", ["Identity": "adele"])
        }
        #expect(error?.code == .notRecorded)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func tellsWhatFailedFromWhatIsNotKnown() async throws {
        let refusal = #"{"error":{"code":"NotFound","message":"no","details":[]}}"#
        let bench = Bench([.json(refusal, status: 400), .failure(.noReply, mayHaveBeenSent: true)])
        let connection = try await connection(bench)
        await #expect(throws: ExchangeError.self) { try await connection.run("Set-Mailbox", ["Identity": "a"]) }
        await #expect(throws: ExchangeError.self) { try await connection.run("Set-Mailbox", ["Identity": "a"]) }
        #expect(try lines().compactMap { $0["outcome"] } == ["failed", "unknown"])
    }

    @Test func anErrorBesideTheRowsIsNoSuccess() async throws {
        let reply = #"{"@adminapi.errors":["Ex1|A.B|one went wrong"],"value":[{"Name":"n"}]}"#
        let bench = Bench([.json(reply, headers: ["request-id": "r-1"]), Page.reply(0..<0)])
        let connection = try await connection(bench)
        #expect(try await connection.run("Set-Mailbox", ["Identity": "a"]).errors.count == 1)
        try await connection.run("Set-Mailbox", ["Identity": "b"])
        let ends = try lines().filter { $0["event"] == "end" }
        #expect(ends.map { $0["outcome"] } == ["failed", "done"])
        #expect(ends.first?["code"] == "serviceFailed")
        #expect(ends.first?["requestID"] == "r-1")
    }

    @Test func theKeyIsMadeOnceAndReadByEveryProcess() async throws {
        for _ in 0..<2 {
            let bench = Bench([Page.reply(0..<0)])
            try await connection(bench).run("Set-Mailbox", ["Identity": "adele"])
        }
        let key = try #require(folder.bytes(of: "changes.ndjson.key"))
        #expect(key.count == 65, "one line of 32 bytes in hex")
        let digests = try lines().filter { $0["event"] == "begin" }.map { $0["parameters"] }
        #expect(digests.count == 2)
        #expect(digests[0] == digests[1])
    }

    @Test(arguments: [nil, "zz\n"])
    func aKeyThatIsLostOrNoneIsNotMadeAnew(_ damage: String?) async throws {
        try await connection(Bench([Page.reply(0..<0)])).run("Set-Mailbox", ["Identity": "adele"])
        let key = "\(folder.path)/changes.ndjson.key"
        if let damage {
            try Data(damage.utf8).write(to: URL(filePath: key))
        } else {
            try FileManager.default.removeItem(atPath: key)
        }
        let bench = Bench([Page.reply(0..<0)])
        let error = await #expect(throws: ExchangeError.self) {
            try await connection(bench).run("Set-Mailbox", ["Identity": "adele"])
        }
        #expect(error?.code == .notRecorded && bench.transport.requests.isEmpty, "\(String(describing: error))")
    }

    @Test(arguments: ["changed", "left out", "put in", "cut off", "beginning gone"])
    func showsWhatWasDoneToALog(_ damage: String) async throws {
        let bench = Bench([Page.reply(0..<0), Page.reply(0..<0)])
        let connection = try await connection(bench)
        try await connection.run("Set-Mailbox", ["Identity": "adele"])
        try await connection.run("Set-Mailbox", ["Identity": "alex"])
        let text = String(decoding: try #require(folder.bytes(of: "changes.ndjson")), as: UTF8.self)
        var lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        switch damage {
        case "changed": lines[1] = lines[1].replacing("done", with: "fail")
        case "left out": lines.remove(at: 1)
        case "put in": lines.insert(lines[0], at: 2)
        case "cut off": lines[3] = String(lines[3].dropLast(9))
        default: lines.removeFirst(2)
        }
        let end = damage == "cut off" ? "" : "\n"
        folder.write(Array((lines.joined(separator: "\n") + end).utf8), to: "changes.ndjson")
        #expect(try !ChangeLogReport(ofLog: path).isIntact)
    }

    @Test func manyAtOnceMakeOneChain() async throws {
        let count = 40
        let benches = (0..<4).map { _ in Bench((0..<count).map { _ in Page.reply(0..<0) }) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for bench in benches {
                // A value each, as in processes of their own.
                let connection = try await connection(bench)
                for number in 0..<count {
                    group.addTask { try await connection.run("Set-Mailbox", ["Identity": .text("u\(number)")]) }
                }
            }
            try await group.waitForAll()
        }
        let report = try ChangeLogReport(ofLog: path)
        #expect(report.isIntact, "\(report.faults.prefix(3))")
        #expect(report.lines == 8 * count)
        #expect(report.changes == 4 * count)
    }

    /// Three changes that travel together, by a transport that looks at the log when they are sent.
    private func bulk(_ path: String, _ see: @escaping @Sendable () -> Void) async throws -> BulkSummary {
        let clock = TestClock(advancesItself: true)
        let client = ExchangeClient(
            transport: DetourTransport { request in
                see()
                let ids =
                    try JSONValue(parsing: request.body ?? [])["requests"]?.arrayValue?.compactMap { $0["id"] } ?? []
                let replies = ids.map { id -> JSONValue in
                    ["id": id, "status": 200, "headers": ["OData-Version": "4.0"], "body": ["value": []]]
                }
                return try ScriptedReply.json(JSONValue.object(["responses": .array(replies)]).text()).response()
            },
            now: { clock.date },
            clock: clock
        )
        let connection = try await client.connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(try AccessToken(TestToken.user(now: clock.date)), now: { clock.date }),
                remembered: .init(tenantID: TestToken.contoso),
                verifiesAccess: false,
                changeLog: ChangeLog(path: path)
            )
        )
        return try await connection.bulk(calls(3), options: BulkOptions(parallel: 1)) { _ in }
    }

    @Test func allThatTravelTogetherAreNotedBeforeTheyAreSent() async throws {
        let begun = Mutex<[Int]>([])
        let summary = try await bulk(path) { [folder] in
            let text = String(decoding: folder.bytes(of: "changes.ndjson") ?? [], as: UTF8.self)
            begun.withLock { $0.append(text.split(separator: "\n").count { $0.contains("\"begin\"") }) }
        }
        #expect(summary.done == 3)
        #expect(begun.withLock { $0 } == [3])
        let report = try ChangeLogReport(ofLog: path)
        #expect(report.isIntact && report.changes == 3 && report.unfinished.isEmpty)
    }

    @Test func nothingOfABatchIsSentWhereItCannotBeNoted() async throws {
        let sent = Mutex(0)
        let summary = try await bulk("\(folder.path)/none/changes.ndjson") { sent.withLock { $0 += 1 } }
        #expect(summary.failed == 3 && summary.done == 0)
        #expect(summary.stop?.code == .notRecorded)
        #expect(sent.withLock { $0 } == 0)
    }

    @Test func goesOnBehindALineThatWasCutOff() async throws {
        folder.write(Array(#"{"time":"2026-"#.utf8), to: "changes.ndjson")
        folder.write(Array((String(repeating: "a1", count: 32) + "\n").utf8), to: "changes.ndjson.key")
        let bench = Bench([Page.reply(0..<0)])
        try await connection(bench).run("Set-Mailbox", ["Identity": "adele"])
        let report = try ChangeLogReport(ofLog: path)
        #expect(report.faults.map(\.line) == [1])
        #expect(report.changes == 1)
    }
}
