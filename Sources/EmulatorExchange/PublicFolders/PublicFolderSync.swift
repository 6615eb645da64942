import EmulatorCore
import ExoJSON

/// When a mailbox of public folders was last brought up to the tree, which the service does once a day or when it is told to.
struct PublicFolderSync: Sendable {
    private static let property = "HierarchySynced"
    private static let space = "Microsoft.Exchange.Management"

    let mailbox: ExchangeObject
    let now: ServiceDate

    /// The last moment: told, or as many whole days after the mailbox was made as there are.
    var last: ServiceDate {
        let days = (now.ticks - mailbox.created.ticks) / ServiceDate.ticksOfADay
        let daily = mailbox.created.adding(days: Int(max(0, days)))
        return mailbox.text(Self.property).flatMap { ServiceDate(parsing: $0) }.map { max($0, daily) } ?? daily
    }

    /// Brings the mailbox up to the tree.
    func run(_ objects: ObjectStore) throws {
        var synced = mailbox
        synced.properties[Self.property] = now.json
        try objects.update(synced, from: mailbox)
    }

    /// What is told of the tree's way into the mailbox, or of the assistant's work on it; nothing fails here.
    func information(_ name: String) -> JSONValue {
        let type = "\(Self.space).PublicFolderMailbox\(name)Info"
        return DescribedValue.make(
            type,
            type: type,
            [
                "DisplayName": .string("Public Folder \(name) Information"), "LastAttemptedSyncTime": last.json,
                "LastSuccessfulSyncTime": last.json, "LastFailedSyncTime": .null, "LastSyncFailure": .null,
                "NumberofAttemptsAfterLastSuccess": 0, "FirstFailedSyncTimeAfterLastSuccess": .null,
            ]
        )
    }

    /// What is told of the tree, whose folders are all of mail: nothing here makes others.
    static func hierarchy(of folders: [PublicFolder]) -> JSONValue {
        let children = Dictionary(grouping: folders) { $0.parentPath.lowercased() }
        let name = "\(space).PublicFolderMailboxHierarchyInfo"
        let count = JSONValue.integer(Int64(folders.count))
        return DescribedValue.make(
            name,
            type: name,
            [
                "TotalFolderCount": count,
                "MaxFolderChildCount": .integer(Int64(children.values.map(\.count).max() ?? 0)),
                "HierarchyDepth": .integer(Int64(folders.map { $0.path.split(separator: "\\").count }.max() ?? 0)),
                "CalendarFolderCount": 0, "ContactFolderCount": 0,
                "MailPublicFolderCount": .integer(Int64(folders.count(where: \.isMailEnabled))),
                "NoteFolderCount": count, "StickyNoteFolderCount": 0, "TaskFolderCount": 0, "OtherFolderCount": 0,
            ]
        )
    }
}

/// Update-PublicFolderMailbox.
struct PublicFolderMailboxUpdater: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let sync = try scope.publicFolderSync(call)
            if let folder = call.text("FolderId") { _ = try PublicFolders(scope).folder(folder) }
            if call.isOn("InvokeSynchronizer"), try PublicFolderMailboxes(scope).root?.guid == sync.mailbox.guid {
                // The words are a guess.
                throw AdminAPIError.invalidOperation(
                    "The mailbox \"\(sync.mailbox.name)\" is the primary public folder mailbox, which isn't synchronized "
                        + "with another one."
                )
            }
            if call.isQuestion { return .confirmation("Updating public folder mailbox \"\(sync.mailbox.name)\".") }
            try sync.run(scope.objects)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "FolderId", "InvokeSynchronizer", "Confirm", "WhatIf"], shape: nil)
    }
}

/// Get-PublicFolderMailboxDiagnostics.
struct PublicFolderDiagnosticsReader: CmdletHandler {
    private static let noun = "PublicFolderMailboxDiagnostics"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let sync = try scope.publicFolderSync(call)
        var row = ObjectShape.of(noun: Self.noun).row(
            sync.mailbox.name,
            [
                "Identity": .string(sync.mailbox.name), "SyncInfo": sync.information("Synchronizer"),
                "AssistantInfo": sync.information("Assistant"),
            ]
        )
        if call.isOn("IncludeHierarchyInfo") {
            let folders = try PublicFolders(scope).all().filter { !$0.isHidden && !$0.isRoot }
            row["HierarchyInfo"] = PublicFolderSync.hierarchy(of: folders)
        }
        return .row(Self.noun, scope, row)
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "IncludeHierarchyInfo"], shape: nil)
    }
}

extension CallScope {
    /// The mailbox of public folders that a call names.
    ///
    /// - Throws: ``AdminAPIError``: not found, ambiguous.
    fileprivate func publicFolderSync(_ call: BoundCall) throws -> PublicFolderSync {
        let types: Set = [PublicFolderMailboxes.type]
        let mailbox = try object(named: call.text("Identity") ?? "", in: .mailbox, types: types)
        return PublicFolderSync(mailbox: mailbox, now: now)
    }
}
