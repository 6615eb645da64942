import EmulatorCore
import ExoJSON

/// `-LitigationHoldEnabled`, with which date and owner of the hold come and go; what ends leaves a delay hold.
struct LitigationHoldRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "LitigationHoldEnabled" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        draft.store(parameter, .bool(value.flag ?? false))
    }

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        guard draft.changes("LitigationHoldEnabled") else { return }
        let isOn = draft.value("LitigationHoldEnabled") == true
        if isOn {
            // Mailboxes that are not a person's need no licence here.
            let isLicensed =
                draft.object.typeDetails != "UserMailbox"
                || draft.texts(ExchangeLicence.capabilities).contains(ExchangeLicence.full)
            guard isLicensed else {
                throw AdminAPIError.recipientTask(
                    "The action 'Set-Mailbox', 'LitigationHoldEnabled', can't be performed on the user "
                        + "'\(draft.object.name)'. Your Microsoft Exchange Online license doesn't permit you to put a "
                        + "litigation hold on this mailbox."
                )
            }
            if !draft.changes("LitigationHoldDate") {
                draft.store("LitigationHoldDate", .string(scope.now.text(.utc)))
            }
            if !draft.changes("LitigationHoldOwner") {
                // That an application is called by its id is a guess.
                draft.store("LitigationHoldOwner", .string(CaseRule.caller(scope)))
            }
            RecoverableItemsRoom.grow(&draft.object, except: draft.changes)
        } else {
            draft.store("LitigationHoldDate", .null)
            draft.store("LitigationHoldOwner", "")
            draft.object.properties["LitigationHoldDuration"] = nil
            // Of a new mailbox nothing was held, and an inactive one is told by another switch what holds it.
            if draft.original.sequence > 0, draft.original.state == .active { draft.store("DelayHoldApplied", true) }
        }
    }
}
