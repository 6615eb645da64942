import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The archive of a mailbox.
enum MailboxArchive {
    private static let parts = [
        "ArchiveGuid", "ArchiveName", "ArchiveDatabase", "ArchiveDatabaseGuid", "ArchiveStatus", "ArchiveState",
        "AutoExpandingArchiveEnabled",
    ]

    static func isOn(_ mailbox: ExchangeObject) -> Bool { mailbox.text("ArchiveStatus") == "Active" }

    /// Gives a mailbox an archive: the one that was taken from it, or a new one.
    static func enable(_ draft: inout ObjectDraft, named names: [String]?) {
        let former = draft.object.text("DisabledArchiveGuid")
        let names = names ?? ["In-Place Archive - \(draft.object.name)"]
        draft.object.properties["ArchiveGuid"] = .string(former ?? UUID.random().uuidString.lowercased())
        open(&draft.object, named: names)
        draft.object.properties["DisabledArchiveGuid"] = .none
        draft.object.properties["DisabledArchiveDatabase"] = .none
    }

    /// Lets a mailbox have the archive whose GUID it has.
    static func open(_ mailbox: inout ExchangeObject, named names: [String]) {
        let names = names.isEmpty ? ["In-Place Archive - \(mailbox.name)"] : names
        mailbox.properties["ArchiveName"] = .array(names.map { .string($0) })
        mailbox.properties["ArchiveDatabase"] = .string(TenantNames.database)
        mailbox.properties["ArchiveDatabaseGuid"] = .string(TenantNames.databaseGuid)
        mailbox.properties["ArchiveStatus"] = "Active"
        mailbox.properties["ArchiveState"] = "Local"
    }

    /// Takes the archive away; it can be had back.
    static func disable(_ draft: inout ObjectDraft) {
        draft.object.properties["DisabledArchiveGuid"] = draft.object.properties["ArchiveGuid"]
        draft.object.properties["DisabledArchiveDatabase"] = .string(TenantNames.database)
        for name in parts { draft.object.properties[name] = .none }
    }
}

/// Enable-Mailbox: a mailbox for an account, an archive, or one that grows by itself.
struct MailboxEnabler: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let identity = call.text("Identity") ?? ""
            let object = try scope.object(named: identity, in: .user)
            let title = scope.objects.names.title(of: object)
            if call.isQuestion { return .confirmation("Enabling mailbox Identity:\"\(title)\".") }
            let isMailbox = RecipientTypes.mailboxes.contains(object.typeDetails)
            guard call.isOn("Archive") || call.isOn("AutoExpandingArchive") else {
                return try connect(object, title: title, call, scope)
            }
            guard isMailbox else { throw AdminAPIError.notFound(identity, noun: "Mailbox") }
            var draft = ObjectDraft(object: object, shape: NounView.mailbox.shape)
            if call.isOn("Archive") {
                guard !MailboxArchive.isOn(object) else {
                    throw AdminAPIError.recipientTask("The user \"\(title)\" already has an archive.")
                }
                MailboxArchive.enable(&draft, named: call.texts("ArchiveName"))
            } else {
                guard MailboxArchive.isOn(object) else {
                    throw AdminAPIError.recipientTask(
                        "Auto-expanding archiving can't be enabled for \"\(title)\" because the mailbox has no archive."
                    )
                }
                draft.store("AutoExpandingArchiveEnabled", true)
                draft.store("ArchiveQuota", "110 GB (118,111,600,640 bytes)")
                draft.store("ArchiveWarningQuota", "100 GB (107,374,182,400 bytes)")
                RecoverableItemsRoom.grow(&draft.object)
            }
            guard case .done(let warnings) = try scope.save(draft, title: title), warnings.isEmpty else {
                return .unchanged(title)
            }
            return scope.made(object, in: .mailbox)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["Identity", "Archive", "ArchiveName", "AutoExpandingArchive", "Confirm", "WhatIf", "Force"],
            shape: NounView.mailbox.shape
        )
    }

    private func connect(
        _ account: ExchangeObject,
        title: String,
        _ call: BoundCall,
        _ scope: CallScope
    ) throws -> CmdletOutput {
        guard !RecipientTypes.mailboxes.contains(account.typeDetails) else {
            throw AdminAPIError.recipientTask(
                "This task does not support recipients of this type. The specified recipient \(title) is of type "
                    + "\(account.typeDetails). Please make sure that this recipient matches the required recipient "
                    + "type for this task."
            )
        }
        guard let user = try scope.context.directory.user(id: account.memberID) else {
            throw AdminAPIError.notFound(call.text("Identity") ?? "", noun: "User")
        }
        try MailboxLife(scope).connect(account, user)
        if let policy = call.text("RoleAssignmentPolicy"),
            var object = try scope.objects.objects(at: [account.sequence]).first
        {
            object.properties["RoleAssignmentPolicy"] = .string(policy)
            try scope.objects.update(object)
        }
        return scope.made(account, in: .mailbox)
    }
}

/// Disable-Mailbox: takes the mailbox from an account, or the archive from a mailbox.
struct MailboxDisabler: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let object = try scope.object(named: call.text("Identity") ?? "", in: .mailbox)
            let title = scope.objects.names.title(of: object)
            guard try !scope.isHeld(object) else {
                throw AdminAPIError.recipientTask(
                    "The mailbox \"\(title)\" is on hold. To disable it, remove its holds first."
                )
            }
            if call.isOn("PermanentlyDisable"), let user = try scope.context.directory.user(id: object.memberID),
                try ExchangeLicence.opens(user)
            {
                throw AdminAPIError.recipientTask(
                    "The mailbox \"\(title)\" can't be permanently disabled, because its user has a license."
                )
            }
            if call.isQuestion { return .confirmation("Disabling mailbox Identity:\"\(title)\".") }
            guard call.isOn("Archive") else {
                try MailboxLife(scope).disconnect(object, keeps: !call.isOn("PermanentlyDisable"))
                return .done(warnings: [])
            }
            guard MailboxArchive.isOn(object) else {
                throw AdminAPIError.recipientTask("The mailbox \"\(title)\" has no archive.")
            }
            var draft = ObjectDraft(object: object, shape: NounView.mailbox.shape)
            MailboxArchive.disable(&draft)
            return try scope.save(draft, title: title)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["Identity", "Archive", "PermanentlyDisable", "Confirm", "WhatIf", "Force"],
            shape: nil
        )
    }
}
