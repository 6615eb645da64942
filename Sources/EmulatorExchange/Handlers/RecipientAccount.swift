import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// The account of a recipient in the directory, which follows what Exchange is told.
struct RecipientAccount {
    let scope: CallScope

    /// Changes the account of an object that is stored.
    ///
    /// - Throws: ``AdminAPIError`` in the service's words for a directory that refuses.
    func follow(_ draft: ObjectDraft) throws {
        guard let id = draft.object.text("ExternalDirectoryObjectId"),
            let before = try scope.context.directory.user(id: id), before.tenantID == scope.tenant.id
        else { return }
        let users = Users(
            administration: Administration(
                directory: scope.context.directory,
                tenant: scope.tenant,
                now: scope.context.clock.now,
                actorID: scope.caller.objectID
            )
        )
        do {
            let after = Self.changed(before, draft)
            if after != before { try users.update(after) }
            if let password = draft.password { try users.setPassword(password.text, ofUser: id, mustChange: false) }
        } catch let error as AdministrationError {
            throw AdminAPIError.directory(error.message)
        }
    }

    /// What Exchange and the directory call the same fact.
    private static var facts: [(property: String, member: WritableKeyPath<UserRecord, String?>)] {
        [
            ("FirstName", \.givenName), ("LastName", \.surname), ("Title", \.jobTitle), ("Department", \.department),
            ("Office", \.office), ("MobilePhone", \.mobilePhone), ("City", \.city), ("CountryOrRegion", \.country),
        ]
    }

    private static func changed(_ user: UserRecord, _ draft: ObjectDraft) -> UserRecord {
        var user = user
        if draft.changes("DisplayName"), let name = draft.object.text("DisplayName") { user.displayName = name }
        if draft.changes("EmailAddresses"), let address = draft.object.primaryAddress { user.mail = address }
        if draft.changes("UserPrincipalName"), let name = draft.object.text("UserPrincipalName") {
            user.userPrincipalName = name
        }
        if draft.changes("AccountDisabled") { user.accountEnabled = draft.value("AccountDisabled") != true }
        for (property, member) in facts where draft.changes(property) {
            user[keyPath: member] = draft.object.text(property)
        }
        return user
    }
}
