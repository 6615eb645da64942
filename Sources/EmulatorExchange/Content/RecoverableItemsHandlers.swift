import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get- and Restore-RecoverableItems: what was deleted in mailboxes, and its way back.
struct RecoverableItemsHandler: CmdletHandler {
    static let noun = "RecoverableItems"
    private static let own: Set = [
        "Identity", "EntryID", "FilterStartTime", "FilterEndTime", "FilterItemType", "SourceFolder", "SubjectContains",
        "LastParentFolderID", "ResultSize", "SkipCount", "RestoreTargetFolder", "NoOutput",
    ]

    let restores: Bool

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let contents = try Self.mailboxes(call, scope).map { MailboxContent($0, in: ContentStore(scope)) }
        // Each mailbox has its own folder of the name; all are looked for before anything is moved.
        let found = try contents.flatMap { content in
            let place = try Self.target(call, content)
            return try Self.found(call, content).map {
                (item: $0.item, folder: $0.folder, place: place, content: content)
            }
        }
        let limit = try ResultSize.given(in: call)
        guard restores else {
            let skipped = try call.count("SkipCount") ?? 0
            let rows = found.dropFirst(skipped).map { Self.row($0.item, in: $0.folder, $0.content) }
            return .rows(Self.noun, scope, limit: limit) { rows }
        }
        return try scope.context.store.write { _ in
            let rows = try found.prefix(limit ?? found.count).map { item, folder, place, content in
                try content.move(item, to: place, at: scope.now)
                var row = Self.row(item, in: folder, content)
                row["RestoredToFolderPath"] = .string(String(place.dropFirst()))
                row["WasRestoredSuccessfully"] = true
                return row
            }
            return .rows(Self.noun, scope) { call.isOn("NoOutput") ? [] : rows }
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: nil) }

    /// The mailboxes that a call names, in use or not, each once.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    static func mailboxes(_ call: BoundCall, _ scope: CallScope) throws -> [ExchangeObject] {
        var seen: Set<String> = []
        return try (call.texts("Identity") ?? [""]).map { identity in
            try MailboxTarget.mailbox(named: identity, noun: noun, scope, states: MailboxTarget.all)
        }.filter { seen.insert($0.guid).inserted }
    }

    /// Where what was deleted comes from: a guess, since the content has no memory of it.
    private static let lastParent = "/Inbox"

    /// Where what comes back goes in a mailbox.
    private static func target(_ call: BoundCall, _ content: MailboxContent) throws -> String {
        guard let name = call.text("RestoreTargetFolder") else { return lastParent }
        guard let folder = try content.folder(named: name) else { throw FolderReference.missing(name, noun: noun) }
        return folder.path
    }

    /// What is in the folders of deleted items and answers a call's filters, the newest first.
    private static func found(
        _ call: BoundCall,
        _ content: MailboxContent
    ) throws -> [(item: MailboxItem, folder: String)] {
        let folders =
            switch call.text("SourceFolder")?.lowercased() {
            case "deleteditems": ["/Deleted Items"]
            case "recoverableitems": ["/Deletions"]
            case "purgeditems": ["/Purges"]
            default: ["/Deleted Items", "/Deletions"]
            }
        let (start, end) = (call.date("FilterStartTime"), call.date("FilterEndTime"))
        let words = call.text("SubjectContains")?.lowercased()
        let kind = call.text("FilterItemType")?.lowercased()
        let entry = call.text("EntryID")
        let parent = try call.text("LastParentFolderID").map { try content.folder(named: $0)?.path }
        return try folders.flatMap { folder in
            try content.items(in: folder).filter { item in
                if let start, item.received < start { return false }
                if let end, end < item.received { return false }
                if let words, !item.subject.lowercased().contains(words) { return false }
                if let kind, !"ipm.note".hasPrefix(kind) { return false }
                if let entry, entry != entryID(of: item, content) { return false }
                if let parent, parent != lastParent { return false }
                return true
            }.map { ($0, folder) }
        }
    }

    private static func entryID(of item: MailboxItem, _ content: MailboxContent) -> String {
        let digits = StableNumbers("entry", content.seed, item.home)[item.number]
        return StableIdentifier.digits("mailbox", content.seed).uppercased()
            + StableIdentifier.digits("entry", String(digits)).uppercased() + "0000"
    }

    private static func row(_ item: MailboxItem, in folder: String, _ content: MailboxContent) -> ObjectRow {
        let entry = entryID(of: item, content)
        let parent = FolderTemplate.all.first { $0.path == lastParent }
        let parentID = parent.map { template in
            MailboxFolder(
                path: template.path,
                shownPath: template.path,
                type: template.type,
                containerClass: template.containerClass,
                created: content.mailbox.created,
                hiddenItems: 0,
                seed: content.seed
            ).id
        }
        return ObjectShape.of(noun: noun).row(
            item.subject,
            [
                "Identity": .string(entry), "EntryID": .string(entry), "ItemClass": "IPM.Note",
                "Subject": .string(item.subject),
                "MailboxIdentity": .string(content.mailbox.primaryAddress ?? content.mailbox.name),
                "SourceFolder": .string(
                    folder == "/Deleted Items" ? "Deleted Items" : "Recoverable Items\\\(folder.dropFirst())"
                ),
                "LastParentPath": .string(String(lastParent.dropFirst())),
                "LastParentFolderID": parentID.map { .string($0) } ?? .null,
                "OriginalFolderExists": "True",
                "LastModifiedTime": item.received.json,
            ]
        )
    }
}
