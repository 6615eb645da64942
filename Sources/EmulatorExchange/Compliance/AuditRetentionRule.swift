import EmulatorCore
import ExoJSON

/// What a policy keeps audit records of: kinds of them or people, and operations of one kind alone.
///
/// See https://learn.microsoft.com/powershell/module/exchange/new-unifiedauditlogretentionpolicy; the words are a guess.
struct AuditRetentionRule: ObjectRule {
    private static let priorities: ClosedRange<Int64> = 1...10_000
    private static let conditions = ["RecordTypes", "Operations", "UserIds"]

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        if case .value(let value)? = call["Priority"], let priority = value.integerValue {
            guard Self.priorities.contains(priority) else {
                throw AdminAPIError.invalidOperation("The priority \(priority) isn't between 1 and 10000.")
            }
        }
        // Policies of before may say what is refused now.
        guard draft.object.sequence == 0 || Self.conditions.contains(where: draft.changes) else { return }
        let kinds = draft.texts("RecordTypes")
        if draft.changes("RecordTypes") {
            for kind in kinds { try AuditRecordNames.check(kind, of: "RecordTypes") }
        }
        if !draft.texts("Operations").isEmpty, kinds.count != 1 {
            throw AdminAPIError.invalidOperation("Operations need exactly one record type in RecordTypes.")
        }
        if kinds.isEmpty, draft.texts("UserIds").isEmpty {
            throw AdminAPIError.invalidOperation("A policy needs RecordTypes or UserIds.")
        }
    }
}
