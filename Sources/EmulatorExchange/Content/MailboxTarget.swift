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
        return try mailbox(named: identity, noun: call.facts.noun, scope, states: states(of: call))
    }

    /// In which states a call wants mailboxes.
    private static func states(of call: BoundCall) -> Set<ExchangeObject.State> {
        let isWide = ["IncludeSoftDeletedRecipients", "IncludeInactiveMailbox", "IncludeInactiveMailboxes"]
            .contains(where: call.isOn)
        return isWide ? all : [.active]
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

    /// What is in the mailbox of `-Identity`, or in its archive where that is asked for, by a switch or by where it is.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous, and for an archive that there is not.
    static func content(_ call: BoundCall, _ scope: CallScope) throws -> MailboxContent {
        let place = call.text("Identity").flatMap { MailboxPlace($0) }
        let noun = call.facts.noun
        let mailbox = try place?.mailbox(scope, states(of: call), noun: noun) ?? mailbox(call, scope)
        let isArchive = call.isOn("Archive") || place?.isArchive(of: mailbox) ?? false
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

/// A mailbox by where it is: its guid or that of its archive, behind the owner's name as Get-MailboxLocation has it.
struct MailboxPlace: Sendable {
    /// The owner's name, `nil` for a guid alone.
    let owner: String?
    private let guid: String

    /// Reads an identity, `nil` where it does not end in a guid.
    init?(_ identity: String) {
        let parts = identity.split(separator: "\\", omittingEmptySubsequences: false).map(String.init)
        guard let last = parts.last, let guid = GUIDText(parsing: last), parts.count <= 2 else { return nil }
        owner = parts.count == 2 ? parts[0] : nil
        self.guid = guid.description
    }

    func isArchive(of mailbox: ExchangeObject) -> Bool {
        MailboxArchive.isOn(mailbox) && mailbox.text("ArchiveGuid") == guid
    }

    private func isOf(_ mailbox: ExchangeObject) -> Bool {
        mailbox.text("ExchangeGuid") == guid || isArchive(of: mailbox)
    }

    /// The mailbox that is there, or whose archive is; `nil` where the place names none, as a GUID may that is a name.
    ///
    /// - Throws: ``AdminAPIError``: not found behind an owner's name, on the noun's behalf.
    func mailbox(_ scope: CallScope, _ states: Set<ExchangeObject.State>, noun: String) throws -> ExchangeObject? {
        func isWanted(_ object: ExchangeObject) -> Bool {
            states.contains(object.state) && MailboxTarget.types.contains(object.typeDetails) && isOf(object)
        }
        guard let owner else {
            return try scope.objects.objects(at: scope.objects.places(of: .archiveGuid, guid)).first(where: isWanted)
        }
        guard let found = try scope.objects.objects(named: owner, of: .recipient, where: isWanted).first else {
            throw AdminAPIError.notFound("\(owner)\\\(guid)", noun: noun)
        }
        return found
    }
}
