import CmdletCatalogue
import EmulatorCore

/// A folder as identities name it: `adele:\Calendar`, `adele:` and the folder's id, `adele` for all of a mailbox.
struct FolderReference: Sendable {
    let content: MailboxContent
    let folder: MailboxFolder

    /// How texts and rows call it.
    var title: String { "\(content.mailbox.name):\(folder.isRoot ? "\\" : folder.backslashed)" }

    init(content: MailboxContent, folder: MailboxFolder) {
        self.content = content
        self.folder = folder
    }

    /// Finds the folder of an identity; one that names no mailbox means the caller's own.
    ///
    /// - Throws: ``AdminAPIError``: no such mailbox, no such folder.
    init(_ identity: String, noun: String, _ scope: CallScope) throws {
        let colon = identity.firstIndex(of: ":")
        let isOwn = identity.hasPrefix("\\")
        let owner = isOwn ? "" : colon.map { String(identity[..<$0]) } ?? identity
        let path = isOwn ? identity : colon.map { String(identity[identity.index(after: $0)...]) } ?? "\\"
        let mailbox = try MailboxTarget.mailbox(
            named: owner.isEmpty ? scope.ownMailbox().guid : owner,
            noun: noun,
            scope
        )
        content = MailboxContent(mailbox, in: ContentStore(scope))
        guard let folder = try content.folder(named: path) else {
            throw Self.missing(identity, noun: noun)
        }
        self.folder = folder
    }

    /// The folder that a call is about.
    ///
    /// - Throws: ``AdminAPIError``.
    init(_ call: BoundCall, _ scope: CallScope) throws {
        guard let identity = call.text("Identity") else { throw AdminAPIError.withoutIdentity(call.facts.name) }
        try self.init(identity, noun: call.facts.noun, scope)
    }

    static func missing(_ identity: String, noun: String) -> AdminAPIError {
        AdminAPIError(
            status: 404,
            code: "NotFound",
            exceptionType: AdminAPIError.notFoundType,
            message: "The operation couldn't be performed because '\(identity)' couldn't be found.",
            targetType: noun
        )
    }
}
