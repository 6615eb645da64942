import ExoJSON

/// What no mailbox may have.
///
/// More room than its plan gives, longer messages than the service carries, a retention hold that ends before it begins; the words of
/// the refusals are guesses.
struct MailboxLimitRule: ParameterRule {
    private static let largest =
        [
            ("ProhibitSendReceiveQuota", 100), ("ProhibitSendQuota", 100), ("IssueWarningQuota", 100),
        ].map { ($0.0, UInt64($0.1) << 30) } + [("MaxSendSize", 150 << 20), ("MaxReceiveSize", 150 << 20)]

    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        for (name, most) in Self.largest where draft.changes(name) {
            let most = ByteQuantity(bytes: most)
            guard let value = ByteQuantity(parsing: draft.value(name).stringValue ?? ""), value > most else { continue }
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Data.DataValidationException",
                message: "The value '\(value)' of \(name) exceeds the maximum allowed value '\(most)'."
            )
        }
        let (start, end) = ("StartDateForRetentionHold", "EndDateForRetentionHold")
        guard draft.changes(start) || draft.changes(end),
            let begins = draft.object.text(start).flatMap({ ServiceDate(parsing: $0) }),
            let ends = draft.object.text(end).flatMap({ ServiceDate(parsing: $0) }), ends <= begins
        else { return }
        throw AdminAPIError(
            exceptionType: "Microsoft.Exchange.Data.DataValidationException",
            message: "\(end) must be later than \(start)."
        )
    }
}
