import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import Synchronization
import TestSupport
import Testing

/// One cmdlet over many connections.
struct FleetTests {
    private func members(
        _ count: Int,
        _ bench: ManyBench,
        failing: Set<Int> = []
    ) -> [FleetMember] {
        (1...count).map { number in
            FleetMember("t\(number)") {
                if failing.contains(number) { throw ExchangeError(code: .tokenExpired, message: "over") }
                return try await bench.connection()
            }
        }
    }

    @Test func runsForEveryMemberAndLabelsTheirRows() async throws {
        let bench = ManyBench { _ in .init(body: ["value": [["Name": "a"], ["Name": "b"]]]) }
        var rows: [String: Int] = [:]
        var ended: [FleetResult] = []
        let summary = try await Fleet(members(40, bench, failing: [3]), parallel: 7).run(Cmdlet("Get-Mailbox")) {
            switch $0 {
            case .page(let name, let tenantID, let page):
                rows[name, default: 0] += page.count
                #expect(tenantID == TestToken.contoso)
            case .ended(let result): ended.append(result)
            }
        }
        #expect(rows.count == 39)
        #expect(rows.values.allSatisfy { $0 == 2 })
        #expect(summary.done == 39)
        #expect(summary.failed == 1)
        #expect(ended.first { $0.status == .failed }?.name == "t3")
        #expect(ended.first { $0.status == .failed }?.error?.code == .tokenExpired)
    }

    @Test func skipsMembersThatAreDone() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/journal"
        let bench = ManyBench()
        let cmdlet = Cmdlet("Set-OrganizationConfig", parameters: ["AuditDisabled": false])
        let first = try BulkJournal.begin(
            at: path,
            tenantID: Fleet.journalTenant,
            cmdlet: "Set-OrganizationConfig"
        )
        _ = try await Fleet(members(10, bench, failing: [3])).run(cmdlet, journal: first) { _ in }
        #expect(bench.calls.count == 9)
        // Of a copy, since the first is locked as long as it is held.
        let text = try #require(folder.bytes(of: "journal"))
        folder.write(text, to: "second")
        folder.write(try #require(folder.bytes(of: "journal.key")), to: "second.key")
        let second = try BulkJournal.resume(
            at: "\(folder.path)/second",
            tenantID: Fleet.journalTenant,
            cmdlet: "Set-OrganizationConfig"
        )
        let summary = try await Fleet(members(10, bench)).run(cmdlet, journal: second) { _ in }
        #expect(summary.skipped == 9)
        #expect(summary.done == 1)
        #expect(bench.calls.count == 10)
    }

