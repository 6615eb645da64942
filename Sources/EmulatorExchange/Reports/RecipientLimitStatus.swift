import CmdletCatalogue
import EmulatorCore
import ExoJSON

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Get-LimitsEnforcementStatus: how many recipients outside the organization wrote to within a day, and how many it may.
///
/// The limit follows from the licences, of which everybody with a mailbox has one here. See
/// https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits.
struct RecipientLimitStatus: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let noun = call.facts.noun
        let traffic = try Traffic(scope)
        let sent = traffic.messages(from: traffic.now.adding(days: -1), through: traffic.now)
            .filter { $0.direction == .outbound }.count
        let licences = traffic.people.people.count { $0.isUser && $0.gone == nil }
        let limit = Self.limit(licences)
        let row = ObjectShape.of(noun: noun).row(
            "",
            [
                "ObservedValue": .integer(Int64(sent)), "Threshold": .integer(limit),
                // The words are a guess.
                "Verdict": Int64(sent) <= limit ? "Accept" : "Reject",
            ]
        )
        return .row(noun, scope, row)
    }

    private static func limit(_ licences: Int) -> Int64 { Int64(500 * pow(Double(licences), 0.7) + 9500) }
}
