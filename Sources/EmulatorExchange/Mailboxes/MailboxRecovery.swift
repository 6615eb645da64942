import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// New-Mailbox for a mailbox that nobody has any more: its content is the new one's, and what held it changes.
///
/// See https://learn.microsoft.com/purview/recover-an-inactive-mailbox; the words of the refusals are guesses.
struct MailboxRecovery {
    let former: ExchangeObject
    let scope: CallScope

    private static let contents = [
        "ExchangeGuid", "ArchiveGuid", "ArchiveName", "ArchiveDatabase", "ArchiveDatabaseGuid", "ArchiveStatus",
        "ArchiveState", "InPlaceHolds",
    ]
    private static let days = 30

    /// Refuses an inactive mailbox whose account can be restored, or whose archive grows by itself.
    func check() throws {
        guard former.state == .inactive else { return }
        guard try !scope.knowsAccount(of: former) else {
            throw AdminAPIError.recipientTask(
                "The inactive mailbox \"\(former.name)\" was deleted less than \(Self.days) days ago. To recover it, "
                    + "restore its user account."
            )
        }
        try Self.requireFixedArchive(former)
    }

    /// Refuses an inactive mailbox whose archive grows by itself, of which nothing is recovered or restored.
    static func requireFixedArchive(_ mailbox: ExchangeObject) throws {
        guard mailbox.state == .inactive, mailbox.properties["AutoExpandingArchiveEnabled"] == true else { return }
        throw AdminAPIError.recipientTask(
            "The inactive mailbox \"\(mailbox.name)\" can't be recovered or restored because it has an auto-expanding "
                + "archive."
        )
    }

    /// Gives the content to a new mailbox; the former one is no more.
    func move(to mailbox: inout ExchangeObject) throws {
        for name in Self.contents { mailbox.properties[name] = former.properties[name] ?? mailbox.properties[name] }
        if former.state == .inactive { try settle(&mailbox) }
        try MailboxLife(scope).remove(former)
    }

    /// Gives whoever has the mailbox time, and leaves of its holds those that cannot be taken away.
    ///
    /// That holds of cases stay is a guess.
    private func settle(_ mailbox: inout ExchangeObject) throws {
        mailbox.properties["RetainDeletedItemsFor"] = .string("\(Self.days).00:00:00")
        mailbox.properties["RetentionHoldEnabled"] = true
        mailbox.properties["StartDateForRetentionHold"] = .string(scope.now.text(.utc))
        let end = scope.now.adding(seconds: Self.days * 86_400)
        mailbox.properties["EndDateForRetentionHold"] = .string(end.text(.utc))
        try leaveInPlaceHolds()
        let policies = try HoldRemover.policies(scope)
        try leave(policies, for: mailbox)
        let locked = Set(policies.filter(PreservationLockRule.isOn).map { ObjectStore.policy(of: $0.guid[...]) })
        func isRetention(_ mark: String) -> Bool { ["grp", "mbx", "skp"].contains { mark.hasPrefix($0) } }
        func isLocked(_ mark: String) -> Bool { locked.contains(ObjectStore.policy(of: mark[...])) }
        let kept = former.texts("InPlaceHolds").filter { mark in
            mark.hasPrefix("-") || mark.hasPrefix("UniH") || isLocked(mark)
        }
        mailbox.properties["InPlaceHolds"] = .array(kept.map { .string($0) })
        let open = try scope.holdMarks(on: former).filter { isRetention($0) && !isLocked($0) }
        if open.contains(where: ObjectStore.keeps) {
            mailbox.properties["LitigationHoldEnabled"] = true
            mailbox.properties["LitigationHoldDate"] = .string(scope.now.text(.utc))
            mailbox.properties["LitigationHoldOwner"] = .string(CaseRule.caller(scope))
        }
        RecoverableItemsRoom.grow(&mailbox)
    }

    /// Puts the new mailbox in the place of the former one where a policy goes on holding it, and takes it out of others.
    private func leave(_ policies: [ExchangeObject], for mailbox: ExchangeObject) throws {
        let cases = ComplianceNoun.named("CaseHoldPolicy")?.objectClass
        for policy in policies {
            let stays = PreservationLockRule.isOn(policy) || policy.objectClass == cases
            let places = policy.texts("ExchangeLocation")
            let left = try places.compactMap { place in
                let named = try LocationRule.recipient(at: place, scope) { $0.state != .softDeleted }
                return named?.guid != former.guid ? place : stays ? mailbox.primaryAddress : nil
            }
            guard left != places else { continue }
            var changed = policy
            changed.properties["ExchangeLocation"] = .array(left.map { .string($0) })
            try scope.objects.update(changed, from: policy)
        }
    }

    private func leaveInPlaceHolds() throws {
        for search in try scope.objects.objects(of: InPlaceHold.noun.objectClass) {
            let sources = InPlaceHold(search: search).sources
            let left = sources.filter { $0 != former.text("LegacyExchangeDN") }
            guard left != sources else { continue }
            var changed = search
            changed.properties[InPlaceHold.sources] = .array(left.map { .string($0) })
            try scope.objects.update(changed, from: search)
        }
    }
}

extension CallScope {
    /// Whether the directory has the account of a mailbox, in use or deleted and not beyond restoring.
    func knowsAccount(of mailbox: ExchangeObject) throws -> Bool {
        guard let id = mailbox.text("ExternalDirectoryObjectId"), !id.isEmpty else { return false }
        if try context.directory.user(id: id) != nil { return true }
        do {
            _ = try DeletedObjects(administration: administration).load(id)
            return true
        } catch let error as AdministrationError where error.status == 404 {
            return false
        }
    }
}
