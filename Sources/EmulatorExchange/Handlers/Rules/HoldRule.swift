import EmulatorCore
import ExoJSON

/// Switches that end holds, and what becomes of a mailbox that nothing holds any more.
struct HoldRule: ParameterRule {
    private static let switches: Set = [
        "ExcludeFromAllHolds", "ExcludeFromAllOrgHolds", "RecalculateInactiveMailbox", "RemoveComplianceTagHoldApplied",
        "RemoveDelayHoldApplied", "RemoveDelayReleaseHoldApplied", "RemoveDisabledArchive",
    ]
    private static let lists: Set = ["ExcludeFromOrgHolds", "RemoveOrphanedHolds"]

    /// Whether a call takes a mailbox out of holds, which finds inactive mailboxes without being told to.
    static func finds(inactive call: BoundCall) -> Bool {
        call.parameters.contains { $0.name.hasPrefix("ExcludeFrom") && $0.value.flag != false }
    }

    func takes(_ parameter: String) -> Bool { Self.switches.contains(parameter) || Self.lists.contains(parameter) }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        guard value.flag != false else { return }
        // What a mailbox in use stands out of is said by the policy; the words are a guess.
        guard !parameter.hasSuffix("OrgHolds") || draft.object.state == .inactive else {
            throw AdminAPIError.recipientTask("The \(parameter) parameter can be used only for inactive mailboxes.")
        }
        switch parameter {
        case "ExcludeFromAllHolds":
            // Litigation hold and holds of cases stay.
            for name in ["ComplianceTagHoldApplied", "DelayHoldApplied", "DelayReleaseHoldApplied"] {
                draft.store(name, false)
            }
            let kept = draft.texts("InPlaceHolds").filter { $0.hasPrefix("UniH") }
            draft.store("InPlaceHolds", .array(kept.map { .string($0) }))
            exclude(try scope.organizationHolds(), &draft)
        case "ExcludeFromAllOrgHolds": exclude(try scope.organizationHolds(), &draft)
        case "ExcludeFromOrgHolds":
            let holds = try scope.organizationHolds()
            let kind = draft.object.typeDetails == RecipientTypes.groupMailbox ? "grp" : "mbx"
            exclude((value.texts ?? []).map { Self.mark(of: $0, kind, among: holds) }, &draft)
        case "RemoveOrphanedHolds":
            let gone = value.texts ?? []
            let left = ObjectDraft.merged(draft.texts("InPlaceHolds"), add: [], remove: gone)
            draft.store("InPlaceHolds", .array(left.map { .string($0) }))
        case "RemoveComplianceTagHoldApplied": draft.store("ComplianceTagHoldApplied", false)
        case "RemoveDelayHoldApplied": draft.store("DelayHoldApplied", false)
        case "RemoveDelayReleaseHoldApplied": draft.store("DelayReleaseHoldApplied", false)
        case "RemoveDisabledArchive":
            draft.object.properties["DisabledArchiveGuid"] = nil
            draft.object.properties["DisabledArchiveDatabase"] = nil
        // Holds are counted again below, whatever was asked.
        default: break
        }
    }

    /// An inactive mailbox that nothing holds is a deleted one.
    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        try scope.releaseIfInactive(&draft.object)
    }

    /// The mark that a hold of the organization's is named by: itself, or the GUID of its policy alone.
    private static func mark(of hold: String, _ kind: String, among holds: [String]) -> String {
        let policy = ObjectStore.policy(of: hold[...])
        let marks = holds.filter { ObjectStore.policy(of: $0[...]) == policy }
        return marks.first { $0.hasPrefix(kind) } ?? marks.first ?? hold
    }

    /// A hold of the organization that stands with a hyphen does not count for the mailbox.
    private func exclude(_ holds: [String], _ draft: inout ObjectDraft) {
        let added = holds.map { "-" + $0.drop { $0 == "-" }.prefix { $0 != ":" } }
        let all = ObjectDraft.merged(draft.texts("InPlaceHolds"), add: added, remove: [])
        draft.store("InPlaceHolds", .array(all.map { .string($0) }))
    }
}
