import CmdletCatalogue
import EmulatorCore
import ExoJSON

extension NounView {
    static let mailPublicFolder = NounView.recipients("MailPublicFolder", ["PublicFolder"])
}

/// Enable-MailPublicFolder: a recipient that stands for the folder.
struct MailPublicFolderMaker: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let folders = PublicFolders(scope)
            var folder = try folders.folder(call)
            guard !folder.isRoot, !folder.isMailEnabled else {
                throw AdminAPIError(
                    exceptionType: "Microsoft.Exchange.Management.RecipientTasks.RecipientTaskException",
                    message: "The public folder \"\(folder.path)\" is already mail-enabled or can't be.",
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

    private func recipient(for folder: PublicFolder, _ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        let letters = folder.name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        let base = letters.isEmpty ? "publicfolder" : letters
        // An address that somebody has already gets a number.
        var alias = base
        var number = 1
        while try scope.objects.owner(ofAddress: "\(alias)@\(scope.tenant.defaultDomain)") != nil {
            alias = "\(base)\(number)"
            number += 1
        }
        let guid = SeedIdentifier.make("mailPublicFolder", scope.tenant.id, folder.seed)
        var object = ExchangeObject(
            tenantID: scope.tenant.id,
            objectClass: .recipient,
            guid: guid,
            name: alias == base ? folder.name : "\(folder.name) \(number - 1)",
            created: scope.now,
            changed: scope.now
        )
        object.typeDetails = "PublicFolder"
        object.properties = [
            "Alias": .string(alias), "DisplayName": .string(folder.name), "EntryId": .string(folder.entryID),
            "EmailAddresses": [.string("SMTP:\(alias)@\(scope.tenant.defaultDomain)")],
            "LegacyExchangeDN": .string("\(TenantNames.administrativeGroup)/cn=Recipients/cn=\(guid)-\(alias)"),
            "HiddenFromAddressListsEnabled": .bool(call.isOn("HiddenFromAddressListsEnabled")),
        ]
        return object
    }
}

/// Disable-MailPublicFolder.
struct MailPublicFolderRemover: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let folders = PublicFolders(scope)
            let identity = call.text("Identity") ?? ""
            let all = try folders.all()
            let recipient = try scope.objects.objects(named: identity, of: .recipient) {
                $0.typeDetails == "PublicFolder"
            }.first
            let named =
                try all.first { $0.properties["MailRecipientGuid"]?.stringValue == recipient?.guid && recipient != nil }
                ?? folders.folder(identity)
            guard named.isMailEnabled, let guid = named.properties["MailRecipientGuid"]?.stringValue else {
                throw AdminAPIError.notFound(identity, noun: "MailPublicFolder")
            }
            if call.isQuestion { return .confirmation("Mail-disabling public folder \"\(named.path)\".") }
            if let object = try scope.objects.objects(named: guid, of: .recipient, where: { $0.guid == guid }).first {
                try scope.objects.remove(object)
            }
            var folder = named
            folder.properties["MailEnabled"] = nil
            folder.properties["MailRecipientGuid"] = nil
            try folders.save(folder, at: scope.now)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity", "Confirm", "WhatIf"], shape: nil) }
}