    @Test func aJournalIsOfOneCallAlone() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/journal"
        let bench = ManyBench()
        func run(_ value: Bool, _ more: CmdletParameters, _ journal: BulkJournal) async throws -> BulkSummary {
            var parameters = more
            parameters["AuditDisabled"] = .flag(value)
            return try await Fleet(members(3, bench))
                .run(Cmdlet("Set-OrganizationConfig", parameters: parameters), journal: journal) { _ in }
        }
        func resumed() throws -> BulkJournal {
            try .resume(at: path, tenantID: Fleet.journalTenant, cmdlet: "Set-OrganizationConfig")
        }
        _ = try await run(
            true,
            [:],
            .begin(at: path, tenantID: Fleet.journalTenant, cmdlet: "Set-OrganizationConfig")
        )
        let error = await #expect(throws: ExchangeError.self) { _ = try await run(false, [:], try resumed()) }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("with other parameters") == true)
        #expect(bench.calls.count == 3)
        // What is told of a call makes no other of it.
        #expect(try await run(true, ["Confirm": false], try resumed()).skipped == 3)
    }

    @Test func aTenantThatIsCalledOtherwiseIsStillDone() async throws {
        let folder = try TemporaryFolder()
        let bench = ManyBench()
        let cmdlet = Cmdlet("Set-OrganizationConfig", parameters: ["AuditDisabled": false])
        func member(_ name: String, _ subject: String?) -> FleetMember {
            FleetMember(name, subject: subject) { try await bench.connection() }
        }
        let journal = try BulkJournal.begin(
            at: "\(folder.path)/journal",
            tenantID: Fleet.journalTenant,
            cmdlet: cmdlet.name
        )
        let first = [member("Contoso", "id-1"), member("Fabrikam", "id-2"), member("alone", nil)]
        _ = try await Fleet(first).run(cmdlet, journal: journal) { _ in }
        #expect(bench.calls.count == 3)
        // One was renamed, one has the name of another now, and one of that name is another.
        let second = [member("Contoso Ltd", "ID-1"), member("Contoso", "id-2"), member("Fabrikam", "id-3")]
        var skipped: [String] = []
        let summary = try await Fleet(second).run(cmdlet, journal: journal) {
            if case .ended(let result) = $0, result.status == .skipped { skipped.append(result.name) }
        }
        #expect(skipped.sorted() == ["Contoso", "Contoso Ltd"])
        #expect(summary.done == 1)
        #expect(bench.calls.count == 4)
    }

    @Test func beginsNoMoreWhenNobodyTakesWhatComes() async throws {
        struct Enough: Error {}
        let bench = ManyBench()
        await #expect(throws: Enough.self) {
            _ = try await Fleet(members(500, bench), parallel: 2).run(Cmdlet("Get-Mailbox")) { _ in throw Enough() }
        }
        #expect(bench.calls.count < 500)
    }

    @Test func endsWellWhenThereIsEnough() async throws {
        let bench = ManyBench()
        var left: [Int] = []
        let summary = try await Fleet(members(500, bench), parallel: 2).run(Cmdlet("Get-Mailbox")) {
            if case .ended(let result) = $0 { left.append(result.left) }
            throw Fleet.Enough()
        }
        #expect(bench.calls.count < 500 && summary.isComplete)
        #expect(left == (1...summary.done).map { 500 - $0 })
    }

    /// What was dropped would never come if it counted as done.
    @Test func aReadOfWhichNotAllWasTakenIsMadeAgain() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/journal"
        let bench = ManyBench()
        let cmdlet = Cmdlet("Get-OrganizationConfig")
        func run(_ journal: BulkJournal, isEnough: Bool) async throws -> BulkSummary {
            try await Fleet(members(6, bench), parallel: 2).run(cmdlet, journal: journal) { _ in
                if isEnough { throw Fleet.Enough() }
            }
        }
        func resumed() throws -> BulkJournal {
            try .resume(at: path, tenantID: Fleet.journalTenant, cmdlet: cmdlet.name)
        }
        let first = try await run(
            .begin(at: path, tenantID: Fleet.journalTenant, cmdlet: cmdlet.name),
            isEnough: true
        )
        #expect(first.isComplete && first.done < 6)
        let second = try await run(resumed(), isEnough: false)
        #expect(second.done == 6 && second.skipped == 0)
        #expect(try await run(resumed(), isEnough: false).skipped == 6)
    }

    @Test func dividesNamesIntoSharesThatStayTheSame() throws {
        let names = (1...1000).map { "tenant\($0).example" }
        var held: [String: Int] = [:]
        for number in 1...16 {
            let shard = try #require(FleetShard("\(number)/16"))
            let own = try names.filter { try shard.holds($0) }
            #expect((30...100).contains(own.count))
            for name in own { held[name, default: 0] += 1 }
        }
        #expect(held.count == 1000)
        #expect(held.values.allSatisfy { $0 == 1 })
        #expect(try FleetShard("1/16")?.holds("TENANT1.example") == FleetShard("1/16")?.holds("tenant1.example"))
        for text in ["0/16", "17/16", "1", "a/b", "1/0", ""] { #expect(FleetShard(text) == nil) }
    }
}
