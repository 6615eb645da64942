/// `-PermanentlyClearPreviousMailboxInfo`: a mailbox that was taken from an account is gone for good.
struct PreviousMailboxRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "PermanentlyClearPreviousMailboxInfo" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        guard value.flag == true else { return }
        draft.later.append { _, id in try MailboxLife(scope).forget(takenFrom: id) }
    }
}
