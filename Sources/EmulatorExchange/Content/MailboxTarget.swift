import CmdletCatalogue
import EmulatorCore

/// Finds the mailbox that a cmdlet about content names.
enum MailboxTarget {
    static let types = RecipientTypes.mailboxes.union(RecipientTypes.system).union([RecipientTypes.groupMailbox])

    /// The mailbox of `-Identity`, or of another parameter.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    static func mailbox(_ call: BoundCall, _ scope: CallScope, parameter: String = "Identity") throws -> ExchangeObject
    {
        guard let identity = call.text(parameter) else { throw AdminAPIError.withoutIdentity(call.facts.name) }
        let isWide = ["IncludeSoftDeletedRecipients", "IncludeInactiveMailbox", "IncludeInactiveMailboxes"]
            .contains(where: call.isOn)
        return try mailbox(named: identity, noun: call.facts.noun, scope, states: isWide ? all : [.active])
    }

    static let all: Set<ExchangeObject.State> = [.active, .softDeleted, .inactive]

    static func mailbox(
        named identity: String,
        noun: String,
        _ scope: CallScope,
        states: Set<ExchangeObject.State> = [.active]
    ) throws -> ExchangeObject {
        let found = try scope.objects.objects(named: identity, of: .recipient) { object in
            states.contains(object.state) && types.contains(object.typeDetails)
        }
        guard let object = found.first else { throw AdminAPIError.notFound(identity, noun: noun) }
        guard found.count == 1 else { throw AdminAPIError.ambiguous(identity, noun: noun) }
        return object
    }

    /// What is in a mailbox, or in its archive where that is asked for.
    ///
    /// - Throws: ``AdminAPIError`` for an archive that there is not.
    static func content(of mailbox: ExchangeObject, _ call: BoundCall, _ scope: CallScope) throws -> MailboxContent {
        let isArchive = call.isOn("Archive")
        guard !isArchive || mailbox.text("ArchiveStatus") == "Active" else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Configuration.Tasks.MdbAdminTaskException",
                message: "The user \"\(scope.objects.names.title(of: mailbox))\" doesn't have an archive mailbox.",
                targetType: call.facts.noun
            )
        }
        return MailboxContent(mailbox, isArchive: isArchive, in: ContentStore(scope))
    }
}
