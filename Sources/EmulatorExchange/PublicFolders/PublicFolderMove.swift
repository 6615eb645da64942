import EmulatorCore
import ExoJSON

/// A request that moves the content of public folders into another mailbox, and how far it is by the emulator's clock.
///
/// How long it takes is a guess: five minutes in the queue, thirty at work.
struct PublicFolderMove: Sendable {
    static let noun = SettingNoun("PublicFolderMoveRequest")
    static let statistics = "PublicFolderMoveRequestStatistics"
    /// What a folder keeps of the way of its content: which request, where to, and when it will be there.
    private static let mark = "ContentMove"
    private static let minute: Int64 = 600_000_000
    private static let (queued, working) = (5 * minute, 30 * minute)
    /// For how many days a request stays that is done, where it does not say.
    private static let days: Int64 = 30

    let object: ExchangeObject
    let now: ServiceDate

    private var started: ServiceDate { object.created.adding(ticks: Self.queued) }
    var ready: ServiceDate { started.adding(ticks: Self.working) }
    var isSuspended: Bool { object.properties["Suspend"] == true }

    var status: String {
        if isSuspended { return "Suspended" }
        if now < started { return "Queued" }
        return now < ready ? "InProgress" : "Completed"
    }

    private var percent: Int64 {
        guard !isSuspended, now >= started else { return 0 }
        return now >= ready ? 100 : 20 + 75 * (now.ticks - started.ticks) / Self.working
    }

    /// How long it stays once it is done, `nil` for ever.
    private var age: TimeSpanText? {
        let text = object.text("RequestExpiryInterval") ?? object.text("CompletedRequestAgeLimit")
        guard let text else { return TimeSpanText(ticks: Self.days * ServiceDate.ticksOfADay) }
        return TimeSpanText(parsing: text)
    }

    /// Whether the service has taken it away since it was done.
    var isOver: Bool {
        guard status == "Completed", let age else { return false }
        return now.ticks - ready.ticks >= age.ticks
    }

    private var identity: String { "\\\(object.name)" }

    /// Whether an identity names it.
    func isNamed(_ identity: String) -> Bool {
        [self.identity, object.name, object.guid].contains { $0.isSame(as: identity) }
    }

    private func values(_ names: TenantNames) -> JSONObject {
        var values: JSONObject = [
            "Identity": .string(identity), "Name": .string(object.name), "Guid": .string(object.guid),
            "RequestGuid": .string(object.guid), "RequestQueue": .string(TenantNames.database),
            "Status": .string(status), "OrganizationId": .string(names.organizationID),
        ]
        for name in ["SourceMailbox", "TargetMailbox", "Priority", "Suspend"] {
            if let value = object.properties[name] { values[name] = value }
        }
        return values
    }

    func row(_ names: TenantNames) -> ObjectRow {
        var row = ObjectShape.of(noun: Self.noun.noun).row(identity, values(names))
        row.set([
            "WhenCreated": object.created.json, "WhenCreatedUTC": object.created.json,
            "WhenChanged": object.changed.json, "WhenChangedUTC": object.changed.json,
        ])
        return row
    }

    /// How far it is; public folders have nothing in them here.
    func statisticsRow(_ names: TenantNames, showsReport: Bool) -> ObjectRow {
        var row = ObjectShape.of(noun: Self.statistics).row(identity, values(names))
        let isDone = status == "Completed"
        row.set([
            "StatusDetail": .string(status == "InProgress" ? "CopyingMessages" : status),
            "PercentComplete": .integer(percent), "FolderList": object.properties["Folders"] ?? [],
            "CompletedRequestAgeLimit": .string(age?.description ?? "Unlimited"),
            "QueuedTimestamp": object.created.json,
            "StartTimestamp": !isSuspended && started <= now ? started.json : .null,
            "SuspendedTimestamp": isSuspended ? object.created.json : .null,
            "CompletionTimestamp": isDone ? ready.json : .null, "LastUpdateTimestamp": now.json,
            "Message": .string(object.text("SuspendComment") ?? ""),
        ])
        if showsReport {
            var report = MigrationReport()
            // The words are guesses.
            report.note("The public folder move request was created.", at: object.created, by: now)
            if !isSuspended {
                report.note("Stage: CopyingMessages. Percent complete: 20.", at: started, by: now)
                report.note("Request is complete.", at: ready, by: now)
            }
            row["Report"] = report.value
        }
        return row
    }

    // MARK: The folders

    /// Sends the content of a folder on its way.
    func take(_ folder: PublicFolder, to mailbox: ExchangeObject, in folders: PublicFolders) throws {
        var moved = folder
        moved.properties[Self.mark] = [
            "Request": .string(object.guid), "Mailbox": mailbox.properties["ExchangeGuid"] ?? .null,
            "Ready": ready.json,
        ]
        try folders.save(moved, at: now)
    }

    /// Leaves where it is what has not arrived.
    func giveUp(in folders: PublicFolders) throws {
        for var folder in try folders.all() where folder.properties[Self.mark]?["Request"] == .string(object.guid) {
            folder.properties[Self.mark] = nil
            try folders.save(folder, at: now)
        }
    }

    /// Whether the content of a folder is on its way to a mailbox.
    static func isMoving(_ folder: PublicFolder, to mailbox: JSONValue) -> Bool {
        folder.properties[mark]?["Mailbox"] == mailbox
    }

    /// What is set of a folder at a moment: content that has arrived is in its new mailbox.
    static func settled(_ properties: JSONObject, at now: ServiceDate) -> JSONObject {
        guard let move = properties[mark], let text = move["Ready"]?.stringValue,
            let ready = ServiceDate(parsing: text), ready <= now
        else { return properties }
        var settled = properties
        settled[PublicFolder.contentMailbox] = move["Mailbox"]
        settled[mark] = nil
        return settled
    }
}
