/// What follows the directory: told of each change of people and groups, in the transaction that makes it.
package protocol DirectoryFollower: Sendable {
    /// Somebody is another: without a state before when new or restored, without one after when deleted.
    func userChanged(from before: UserRecord?, to after: UserRecord?) throws

    /// A group is another: without a state before when new or restored, without one after when deleted.
    func groupChanged(from before: GroupRecord?, to after: GroupRecord?) throws

    /// Somebody who is known did something that belongs into the audit log.
    func happened(_ event: DirectoryEvent) throws

    /// What somebody's mailbox says of language, time and absence; `nil` for who has none.
    func mailboxSettings(ofUser id: String, in tenantID: String) throws -> MailboxSettings?
}
