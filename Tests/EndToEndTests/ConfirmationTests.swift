import ExchangeOnline
import ExoJSON
import ExoTransport
import Synchronization
import TestSupport
import Testing

/// Questions of the service before a change, with a gateway that fails around them.
struct ConfirmationTests {
    private let tenant: LocalTenant

    init() throws { tenant = try LocalTenant() }

    /// What reached the emulator and who was asked.
    private final class Log: Sendable {
        let executed = Mutex<[Bool?]>([])
        let questions = Mutex<[String]>([])
        let failures = Mutex(0)
    }

    /// Where a gateway answers 503.
    enum Failure: Sendable { case beforeQuestion, beforeChange, afterChange }

    /// A connection through a gateway that fails once.
    private func connection(_ failure: Failure, _ log: Log) async throws -> ExchangeConnection {
        let emulated = tenant.transport
        let gateway = DetourTransport { request in
            let body = try request.body.map { try JSONValue(parsing: $0) }
            let input = body?["CmdletInput"]
            guard input?["CmdletName"] == "Remove-Mailbox" else { return try await emulated.send(request) }
            let confirms = input?["Parameters"]?["Confirm"]?.boolValue
            let isMeant = failure == .beforeQuestion ? confirms == true : confirms == false
            let fails = log.failures.withLock { count in
                guard isMeant, count == 0 else { return false }
                count = 1
                return true
            }
            let busy = HTTPResponse(status: 503, headers: ["Content-Type": "text/html"], body: HTTPBody(parts: []))
            if fails, failure != .afterChange { return busy }
            let reply = try await emulated.send(request)
            log.executed.withLock { $0.append(confirms) }
            return fails ? busy : reply
        }
        let token = try await tenant.token()
        return try await ExchangeClient(transport: gateway, clock: TestClock(advancesItself: true)).connect(
            ConnectionRequest(
                cloud: tenant.cloud,
                identity: .organization("contoso.onmicrosoft.com"),
                tokenSource: PassedTokenSource(token)
            )
        )
    }

    private func remove(_ failure: Failure, _ log: Log, answer: Bool = true) async throws {
        let connection = try await connection(failure, log)
        try await connection.run("Remove-Mailbox", ["Identity": "adele@contoso.com"]) { question in
            log.questions.withLock { $0.append(question) }
            return answer
        }
    }

    private func isThere() async throws -> Bool {
        do {
            return try await !tenant.connect().run("Get-Mailbox", ["Identity": "adele@contoso.com"]).rows.isEmpty
        } catch let error as ExchangeError where error.code == .notFound { return false }
    }

    @Test func aQuestionThatFailsIsAskedAgainAndThePersonOnce() async throws {
        let log = Log()
        try await remove(.beforeQuestion, log)
        #expect(log.failures.withLock { $0 } == 1)
        #expect(log.executed.withLock { $0 } == [true, false])
        let questions = log.questions.withLock { $0 }
        #expect(questions.count == 1 && questions.first?.isEmpty == false, "\(questions)")
        #expect(try await !isThere())
    }

    @Test(arguments: [Failure.beforeChange, .afterChange])
    func aConfirmedChangeIsNeverSentTwice(_ failure: Failure) async throws {
        let log = Log()
        let error = await #expect(throws: ExchangeError.self) { try await remove(failure, log) }
        #expect(error?.code == .outcomeUnknown && error?.status == 503)
        #expect(error?.repair == .inspectObject)
        #expect(log.executed.withLock { $0 } == (failure == .afterChange ? [true, false] : [true]))
        #expect(log.questions.withLock { $0.count } == 1)
        #expect(try await isThere() == (failure == .beforeChange))
    }

    @Test func aNoLeavesEverythingAsItIs() async throws {
        let log = Log()
        let error = await #expect(throws: ExchangeError.self) { try await remove(.beforeQuestion, log, answer: false) }
        #expect(error?.code == .declined)
        #expect(log.executed.withLock { $0 } == [true])
        #expect(try await isThere())
    }

    @Test func whatIfIsPassedOnAndChangesNothing() async throws {
        let connection = try await tenant.connect()
        let outcome = try await connection.run("Remove-Mailbox", ["Identity": "adele@contoso.com", "WhatIf": true]) {
            _ in
            Issue.record("nobody is to be asked")
            return true
        }
        #expect(outcome.confirmationMessage?.isEmpty == false)
        #expect(try await isThere())
    }
}
