import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Export-MailboxDiagnosticLogs: what the service's assistants wrote down of a mailbox.
struct DiagnosticLogsExporter: CmdletHandler {
    private static let noun = "MailboxDiagnosticLogs"

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let mailbox = try MailboxTarget.mailbox(call, scope)
        if call.isQuestion { return .confirmation("Exporting the diagnostic logs of \"\(mailbox.name)\".") }
        let content = MailboxContent(mailbox, in: ContentStore(scope))
        let name = call.text("ComponentName")
        let log: String
        if call.isOn("ExtendedProperties") {
            log = try Self.properties(content, at: scope.now)
        } else {
            log = try Self.log(of: name ?? "", content, scope)
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

    /// The log of a component; what nobody here does leaves none.
    private static func log(of name: String, _ content: MailboxContent, _ scope: CallScope) throws -> String {
        let mailbox = content.mailbox
        switch name.lowercased() {
        case "mrm":
            // What the assistant writes of a run without trouble is a guess.
            return line(try lastRun(of: content, at: scope.now), mailbox, ["Entry The mailbox was processed."])
        case "holdtracking", "substrateholdtracking": return try holds(mailbox, scope)
        default: break
        }
        let shared = try invitations(content, scope)
        let isShared = !shared.isEmpty
        if isShared, name.lowercased() == invitations.lowercased() { return shared.joined(separator: "\r\n") }
        let available = ["MRM", "HoldTracking", "SubstrateHoldTracking"] + (isShared ? [invitations] : [])
        throw missing(name, in: mailbox, available: available)
    }

    private static let invitations = "CalendarSharingInvite"

    /// A line for each who has rights in the calendar, in the form by which scripts take it apart.
    private static func invitations(_ content: MailboxContent, _ scope: CallScope) throws -> [String] {
        guard let folder = try content.folders().first(where: { $0.path == "/Calendar" }) else { return [] }
        let reference = FolderReference(content: content, folder: folder)
        let access = FolderAccess(reference, noun: "MailboxFolderPermission", scope)
        return try access.sharedWith().map { entry in
            let isInside = entry.user.type == "Internal"
            return line(
                entry.given ?? content.mailbox.created,
                content.mailbox,
                [
                    "Entry MailboxOwner:\(content.mailbox.primaryAddress ?? "")",
                    "Recipient:\(entry.user.address ?? entry.user.displayName)",
                    "RecipientType:\(entry.user.type)",
                    "Handler=ms-exchange-\(isInside ? "internal" : "external")",
                    "DetailLevel=\(entry.rights.names.joined(separator: " "))",
                ]
            )
        }
    }

    /// A line of a log, its moment in American form.
    private static func line(_ moment: ServiceDate, _ mailbox: ExchangeObject, _ parts: [String]) -> String {
        let numbers = moment.text(.utc).prefix(19).split { "-T:".contains($0) }.compactMap { Int($0) }
        guard numbers.count == 6 else { return "" }
        let (hour, minute, second) = (numbers[3], numbers[4], numbers[5])
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = "\(numbers[1])/\(numbers[2])/\(numbers[0])"
        let time = "\((hour + 11) % 12 + 1):\(two(minute)):\(two(second)) \(hour < 12 ? "AM" : "PM")"
        let owner = "Mailbox: \(mailbox.text("DisplayName") ?? mailbox.name)"
        return (["\(day) \(time)", owner] + parts).joined(separator: ",")
    }

    private static func missing(_ name: String, in mailbox: ExchangeObject, available: [String]) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Data.StoreObjects.ObjectNotFoundException",
            message:
                "Logs for component '\(name)' weren't found in mailbox Identity:'\(mailbox.name)'. Available logs: "
                + "'\(available.joined(separator: ", "))'",
            targetType: noun
        )
    }

    /// When the managed folder assistant ran: within the last day, or when it was asked to.
    static func lastRun(of content: MailboxContent, at now: ServiceDate) throws -> ServiceDate {
        let numbers = StableNumbers("assistant", content.seed)
        // It runs once a day, at an hour of the mailbox's own.
        let today = ServiceDate(ticks: Int64(now.day) * ServiceDate.ticksOfADay).adding(hours: numbers.below(24, at: 0))
        let usual = max(today <= now ? today : today.adding(days: -1), content.mailbox.created)
        return max(usual, try content.store.entry(.assistant, key: content.mailbox.guid)?.changed ?? usual)
    }

    /// The properties of the mailbox that the managed folder assistant and others keep: it ran within the last day.
    private static func properties(_ content: MailboxContent, at now: ServiceDate) throws -> String {
        let totals = try content.totals()
        let numbers = StableNumbers("assistant", content.seed)
        let moment = try lastRun(of: content, at: now).text(.utc)
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
        if let logon = content.lastUse?.logon { values.append(("LastLogonTime", logon.text(.utc))) }
        let properties = values.map { name, value in
            "<Property><Name>\(name)</Name><Value>\(value)</Value></Property>"
        }.joined()
        return "<Properties><MailboxTable>\(properties)</MailboxTable></Properties>"
    }

    /// What keeps the mailbox, as the document that hold tracking has.
    private static func holds(_ mailbox: ExchangeObject, _ scope: CallScope) throws -> String {
        let changed = mailbox.changed.text(.utc)
        var holds: [JSONValue] = []
        if mailbox.properties["LitigationHoldEnabled"] == true {
            let since = mailbox.text("LitigationHoldDate") ?? changed
            holds.append(hold("98E9BABD09A04bcf8455A58C2AA74182", type: 1, since: since))
        }
        // Of what policies keep the day is a guess.
        holds += try scope.holdMarks(on: mailbox).map { hold($0, type: 4, since: changed) }
        return JSONValue.array(holds).text()
    }

    private static func hold(_ id: String, type: Int64, since: String) -> JSONValue {
        [
            "hid": .string(id), "ht": .integer(type), "lsd": .string(since), "osd": .string(since),
            "ed": "0001-01-01T00:00:00.0000000",
        ]
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
