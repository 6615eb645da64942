import EmulatorAdministration
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Undo-SoftDeletedMailbox: a deleted mailbox is somebody's again.
struct MailboxRestorer: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let identity = call.text("SoftDeletedObject") ?? ""
            let types: Set<String>? = call.isOn("PublicFolder") ? ["PublicFolderMailbox"] : nil
            let object = try scope.object(named: identity, in: .mailbox, types: types, states: [.softDeleted])
            let title = scope.objects.names.title(of: object)
            guard !MailboxLife.isOver(object, now: scope.now) else {
                throw AdminAPIError.notFound(identity, noun: "Mailbox")
            }
            if call.isQuestion { return .confirmation("Restoring mailbox Identity:\"\(title)\".") }
            let life = MailboxLife(scope)
            let deleted = DeletedObjects(administration: scope.administration)
            let isDeleted = try deleted.list(kind: "user").contains { $0.id == object.memberID }
            var place = object.sequence
            let isSame = call.text("WindowsLiveID") == nil
            if isSame, isDeleted {
                try scope.asking { _ = try deleted.restore(object.memberID) }
            } else if isSame, let (account, user) = try life.formerAccount(of: object, scope.context.directory) {
                // The account stayed when the mailbox was taken from it.
                try life.connect(account, user)
                place = account.sequence
            } else {
                try life.comeBack(try account(for: object, call, scope))
            }
            guard let back = try scope.objects.objects(at: [place]).first else {
                throw AdminAPIError.notFound(identity, noun: "Mailbox")
            }
            var draft = ObjectDraft(object: back, shape: NounView.mailbox.shape)
            for name in ["Name", "DisplayName"] {
                if let value = call[name] { try WritingRules.mailbox.apply(name, value, to: &draft, scope: scope) }
            }
            if draft.isChanged {
                try scope.objects.update(draft.object)
                try RecipientAccount(scope: scope).follow(draft)
            }
            return scope.made(back, in: .mailbox)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "SoftDeletedObject", "DisplayName", "Name", "Password", "PublicFolder", "WindowsLiveID", "Confirm",
                "WhatIf",
            ],
            shape: nil
        )
    }

    /// The mailbox with a new account, where its own is gone or another name is wanted.
    private func account(for object: ExchangeObject, _ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        let name = call.text("WindowsLiveID") ?? object.text("UserPrincipalName") ?? ""
        let alias = String(name.prefix { $0 != "@" })
        var user = scope.users.draft(
            userPrincipalName: name,
            displayName: call.text("DisplayName") ?? object.text("DisplayName") ?? object.name,
            mailNickname: alias
        )
        user.mail = object.primaryAddress
        var object = object
        object.properties["ExternalDirectoryObjectId"] = .string(user.id)
        for property in ["UserPrincipalName", "WindowsLiveID", "MicrosoftOnlineServicesID"] {
            object.properties[property] = .string(name)
        }
        object.properties["AccountDisabled"] = false
        // The directory's follower finds the mailbox by the account's id and brings it back.
        try scope.objects.update(object)
        // Without a password nobody knows it: an administrator sets one.
        let secret = call.secret("Password") ?? "\(UUID.random().uuidString)aA1!"
        let made = user
        try scope.asking { _ = try scope.users.create(made, password: secret, mustChange: false) }
        return try scope.objects.objects(at: [object.sequence]).first ?? object
    }
}
