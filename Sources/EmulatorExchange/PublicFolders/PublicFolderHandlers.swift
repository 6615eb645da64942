import CmdletCatalogue
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Get-PublicFolder: one, its children, or all below it.
struct PublicFolderReader: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let folders = PublicFolders(scope)
        let head = try folders.folder(call)
        let all = try head.isHidden ? folders.allWithDumpsters() : folders.all()
        // A mailbox has folders on every level: a guess where no folder is named.
        let isOfMailbox = call.isOn("ResidentFolders") && call.text("Identity") == nil && !call.isOn("GetChildren")
        let found: [PublicFolder]
        if call.isOn("LostAndFound") {
            found = []
        } else if call.isOn("Recurse") || isOfMailbox {
            found = [head] + all.filter(head.holds)
        } else if call.isOn("GetChildren") {
            found = all.filter { head.holds($0) && $0.parentPath.lowercased() == head.key }
        } else {
            found = [head]
        }
        let limit = call.text("ResultSize") == nil ? 10_000 : try ResultSize.limit(of: call)
        let rows = try PublicFolderRows(all, scope)
        let wanted = try resident(found, call, scope)
        return .rows(PublicFolders.noun, scope, limit: limit) { wanted.map(rows.row) }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "Recurse", "GetChildren", "LostAndFound", "ResultSize", "Mailbox", "ResidentFolders",
            ],
            shape: nil
        )
    }

    /// Of some folders those whose content is in the mailbox that a call names, where it asks for them.
    private func resident(
        _ folders: [PublicFolder],
        _ call: BoundCall,
        _ scope: CallScope
    ) throws -> [PublicFolder] {
        let named = try call.text("Mailbox").map {
            try scope.object(named: $0, in: .mailbox, types: [PublicFolderMailboxes.type])
        }
        guard call.isOn("ResidentFolders") else { return folders }
        let mailboxes = try PublicFolderMailboxes(scope)
        let guid = (named ?? mailboxes.root)?.guid
        return folders.filter { mailboxes.content(of: $0)?.guid == guid }
    }
}

/// New-PublicFolder.
struct PublicFolderMaker: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let folders = PublicFolders(scope)
            let name = call.text("Name") ?? ""
            let mailbox = try call.text("Mailbox").map {
                try scope.object(named: $0, in: .mailbox, types: [PublicFolderMailboxes.type])
            }
            let parent = try folders.folder(call, parameter: "Path")
            guard !name.contains("\\") else {
                throw Self.badName
            }
            guard !parent.isSystem || parent.isRoot else {
                throw AdminAPIError.invalidOperation("The folder \"\(parent.path)\" is the service's own.")
            }
            let path = (parent.path == PublicFolder.root ? "" : parent.path) + "\\" + name
            guard try !folders.all().contains(where: { $0.key == path.lowercased() }) else {
                throw AdminAPIError.alreadyThere(path, noun: PublicFolders.noun)
            }
            if call.isQuestion { return .confirmation("Creating public folder \"\(path)\".") }
            var properties = JSONObject()
            if case .value(let locale)? = call["EformsLocaleId"] { properties["EformsLocaleId"] = locale }
            properties[PublicFolder.contentMailbox] = mailbox?.properties["ExchangeGuid"]
            let made = PublicFolder(
                path: path,
                created: scope.now,
                properties: properties,
                seed: UUID.random().uuidString.lowercased()
            )
            try PublicFolderMailboxes.makeFirst(scope)
            try folders.save(made, at: scope.now)
            try folders.inherit(made, from: parent)
            return .row(PublicFolders.noun, scope, try PublicFolderRows(folders.all(), scope).row(made))
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Name", "Path", "Mailbox", "EformsLocaleId", "Confirm", "WhatIf"], shape: nil)
    }

    static var badName: AdminAPIError {
        AdminAPIError.transformation(parameter: "Name", reason: "A folder's name has no backslash.")
    }
}

