import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// The recipients that a job works on, whom a call names beside what it is about: by a target, by a job that is there.
enum JobRecipients {
    /// Their identities; none for what is no job.
    ///
    /// - Throws: `DatabaseError`; ``AdminAPIError`` for a list that cannot be read.
    static func identities(_ call: BoundCall, in scope: CallScope) throws -> [String] {
        switch call.facts.noun {
        case NounView.distributionGroup.noun: return call[DistributionGroupUpgrader.parameter]?.newTexts ?? []
        case InPlaceHold.noun.noun:
            guard call.text("Identity") != nil else { return [] }
            return InPlaceHold(search: try InPlaceHold.noun.object(call, scope)).sources
        case "MailboxRestoreRequest":
            if let target = call.text("TargetMailbox") { return [target] }
            guard let identity = call.text("Identity") else { return [] }
            return [try RestoreRequest.named(identity, scope).object.text("TargetMailbox") ?? ""]
        case MigrationBatch.noun:
            let batch = try call.text("Identity") == nil ? nil : MigrationBatches(scope).batch(call)
            return try (batch?.users ?? []) + MigrationInput(call, for: batch).users
        case "MigrationUser":
            guard let identity = call.text("Identity") else { return [] }
            return [try MigrationBatches(scope).user(identity)?.address ?? identity]
        default: return []
        }
    }
}
