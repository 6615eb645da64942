import ExoJSON
import TestSupport
import Testing

@testable import ExoEmulator

/// What parameters take at most, beyond what their types say.
@Suite struct ExchangeLimitTests {
    @Test(
        arguments: [
            ("Set-TransportConfig", "ReplyAllStormDetectionMinimumReplies", 21, 20),
            ("Set-TransportConfig", "ReplyAllStormDetectionMinimumRecipients", 999, 1000),
            ("Set-TransportConfig", "MessageExpiration", "8.00:00:00", "1.00:00:00"),
            ("Set-OrganizationConfig", "ActivityBasedAuthenticationTimeoutInterval", "00:01:00", "06:00:00"),
            ("Set-RemoteDomain", "RequiredCharsetCoverage", 101, 100),
            ("Set-MailboxCalendarConfiguration", "DefaultReminderTime", "30.00:00:00", "00:30:00"),
            ("Set-User", "PostalCode", .string(String(repeating: "1", count: 41)), "12345"),
        ] as [(String, String, JSONValue, JSONValue)]
    )
    func numbersAndSpansHaveTheRangesOfTheirPages(
        _ cmdlet: String,
        _ name: String,
        _ bad: JSONValue,
        _ good: JSONValue
    )
        throws
    {
        let harness = try ExchangeHarness()
        let object: JSONValue? =
            switch cmdlet {
            case "Set-RemoteDomain": "Default"
            case "Set-User", "Set-MailboxCalendarConfiguration": "adele"
            default: nil
            }
        func status(_ value: JSONValue) throws -> Int {
            var parameters: JSONObject = [.init(name): value]
            parameters["Identity"] = object
            return try harness.run(cmdlet, parameters).status
        }
        #expect(try status(bad) == 400)
        #expect(try status(good) == 200)
    }
}
