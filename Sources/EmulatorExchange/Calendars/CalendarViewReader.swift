import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-CalendarViewDiagnostics: the meetings of a calendar that a window of time overlaps, without their subjects.
///
/// See https://learn.microsoft.com/troubleshoot/exchange/calendars/cdl/get-meeting-id, whose lines go on with the global object
/// ids. What rows show beside it is a guess.
struct CalendarViewReader: CmdletHandler {
    private static let chosen: Set = [
        "BindToResults", "Identity", "IgnoreCorruptItems", "ReturnSeriesMasters", "WindowEndUtc", "WindowStartUtc",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let noun = call.facts.noun
        let mailbox = try MailboxTarget.mailbox(call, scope)
        guard let start = call.date("WindowStartUtc"), let end = call.date("WindowEndUtc") else {
            let window = ["WindowStartUtc", "WindowEndUtc"]
            throw AdminAPIError.missingParameters(window.filter { call.date($0) == nil })
        }
        guard start <= end else {
            throw AdminAPIError.invalidOperation("WindowStartUtc can't be later than WindowEndUtc.")
        }
        let shape = ObjectShape.of(noun: noun)
        let events = try CalendarEvent.all(in: MailboxContent(mailbox, in: ContentStore(scope)))
        let rows = events.filter { $0.start <= end && start <= $0.end }.map { event in
            shape.row(
                event.identifier,
                [
                    "GlobalObjectId": .string(event.identifier), "StartTime": event.start.json,
                    "EndTime": event.end.json, "CalendarItemType": "Single",
                ]
            )
        }
        return .rows(noun, scope) { rows }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.chosen, shape: nil) }
}
