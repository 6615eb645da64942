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
            if object.properties["IsRootPublicFolderMailbox"] == true,
                try PublicFolders(scope).all().contains(where: { !$0.isRoot })
            {
                throw AdminAPIError.recipientTask(
                    "The mailbox \"\(title)\" holds the public folder hierarchy. Remove the public folders first."
                )
            }
            if call.isQuestion { return .confirmation("Removing \(view.words) Identity:\"\(title)\".") }
            if isFinal {
                try GoneMailboxes(store: scope.context.store, tenantID: scope.tenant.id).keep(object, at: scope.now)
                try scope.objects.remove(object)
            } else if try scope.context.directory.user(id: object.memberID) != nil {
                try scope.asking { try scope.users.delete(object.memberID) }
            } else {
                try MailboxLife(scope).leave(object)
            }
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["Identity", "PermanentlyDelete", "PublicFolder", "Confirm", "WhatIf", "Force"],
            shape: nil
        )
    }
}
