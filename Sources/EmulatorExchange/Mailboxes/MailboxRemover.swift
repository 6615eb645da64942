import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// Remove-Mailbox and Remove-MailUser: the account goes to the directory's deleted ones, and Exchange follows.
struct MailboxRemover: CmdletHandler {
    let view: NounView

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let isFinal = call.isOn("PermanentlyDelete")
            let states: Set<ExchangeObject.State> = isFinal ? [.softDeleted] : [.active]
            let types: Set<String>? = call.isOn("PublicFolder") ? ["PublicFolderMailbox"] : nil
            let identity = call.text("Identity") ?? ""
            let object: ExchangeObject
            do {
                object = try scope.object(named: identity, in: view, types: types, states: states)
            } catch let error as AdminAPIError where error.exceptionType == AdminAPIError.notFoundType {
                if isFinal { try requireGone(identity, scope) }
                throw error
            }
            if isFinal, try MailboxLife(scope).formerAccount(of: object, scope.context.directory) != nil {
                throw withUser()
            }
            let title = scope.objects.names.title(of: object)
            if object.typeDetails == PublicFolderMailboxes.type { try Self.requireNoFolders(in: object, title, scope) }
            if call.isQuestion { return .confirmation("Removing \(view.words) Identity:\"\(title)\".") }
            if isFinal {
                try MailboxLife(scope).remove(object)
                try scope.objects.forgetReferences(to: object)
            } else if try scope.context.directory.user(id: object.memberID) != nil {
                try scope.asking { try scope.users.delete(object.memberID) }
            } else {
                try MailboxLife(scope).leave(object)
            }
            return .done(warnings: [])
        }
    }

    /// The kind of recipient in the words of refusals; those of mailboxes follow the ones of mail users, which are the service's.
    private var kind: String { view.noun == NounView.mailUser.noun ? "mail enabled user" : "mailbox" }

    /// Says why somebody who is there cannot be removed for good.
    ///
    /// - Throws: ``AdminAPIError`` for who is not deleted yet, and for an account that stays without its mailbox.
    private func requireGone(_ identity: String, _ scope: CallScope) throws {
        let found = try scope.objects.objects(named: identity, of: .recipient) { $0.state == .active }
        guard let object = found.first else { return }
        if view.types?.contains(object.typeDetails) ?? false {
            throw AdminAPIError.recipientTask(
                "The \(kind) you are trying to permanently delete is not in a soft deleted state. Please make sure you "
                    + "soft delete the \(kind) first before trying to permanently delete."
            )
        }
        if object.typeDetails == "User", try MailboxLife(scope).hasTaken(from: object.memberID) { throw withUser() }
    }

    private func withUser() -> AdminAPIError {
        AdminAPIError.recipientTask(
            "This \(kind) cannot be permanently deleted since there is a user associated with this \(kind) in Azure "
                + "Active Directory. You will first need to delete the user in Azure Active Directory. Please refer to "
                + "documentation for more details."
        )
    }

    /// Refuses to take the mailbox away in which the tree of public folders or the content of one is; deleted ones don't count.
    private static func requireNoFolders(in object: ExchangeObject, _ title: String, _ scope: CallScope) throws {
        let folders = try PublicFolders(scope).all().filter { !$0.isRoot && !$0.isHidden }
        if object.properties["IsRootPublicFolderMailbox"] == true, !folders.isEmpty {
            throw AdminAPIError.recipientTask(
                "The mailbox \"\(title)\" holds the public folder hierarchy. Remove the public folders first."
            )
        }
        let guid = object.properties["ExchangeGuid"] ?? .null
        if let folder = folders.first(where: { PublicFolderMove.isMoving($0, to: guid) }) {
            throw AdminAPIError.recipientTask(
                "The content of the public folder \"\(folder.path)\" is being moved to the mailbox \"\(title)\". Remove "
                    + "the public folder move request first."
            )
        }
        guard let folder = folders.first(where: { $0.properties[PublicFolder.contentMailbox] == guid }) else { return }
        throw AdminAPIError.recipientTask(
            "The mailbox \"\(title)\" holds the content of the public folder \"\(folder.path)\". Remove it first."
        )
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["Identity", "PermanentlyDelete", "PublicFolder", "Confirm", "WhatIf", "Force"],
            shape: nil
        )
    }
}