/// Set-PublicFolder: its properties, its name, and under which folder it is.
struct PublicFolderSetter: CmdletHandler {
    private static let own: Set = ["Identity", "Name", "Path", "Confirm", "WhatIf", "Force"]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let folders = PublicFolders(scope)
            let before = try folders.folder(call)
            guard !before.isSystem || before.isRoot else {
                throw AdminAPIError.invalidOperation("The folder \"\(before.path)\" is the service's own.")
            }
            guard !before.isRoot || call.text("Name") == nil && call.text("Path") == nil else {
                throw AdminAPIError.invalidOperation("The root public folder can't be renamed or moved.")
            }
            var folder = before
            let shape = ObjectShape.of(noun: PublicFolders.noun)
            for (name, value) in call.parameters where !Self.own.contains(name) {
                guard case .value(let value) = value, let property = shape.property(name) else { continue }
                folder.properties[property.name] = try Self.written(value, as: name)
            }
            let parent = try call.text("Path").map { try folders.folder($0) }
            let name = call.text("Name") ?? before.name
            guard !name.contains("\\") else { throw PublicFolderMaker.badName }
            if let parent, try folders.isWithin(parent, before) {
                throw AdminAPIError.invalidOperation("The folder \"\(before.path)\" can't be moved into itself.")
            }
            let above = parent?.path ?? before.parentPath
            if !before.isRoot { folder.path = (above == PublicFolder.root ? "" : above) + "\\" + name }
            if call.isQuestion { return .confirmation("Setting public folder \"\(before.path)\".") }
            if folder.key == before.key {
                try folders.save(folder, at: scope.now)
            } else {
                try folders.move(before, to: folder, at: scope.now)
            }
            return .done(warnings: [])
        }
    }

    /// A size or a span of time as the service writes it; any other value as it is.
    ///
    /// - Throws: ``AdminAPIError`` for what is no size.
    private static func written(_ value: JSONValue, as name: String) throws -> JSONValue {
        guard let text = value.stringValue else { return value }
        switch name {
        case "IssueWarningQuota", "MaxItemSize", "ProhibitPostQuota":
            if text.lowercased() == "unlimited" { return "Unlimited" }
            guard let size = ByteQuantity(parsing: text) else {
                throw AdminAPIError.transformation(parameter: name, reason: "\"\(text)\" is no size.")
            }
            return .string(size.description)
        case "AgeLimit", "RetainDeletedItemsFor": return .string(TimeSpanText(parsing: text)?.description ?? text)
        default: return value
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Self.own, shape: .of(noun: PublicFolders.noun))
    }
}

/// Remove-PublicFolder: the folder goes to its parent's dumpster, from where Set-PublicFolder brings it back.
struct PublicFolderRemover: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let folders = PublicFolders(scope)
            let folder = try folders.folder(call)
            let children = try folders.all().filter(folder.holds)
            guard !folder.isRoot else { throw Self.refusal("The root public folder can't be removed.") }
            guard !folder.isSystem else {
                throw Self.refusal("The folder \"\(folder.path)\" is the service's own and can't be removed.")
            }
            guard children.isEmpty || call.isOn("Recurse") else {
                throw Self.refusal(
                    "The public folder \"\(folder.path)\" has subfolders. To remove them too, use the Recurse parameter."
                )
            }
            guard let mailed = ([folder] + children).first(where: \.isMailEnabled) else {
                if call.isQuestion { return .confirmation("Removing public folder \"\(folder.path)\".") }
                try folders.delete(folder, at: scope.now)
                return .done(warnings: [])
            }
            throw Self.refusal("The public folder \"\(mailed.path)\" is mail-enabled. Disable its mail first.")
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Recurse", "Confirm", "WhatIf"], shape: nil)
    }

    private static func refusal(_ message: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Data.Storage.InvalidOperationException",
            message: message,
            targetType: PublicFolders.noun
        )
    }
}

/// Get-PublicFolderStatistics and Get-PublicFolderItemStatistics: public folders hold nothing here.
struct PublicFolderStatisticsReader: CmdletHandler {
    let noun: String

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let folders = PublicFolders(scope)
        let found =
            try call.text("Identity").map { [try folders.folder($0)] }
            ?? folders.all().filter { !$0.isRoot && !$0.isHidden }
        guard noun == "PublicFolderStatistics" else { return .rows(noun, scope) { [] } }
        let limit = call.text("ResultSize") == nil ? 10_000 : try ResultSize.limit(of: call)
        let shape = ObjectShape.of(noun: noun)
        let nothing = DescribedValue.sizeText(0)
        let rows = found.map { folder in
            shape.row(
                folder.name,
                [
                    "Identity": .string(folder.entryID), "Name": .string(folder.name),
                    "EntryId": .string(folder.entryID),
                    "FolderPath": .array(folder.path.split(separator: "\\").map { .string(String($0)) }),
                    "TotalItemSize": nothing, "TotalDeletedItemSize": nothing, "TotalAssociatedItemSize": nothing,
                    "CreationTime": folder.created.json, "LastModificationTime": folder.created.json,
                ]
            )
        }
        return .rows(noun, scope, limit: limit) { rows }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: ["Identity", "ResultSize"], shape: nil) }
}

extension FolderPermissionNoun {
    static let publicFolder = FolderPermissionNoun(
        noun: "PublicFolderClientPermission",
        words: "public folder client permission",
        addsToImplied: true
    ) { call, scope in
        let folder = try PublicFolders(scope).folder(call)
        return FolderAccess(
            noun: "PublicFolderClientPermission",
            owner: folder.seed,
            folder: folder.slashed,
            folderName: folder.name,
            title: folder.path,
            isCalendar: false,
            defaults: [("default", ["Author"]), ("anonymous", ["None"])],
            scope
        )
    }
}
