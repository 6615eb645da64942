import EmulatorCore
import ExoJSON

/// Shows public folders, with what follows from other folders and from mailboxes.
struct PublicFolderRows: Sendable {
    private let scope: CallScope
    private let mailboxes: PublicFolderMailboxes
    private let folders: [String: PublicFolder]
    /// The keys of folders that have others below them.
    private let parents: Set<String>

    /// - Parameters:
    ///   - all: The folders among which parents and children are looked for.
    ///   - scope: Where the cmdlet runs.
    /// - Throws: `DatabaseError`.
    init(_ all: [PublicFolder], _ scope: CallScope) throws {
        self.scope = scope
        mailboxes = try PublicFolderMailboxes(scope)
        folders = Dictionary(all.map { ($0.key, $0) }) { first, _ in first }
        parents = Set(all.lazy.filter { !$0.isRoot }.map { $0.parentPath.lowercased() })
    }

    func row(_ folder: PublicFolder) -> ObjectRow {
        let mailbox = mailboxes.content(of: folder)
        var row = ObjectShape.of(noun: PublicFolders.noun).row(
            folder.path,
            [
                "Identity": .string(folder.path), "Name": .string(folder.name),
                "ParentPath": .string(folder.parentPath), "ParentFolder": .string(parentID(of: folder)),
                "EntryId": .string(folder.entryID), "DumpsterEntryId": .string(folder.dumpsterID),
                "HasSubFolders": .bool(parents.contains(folder.key)), "FolderSize": "0",
                "FolderPath": .array(folder.path.split(separator: "\\").map { .string(String($0)) }),
                "FolderType": folder.isRoot ? "Root" : "GenericFolder",
                "OrganizationId": .string(scope.objects.names.organizationID),
            ]
        )
        if folder.isDumpster { row["AdminFolderFlags"] = "DumpsterFolder" }
        // Deleted folders are told from the service's own by their class.
        if folder.isSystem { row["FolderClass"] = "" }
        for member in folder.properties.members { row[member.name] = member.value }
        row["ContentMailboxGuid"] = .string(mailbox?.text("ExchangeGuid") ?? GUIDText.empty)
        row["ContentMailboxName"] = .string(mailbox?.name ?? "")
        return row
    }

    private func parentID(of folder: PublicFolder) -> String {
        guard !folder.isRoot, let parent = folders[folder.parentPath.lowercased()] else {
            return PublicFolder.idAboveRoots(of: scope.tenant.id)
        }
        return parent.entryID
    }
}
