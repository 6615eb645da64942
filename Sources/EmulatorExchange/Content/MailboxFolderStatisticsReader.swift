import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-MailboxFolderStatistics.
struct MailboxFolderStatisticsReader: CmdletHandler {
    static let noun = "MailboxFolderStatistics"
    private static let own: Set = [
        "Identity", "Archive", "FolderScope", "IncludeOldestAndNewestItems", "IncludeSoftDeletedRecipients",
        "IncludeAnalysis", "ResultSize", "SkipCount", "UseCustomRouting",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let content = try MailboxTarget.content(call, scope)
        let limit = try ResultSize.given(in: call)
        let skipped = try call.count("SkipCount") ?? 0
        let wanted = call.text("FolderScope") ?? "All"
        let showsDates = call.isOn("IncludeOldestAndNewestItems")
        let showsAnalysis = call.isOn("IncludeAnalysis")
        return .rows(Self.noun, scope, limit: limit) {
            try Self.rows(content, scope: wanted, showsDates: showsDates, showsAnalysis: showsAnalysis)
                .dropFirst(skipped).map { $0 }
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: nil) }

    /// The folders of a scope: those of its type and what is below them.
    ///
    /// - Throws: `DatabaseError`.
    static func rows(
        _ content: MailboxContent,
        scope: String,
        showsDates: Bool,
        showsAnalysis: Bool = false
    ) throws -> [ObjectRow] {
        let isWhole = scope.lowercased() == nonIPMRoot
        let all = try isWhole ? content.hierarchy() : content.folders()
        let shape = ObjectShape.of(noun: noun)
        return try chosen(all, scope: scope).map { folder in
            var row = shape.row(folder.name, values(of: folder, among: all, content))
            if showsDates {
                row.set([
                    "OldestItemReceivedDate": folder.oldest?.json ?? .null,
                    "NewestItemReceivedDate": folder.newest?.json ?? .null,
                    "OldestItemLastModifiedDate": folder.oldest?.json ?? .null,
                    "NewestItemLastModifiedDate": folder.newest?.json ?? .null,
                ])
            }
            if showsAnalysis { try analyse(folder, content, &row) }
            return row
        }
    }

    /// The scope that begins above what people see: everything there is.
    private static let nonIPMRoot = "nonipmroot"

    /// Scopes with another name than the type of their folder.
    private static let types = ["conversationhistory": "communicatorhistory", "rsssubscriptions": "rsssubscription"]

    private static func chosen(_ all: [MailboxFolder], scope: String) -> [MailboxFolder] {
        let scope = scope.lowercased()
        switch scope {
        case "all", nonIPMRoot: return all
        case "recoverableitems": return all.filter(\.isRecoverable)
        case "managedcustomfolder", "personal": return all.filter { $0.type == "User Created" }
        default:
            let heads = all.filter { $0.type.lowercased() == types[scope] ?? scope }
            return all.filter { folder in heads.contains { $0.holds(folder) } }
        }
    }

    private static func values(
        of folder: MailboxFolder,
        among all: [MailboxFolder],
        _ content: MailboxContent
    ) -> JSONObject {
        let below = all.filter(folder.holds)
        let items = Int64(folder.items)
        let owner = content.mailbox.primaryAddress ?? content.mailbox.name
        let guid = content.isArchive ? content.mailbox.text("ArchiveGuid") : content.mailbox.text("ExchangeGuid")
        return [
            "Name": .string(folder.name), "FolderPath": .string(folder.shownPath), "FolderId": .string(folder.id),
            "Identity": .string(owner + folder.backslashed),
            "FolderType": .string(folder.type),
            "ContainerClass": .string(folder.containerClass),
            "ContentMailboxGuid": .string(guid ?? content.mailbox.guid),
            "CreationTime": folder.created.json,
            "LastModifiedTime": (folder.newest ?? folder.created).json,
            "RecoverableItemsFolder": .bool(folder.isRecoverable),
            "Movable": .bool(folder.type == "User Created"),
            "ItemsInFolder": .integer(items), "VisibleItemsInFolder": .integer(items),
            "HiddenItemsInFolder": .integer(Int64(folder.hiddenItems)),
            "FolderSize": DescribedValue.sizeText(folder.size),
            "ItemsInFolderAndSubfolders": .integer(Int64(below.reduce(0) { $0 + $1.items })),
            "FolderAndSubfolderSize": DescribedValue.sizeText(below.reduce(0) { $0 + $1.size }),
        ]
    }

    /// The largest item of a folder.
    private static func analyse(_ folder: MailboxFolder, _ content: MailboxContent, _ row: inout ObjectRow) throws {
        guard let top = try content.items(in: folder.path).max(by: { $0.size < $1.size }) else {
            return
        }
        row.set([
            "TopSubject": .string(top.subject), "TopSubjectSize": DescribedValue.sizeText(top.size),
            "TopSubjectCount": 1, "TopSubjectClass": "IPM.Note", "TopSubjectPath": .string(folder.shownPath),
            "TopSubjectReceivedTime": top.received.json,
        ])
    }
}
