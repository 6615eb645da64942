import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-MailboxFolder: a folder, its children, or all below it.
struct MailboxFolderReader: CmdletHandler {
    static let noun = "MailboxFolder"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let identity = call.text("Identity") ?? "\\"
        let reference = try FolderReference(identity, noun: Self.noun, scope)
        let all = try reference.content.folders().filter(\.isVisible)
        let head = reference.folder
        let depth = Self.depth(head)
        let wanted = all.filter { folder in
            if call.isOn("Recurse") { return head.holds(folder) }
            if call.isOn("GetChildren") { return head.holds(folder) && Self.depth(folder) == depth + 1 }
            return folder.path == head.path
        }.filter { !call.isOn("MailFolderOnly") || $0.containerClass.hasPrefix("IPF.Note") || $0.isRoot }
        let limit = try ResultSize.given(in: call)
        let rows = wanted.map { Self.row($0, among: all, reference.content) }
        return .rows(Self.noun, scope, limit: limit) { rows }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Recurse", "GetChildren", "MailFolderOnly", "ResultSize"], shape: nil)
    }

    private static func depth(_ folder: MailboxFolder) -> Int {
        folder.isRoot ? 0 : folder.path.split(separator: "/").count
    }

    static func row(_ folder: MailboxFolder, among all: [MailboxFolder], _ content: MailboxContent) -> ObjectRow {
        let owner = content.mailbox.name
        let parent = folder.shownPath.split(separator: "/").dropLast().joined(separator: "\\")
        return ObjectShape.of(noun: noun).row(
            folder.name,
            [
                "Name": .string(folder.name),
                "Identity": .string("\(owner):\(folder.isRoot ? "\\" : folder.backslashed)"),
                "FolderPath": .string(folder.isRoot ? "\\" : folder.backslashed),
                "FolderClass": .string(folder.containerClass),
                "DefaultFolderType": .string(folder.type == "User Created" ? "None" : folder.type),
                "ParentFolder": folder.isRoot ? .null : .string("\(owner):\\\(parent)"),
                "FolderStoreObjectId": .string(folder.id),
                "MailboxOwnerId": .string(owner),
                "FolderSize": .integer(folder.size),
                "HasSubfolders": .bool(all.contains { $0.path != folder.path && folder.holds($0) }),
            ]
        )
    }
}

/// New-MailboxFolder.
struct MailboxFolderMaker: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let noun = MailboxFolderReader.noun
            let name = call.text("Name") ?? ""
            let parent = try FolderReference(call.text("Parent") ?? "\\", noun: noun, scope)
            guard !name.contains(where: { "\\/".contains($0) }) else {
                throw AdminAPIError.transformation(parameter: "Name", reason: "A folder's name has no slash.")
            }
            let path = (parent.folder.isRoot ? "" : parent.folder.shownPath) + "/" + name
            guard try parent.content.folder(named: path) == nil else {
                throw AdminAPIError(
                    exceptionType: "Microsoft.Exchange.Data.Storage.ObjectExistedException",
                    message: "A folder with the specified name already exists.",
                    targetType: noun
                )
            }
            if call.isQuestion { return .confirmation("Creating mailbox folder \"\(name)\" in \"\(parent.title)\".") }
            let made = try parent.content.make(name, in: parent.folder, at: scope.now)
            let row = MailboxFolderReader.row(made, among: [made], parent.content)
            return .row(noun, scope, row)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Name", "Parent", "Confirm", "WhatIf"], shape: nil)
    }
}
