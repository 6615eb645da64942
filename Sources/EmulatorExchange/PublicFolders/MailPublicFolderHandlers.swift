import CmdletCatalogue
import EmulatorCore
import ExoJSON

extension NounView {
    static let mailPublicFolder = NounView.recipients("MailPublicFolder", [RecipientTypes.publicFolder])
}

extension PublicFolders {
    /// The recipient that stands for a folder.
    ///
    /// - Parameters:
    ///   - identity: Any name of the recipient, or the folder's path or entry id.
    ///   - scope: Where it is looked for.
    /// - Returns: The recipient, `nil` where there is none or the name is not unique.
    /// - Throws: `DatabaseError`.
    func recipient(_ identity: String, _ scope: CallScope) throws -> ExchangeObject? {
        func named(_ name: String) throws -> [ExchangeObject] {
            try scope.objects.objects(named: name, of: .recipient) { $0.typeDetails == RecipientTypes.publicFolder }
        }
        let found = try named(identity)
        guard found.isEmpty else { return found.count == 1 ? found.first : nil }
        let guid = try find(identity)?.properties["MailRecipientGuid"]?.stringValue
        return try guid.flatMap { try named($0).first }
    }
}

/// Get- and Set-MailPublicFolder, to which a recipient may be named by the path of its folder.
struct MailPublicFolderCmdlet: CmdletHandler {
    /// What runs the cmdlet, and knows recipients alone.
    let handler: any CmdletHandler

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        guard let identity = call.text("Identity"), !identity.contains("*"),
            let recipient = try PublicFolders(scope).recipient(identity, scope)
        else { return try handler.run(call, in: scope) }
        var named = call
        named.parameters = call.parameters.map { name, value in
            (name, name == "Identity" ? .value(.string(recipient.guid)) : value)
        }
        return try handler.run(named, in: scope)
    }

    func unused(_ call: BoundCall) -> [String] { handler.unused(call) }
}

/// Enable-MailPublicFolder: a recipient that stands for the folder.
struct MailPublicFolderMaker: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let folders = PublicFolders(scope)
            var folder = try folders.folder(call)
            guard !folder.isRoot, !folder.isSystem, !folder.isMailEnabled else {
                // The words are a guess.
                throw AdminAPIError.recipientTask(
                    "The public folder \"\(folder.path)\" "
                        + (folder.isMailEnabled
                            ? "is already mail-enabled."
                            : "is \(folder.isRoot ? "the root" : "a system folder") and can't be mail-enabled."),
                    targetType: "MailPublicFolder"
                )
            }
            if call.isQuestion { return .confirmation("Mail-enabling public folder \"\(folder.path)\".") }
            let stored = try scope.objects.insert(try recipient(for: folder, call, scope))
            folder.properties["MailEnabled"] = true
            folder.properties["MailRecipientGuid"] = .string(stored.guid)
            try folders.save(folder, at: scope.now)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "HiddenFromAddressListsEnabled", "Confirm", "WhatIf"], shape: nil)
    }

    private func isTaken(_ name: String, _ alias: String, _ scope: CallScope) throws -> Bool {
        if try scope.objects.owner(ofAddress: "\(alias)@\(scope.tenant.defaultDomain)") != nil { return true }
        return try !scope.objects.objects(named: name, of: .recipient) {
            $0.state == .active && $0.name.lowercased() == name.lowercased()
        }.isEmpty
    }

    private func recipient(for folder: PublicFolder, _ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        let letters = folder.name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        let base = letters.isEmpty ? "publicfolder" : letters
        var (name, alias) = (folder.name, base)
        // A name or an address that somebody has already gets a number.
        if try isTaken(name, alias, scope) {
            let names = try scope.objects.numbered(.name, after: "\(folder.name) ")
            let addresses = try scope.objects.numbered(.address, after: base)
            var number = 1
            repeat {
                name = "\(folder.name) \(number)"
                alias = "\(base)\(number)"
                number += 1
            } while names.contains(name.lowercased())
                || addresses.contains("\(alias)@\(scope.tenant.defaultDomain)".lowercased())
        }
        let mailboxes = try PublicFolderMailboxes(scope)
        let tree = mailboxes.root?.text("ExchangeGuid") ?? ""
        var object = ExchangeObject(
            tenantID: scope.tenant.id,
            objectClass: .recipient,
            guid: SeedIdentifier.make("mailPublicFolder", scope.tenant.id, folder.seed),
            name: name,
            created: scope.now,
            changed: scope.now
        )
        object.typeDetails = RecipientTypes.publicFolder
        object.properties = [
            "Alias": .string(alias), "DisplayName": .string(folder.name), "EntryId": .string(folder.entryID),
            "EmailAddresses": [.string("SMTP:\(alias)@\(scope.tenant.defaultDomain)")],
            "LegacyExchangeDN": .string("/CN=Mail Public Folder/CN=Version_1_0/CN=\(tree)/CN=\(folder.entryID)"),
            "HiddenFromAddressListsEnabled": .bool(call.isOn("HiddenFromAddressListsEnabled")),
        ]
        object.properties["ContentMailbox"] = mailboxes.content(of: folder).map { .string($0.name) }
        return object
    }
}

/// Disable-MailPublicFolder and Remove-SyncMailPublicFolder: the recipient goes, the folder stays where there is one here.
struct MailPublicFolderRemover: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let folders = PublicFolders(scope)
            let identity = call.text("Identity") ?? ""
            guard let recipient = try folders.recipient(identity, scope) else {
                throw AdminAPIError.notFound(identity, noun: "MailPublicFolder")
            }
            let folder = try folders.all().first {
                $0.properties["MailRecipientGuid"]?.stringValue == recipient.guid
            }
            let title = folder?.path ?? scope.objects.names.title(of: recipient)
            if call.isQuestion { return .confirmation("Mail-disabling public folder \"\(title)\".") }
            try scope.leaveGroups(recipient)
            try scope.objects.remove(recipient)
            try scope.objects.replaceReferences(to: recipient.name, with: nil)
            if var folder {
                folder.properties["MailEnabled"] = nil
                folder.properties["MailRecipientGuid"] = nil
                try folders.save(folder, at: scope.now)
            }
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity", "Confirm", "WhatIf"], shape: nil) }
}
