import ExchangeOnline
import ExoTransport
import TestSupport
import Testing

/// What is told when a cmdlet takes too long.
struct TimeLimitTests {
    private func error(_ cmdlet: Cmdlet, _ replies: ScriptedReply...) async throws -> ExchangeError {
        let error = await #expect(throws: ExchangeError.self) { _ = try await Bench(replies).run(cmdlet) }
        return try #require(error)
    }

    @Test func theServicesLimitIsKnownAndExplained() async throws {
        let error = try await error(Cmdlet("Get-Mailbox"), .failure(.timedOut, mayHaveBeenSent: true))
        #expect(error.code == .timedOut)
        #expect(error.message == "https://outlook.office365.com: no reply within 16 minutes")
        #expect(error.repair?.description.contains("the service ends Get-Mailbox after 15 minutes") == true)
    }

    @Test func cmdletsThatAreKnownToBeLongHaveMoreTime() async throws {
        let cmdlet = Cmdlet("Get-DistributionGroupMember", parameters: ["Identity": "all"])
        let error = try await error(cmdlet, .failure(.timedOut, mayHaveBeenSent: true))
        #expect(error.message.hasSuffix("no reply within 61 minutes"))
        #expect(error.repair?.description.contains("after 60 minutes") == true)
    }

    @Test func aCallersOwnLimitIsCalledThat() async throws {
        var cmdlet = Cmdlet("Get-Mailbox")
        cmdlet.timeout = .seconds(5)
        let error = try await error(cmdlet, .failure(.timedOut, mayHaveBeenSent: true))
        #expect(error.message.contains("the time limit of this call"))
        #expect(error.repair?.description.hasPrefix("allow it more time") == true)
    }

    @Test func aChangeThatTookTooLongMayHaveBeenMade() async throws {
        let cmdlet = Cmdlet("Set-Mailbox", parameters: ["Identity": "a", "Office": "1"])
        let error = try await error(cmdlet, .failure(.timedOut, mayHaveBeenSent: true))
        #expect(error.code == .outcomeUnknown && error.message.contains("no reply within 16 minutes"))
    }
}
