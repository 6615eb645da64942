import EntraTokens
import ExchangeOnline
import ExoTransport
import TestSupport
import Testing

/// What is told of a change whose end is not plain.
struct WriteOutcomeTests {
    private let clock = TestClock()

    private func connection(_ transport: any HTTPTransport) async throws -> ExchangeConnection {
        let clock = clock
        return try await ExchangeClient(transport: transport, now: { clock.date }, clock: clock).connect(
            ConnectionRequest(
                identity: .userPrincipalName("admin@contoso.com"),
                tokenSource: PassedTokenSource(try AccessToken(TestToken.user()), now: { clock.date }),
                verifiesAccess: false
            )
        )
    }

    @Test func aCancelledChangeIsUnknownAndACancelledReadIsNot() async throws {
        let transport = SilentTransport()
        let connection = try await connection(transport)
        await withTaskGroup { group in
            group.addTask {
                let error = await #expect(throws: ExchangeError.self) {
                    try await connection.run(Cmdlet("Set-Mailbox", parameters: ["Identity": "a"]))
                }
                #expect(error?.code == .outcomeUnknown)
                #expect(error?.message.hasPrefix("Set-Mailbox may or may not have been executed") == true)
                #expect(error?.repair == .inspectObject)
            }
            group.addTask {
                await #expect(throws: CancellationError.self) { try await connection.run(Cmdlet("Get-Mailbox")) }
            }
            await transport.waitForRequests(2)
            group.cancelAll()
        }
    }

    @Test(arguments: [#"{"@odata.context":"x","value":["#, #"{"@odata.context":"x","value":[{"Name":"n"},{"#])
    func aChangeThatIsCancelledWhileItsReplyComesIsUnknown(_ beginning: String) async throws {
        let transport = StallingTransport(beginning: beginning)
        let connection = try await connection(transport)
        await withTaskGroup { group in
            group.addTask {
                let error = await #expect(throws: ExchangeError.self) {
                    try await connection.run(Cmdlet("New-Mailbox", parameters: ["Name": "a", "Shared": true]))
                }
                #expect(error?.code == .outcomeUnknown)
            }
            await transport.waitForReaders(1)
            group.cancelAll()
        }
    }

    @Test(arguments: [
        ("System.TimeoutException", ExchangeError.Code.outcomeUnknown), ("System.ArgumentException", nil),
    ])
    func aChangeForWhichTheServiceWaitedTooLongIsUnknown(_ type: String, _ code: ExchangeError.Code?) async throws {
        let reply = #"{"error":{"code":"InternalServerError","message":"x","innererror":{"type":"\#(type)"}}}"#
        let transport = ScriptedTransport([.json(reply, status: 500, headers: ["x-ExceptionType": type])])
        let connection = try await connection(transport)
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet("Set-Mailbox", parameters: ["Identity": "a"]))
        }
        #expect((error?.code == .outcomeUnknown) == (code == .outcomeUnknown), "\(error?.code.description ?? "")")
        #expect(transport.requests.count == 1)
    }

    @Test func aChangeThatIsCancelledBeforeItIsSentIsJustCancelled() async throws {
        let transport = ScriptedTransport([.text("", status: 429, headers: ["Retry-After": "9"])])
        let connection = try await connection(transport)
        let clock = clock
        await withTaskGroup { group in
            group.addTask {
                await #expect(throws: CancellationError.self) {
                    try await connection.run(Cmdlet("Set-Mailbox", parameters: ["Identity": "a"]))
                }
            }
            await clock.waitForSleepers(1)
            group.cancelAll()
        }
    }

    @Test func aRefusalOfAChangeWithAGoodStatusIsTheRefusal() async throws {
        let bench = Bench([.json(try Fixture.text("errors/not-found.json"))])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet("Set-Mailbox", parameters: ["Identity": "a"]))
        }
        #expect(error?.code == .notFound)
        #expect(error?.exceptionType == "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException")
        #expect(error?.message.contains("may not have been executed") == false)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func aReplyToAChangeThatTurnsOutNotToBeTheServicesLeavesItUnknown() async throws {
        let bench = Bench([ScriptedReply(parts: [Array(#"{"value":[{"Name":"n"}],"#.utf8), Array("<html>".utf8)])])
        let connection = try await bench.connection()
        let error = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet("New-Mailbox", parameters: ["Name": "a", "Shared": true]))
        }
        #expect(error?.code == .outcomeUnknown)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func aRunThatFailedIsNotBegunAnewByWhoeverReadsOn() async throws {
        let question = ScriptedReply.json(
            #"{"@odata.context":"x","@adminapi.confirmationmessage":"Really?","value":[]}"#
        )
        let bench = Bench([question])
        let connection = try await bench.connection()
        let cmdlet = Cmdlet("Remove-Mailbox", parameters: ["Identity": "a"])
        var pages = connection.pages(of: cmdlet, confirm: { _ in false }).makeAsyncIterator()
        do {
            _ = try await pages.next()
            Issue.record("it was declined")
        } catch let error as ExchangeError {
            #expect(error.code == .declined)
        }
        #expect(try await pages.next() == nil)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func aRefusalBehindTheRowsOfAChangeIsTheRefusal() async throws {
        let error = #""error":{"code":"BadRequest","message":"half done"}"#
        let bench = Bench([ScriptedReply(parts: [Array(#"{"value":[{"Name":"n"}],"#.utf8), Array("\(error)}".utf8)])])
        let connection = try await bench.connection()
        let refusal = await #expect(throws: ExchangeError.self) {
            try await connection.run(Cmdlet("New-Mailbox", parameters: ["Name": "a", "Shared": true]))
        }
        #expect(refusal?.message == "half done")
        #expect(refusal?.code != .outcomeUnknown)
    }
}
