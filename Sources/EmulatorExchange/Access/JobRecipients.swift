import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// The recipients that a job works on, whom a call names beside what it is about: by a target, by a job that is there.
enum JobRecipients {
    /// They, as the cmdlet finds them; none for what is no job, and of addresses that are somebody's elsewhere.
    ///
    /// - Throws: `DatabaseError`; ``AdminAPIError`` for a list that cannot be read, and for who is not there.
    static func all(_ call: BoundCall, in scope: CallScope) throws -> [ExchangeObject] {
        switch call.facts.noun {
        case NounView.distributionGroup.noun: return try DistributionGroupUpgrader.groups(call, scope)
        case MeetingOrganizerChanger.noun: return [try MeetingOrganizerChanger.heir(call, scope)]
        case InPlaceHold.noun.noun:
            guard call.text("Identity") != nil else { return [] }
            let hold = InPlaceHold(search: try InPlaceHold.noun.object(call, scope))
            return try hold.sources.flatMap { try named($0, states: MailboxTarget.all, scope) }
        default: return try identities(call, in: scope).flatMap { try named($0, scope) }
        }
    }

    private static func named(
        _ identity: String,
        states: Set<ExchangeObject.State> = [.active],
        _ scope: CallScope
    ) throws -> [ExchangeObject] {
        try scope.objects.objects(named: identity, of: .recipient) { states.contains($0.state) }
    }

    private static func identities(_ call: BoundCall, in scope: CallScope) throws -> [String] {
        switch call.facts.noun {
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
