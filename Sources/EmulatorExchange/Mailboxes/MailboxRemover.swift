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
            let object = try scope.object(named: call.text("Identity") ?? "", in: view, types: types, states: states)
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

    /// Refuses to take the mailbox away in which the tree of public folders or the content of one is; deleted ones don't count.
    private static func requireNoFolders(in object: ExchangeObject, _ title: String, _ scope: CallScope) throws {
        let folders = try PublicFolders(scope).all().filter { !$0.isRoot && !$0.isHidden }
        if object.properties["IsRootPublicFolderMailbox"] == true, !folders.isEmpty {
            throw AdminAPIError.recipientTask(
                "The mailbox \"\(title)\" holds the public folder hierarchy. Remove the public folders first."
            )
        }
        let guid = object.properties["ExchangeGuid"] ?? .null
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
