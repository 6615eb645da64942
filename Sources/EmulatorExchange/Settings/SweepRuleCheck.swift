import CmdletCatalogue
import ExoJSON

/// What a sweep rule keeps: the latest messages or those of some days, never both; the words of the refusals are guesses.
enum SweepRuleCheck {
    private static let parameters = ["KeepForDays", "KeepLatest"]

    /// Takes away the one that was said before where a call says the other (a guess).
    ///
    /// - Throws: ``AdminAPIError`` for a call with both, and for a rule with neither.
    static func settle(_ draft: inout ObjectDraft, _ call: BoundCall) throws {
        let said = parameters.filter { name in
            guard case .value(.integer(_))? = call[name] else { return false }
            return true
        }
        guard said.count < parameters.count else {
            throw AdminAPIError.invalidOperation("You can't use KeepForDays and KeepLatest in the same command.")
        }
        if let one = said.first {
            for other in parameters where other != one { draft.object.properties[other] = nil }
            return
        }
        guard call.facts.verb == "New" || parameters.contains(where: { call[$0] != nil }),
            parameters.allSatisfy({ (draft.object.properties[$0] ?? .null).isNull })
        else { return }
        throw AdminAPIError.invalidOperation("A sweep rule must contain KeepForDays or KeepLatest.")
    }
}
