import EmulatorCore

extension CallScope {
    /// The recipient that the caller is, `nil` for an application and for who comes from another tenant.
    ///
    /// - Throws: `DatabaseError`.
    func ownRecipient() throws -> ExchangeObject? {
        guard !caller.isApplication else { return nil }
        return try objects.objects(named: caller.objectID, of: .recipient) { object in
            // Any text may be somebody's name; the directory's id is one person's.
            object.state == .active
                && object.text("ExternalDirectoryObjectId")?.lowercased() == caller.objectID.lowercased()
        }.first
    }

    /// What the caller is called by: a person's display name, or that of an application.
    ///
    /// - Throws: `DatabaseError`.
    func callerName() throws -> String {
        let directory = context.directory
        let name =
            try caller.isApplication
            ? directory.servicePrincipal(objectID: caller.objectID)?.displayName
            : directory.user(id: caller.objectID)?.displayName
        return name ?? caller.userPrincipalName ?? caller.applicationID
    }

    /// The policy that says what the caller may do with the own mailbox, `nil` without one.
    ///
    /// - Throws: `DatabaseError`.
    func ownPolicy() throws -> String? {
        guard let mailbox = try ownRecipient(), RecipientTypes.mailboxes.contains(mailbox.typeDetails) else {
            return nil
        }
        return mailbox.text("RoleAssignmentPolicy") ?? AccessDefaults.policy
    }

    /// The caller's own mailbox, for cmdlets that are about it where no other is named.
    ///
    /// - Throws: ``AdminAPIError`` for a caller without one; the words are a guess.
    func ownMailbox() throws -> ExchangeObject {
        guard let mailbox = try ownRecipient(), RecipientTypes.mailboxes.contains(mailbox.typeDetails) else {
            throw AdminAPIError.recipientTask(
                "The parameter \"Mailbox\" is required: the caller has no mailbox of its own.",
                targetType: "Mailbox"
            )
        }
        return mailbox
    }
}
