import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Export-MailboxDiagnosticLogs: what the service's assistants wrote down of a mailbox.
struct DiagnosticLogsExporter: CmdletHandler {
    private static let noun = "MailboxDiagnosticLogs"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let mailbox = try MailboxTarget.mailbox(call, scope)
        if call.isQuestion { return .confirmation("Exporting the diagnostic logs of \"\(mailbox.name)\".") }
        let log: String
        let name = call.text("ComponentName")
        if call.isOn("ExtendedProperties") {
            log = try Self.properties(MailboxContent(mailbox, in: ContentStore(scope)), at: scope.now)
        } else if name?.lowercased() == "holdtracking" {
            log = Self.holds(mailbox)
        } else {
            log = ""
        }
        let row = ObjectShape.of(noun: Self.noun).row(
            mailbox.name,
            [
                "Identity": .string(mailbox.name), "MailboxLog": .string(log),
                "LogName": .string(name ?? "ExtendedProperties"),
            ]
        )
        return .row(Self.noun, scope, row)
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", "ExtendedProperties", "ComponentName", "IncludeInactiveMailboxes", "Confirm", "WhatIf",
            ],
            shape: nil
        )
    }

    /// The properties of the mailbox that the managed folder assistant and others keep: it ran within the last day.
    private static func properties(_ content: MailboxContent, at now: ServiceDate) throws -> String {
        let totals = try content.totals()
        let numbers = StableNumbers("assistant", content.seed)
        let start = ServiceDate(ticks: Int64(now.day) * ServiceDate.ticksOfADay)
        let usual = max(start.adding(hours: numbers.below(24, at: 0) - 24), content.mailbox.created)
        let asked = try content.store.entry(.assistant, key: content.mailbox.guid)?.changed
        let ran = max(usual, asked ?? usual)
        let moment = ran.text(.utc)
        var values = [
            ("ELCLastSuccessTimestamp", moment),
            ("ELCLastRunTotalProcessingTime", "\(200 + numbers.below(9000, at: 1))"),
            ("ELCLastRunSubAssistantProcessingTime", "\(100 + numbers.below(90, at: 2))"),
            ("ELCLastRunUpdatedFolderCount", "\(numbers.below(30, at: 3))"),
            ("ELCLastRunTaggedFolderCount", "0"), ("ELCLastRunUpdatedItemCount", "\(numbers.below(300, at: 4))"),
            ("ELCLastRunTaggedWithArchiveItemCount", "0"), ("ELCLastRunTaggedWithExpiryItemCount", "0"),
            ("ELCLastRunDeletedFromRootItemCount", "0"), ("ELCLastRunDeletedFromDumpsterItemCount", "0"),
            ("ELCLastRunArchivedFromRootItemCount", "0"), ("ELCLastRunArchivedFromDumpsterItemCount", "0"),
            ("ItemCount", "\(totals.items)"), ("DeletedMsgCount", "\(totals.deletedItems)"),
            ("MessageSizeExtended", "\(totals.bytes)"), ("MailboxType", "0"),
        ]
        if let lastUse = content.lastUse { values.append(("LastLogonTime", lastUse.text(.utc))) }
        let properties = values.map { name, value in
            "<Property><Name>\(name)</Name><Value>\(value)</Value></Property>"
        }.joined()
        return "<Properties><MailboxTable>\(properties)</MailboxTable></Properties>"
    }

    /// What keeps the mailbox, as the document that hold tracking has.
    private static func holds(_ mailbox: ExchangeObject) -> String {
        guard mailbox.properties["LitigationHoldEnabled"] == true else { return "[]" }
        let since = mailbox.text("LitigationHoldDate") ?? mailbox.changed.text(.utc)
        let hold: JSONValue = [
            "hid": "98E9BABD09A04bcf8455A58C2AA74182", "ht": 1, "lsd": .string(since), "osd": .string(since),
            "ed": "0001-01-01T00:00:00.0000000",
        ]
        return JSONValue.array([hold]).text()
    }
}

/// Start-ManagedFolderAssistant: the assistant runs at once; there is nothing for it to move here.
struct FolderAssistantStarter: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let states: Set<ExchangeObject.State> = call.isOn("InactiveMailbox") ? MailboxTarget.all : [.active]
        let mailbox = try MailboxTarget.mailbox(
            named: call.text("Identity") ?? "",
            noun: "Mailbox",
            scope,
            states: states
        )
        if call.isQuestion { return .confirmation("Starting the managed folder assistant on \"\(mailbox.name)\".") }
        try ContentStore(scope).put(.assistant, key: mailbox.guid, JSONObject(), at: scope.now)
        return .done(warnings: [])
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "InactiveMailbox", "Confirm", "WhatIf"], shape: nil)
    }
}
