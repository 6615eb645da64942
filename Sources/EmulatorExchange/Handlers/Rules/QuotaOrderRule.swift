import ExoJSON

/// Quotas of which none may be less than the one before it.
struct QuotaOrderRule: ParameterRule {
    /// The properties, the smallest quota first.
    let quotas: [String]

    /// The quotas of a mailbox, and of the plan that gives them.
    static let mailbox = QuotaOrderRule(quotas: ["IssueWarningQuota", "ProhibitSendQuota", "ProhibitSendReceiveQuota"])

    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        guard quotas.contains(where: { draft.changes($0) }) else { return }
        for (lower, upper) in zip(quotas, quotas.dropFirst()) {
            guard let low = ByteQuantity(parsing: draft.value(lower).stringValue ?? ""),
                let high = ByteQuantity(parsing: draft.value(upper).stringValue ?? ""), low > high
            else { continue }
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Data.DataValidationException",
                message: "The value of property '\(upper)' must be greater than or equal to that of property "
                    + "'\(lower)'. \(upper): '\(high)', \(lower): '\(low)'."
            )
        }
    }
}
