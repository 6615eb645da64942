import EmulatorCore
import ExoJSON

/// A batch of mailboxes that move, whose state follows the emulator's clock.
struct MigrationBatch: Sendable {
    static let noun = "MigrationBatch"
    /// How long a batch starts, copies and completes, in minutes: guesses.
    private static let (starting, syncing, completing) = (5, 120, 30)

    let entry: ContentStore.Entry
    /// What keeps users from moving, by address in small letters.
    let problems: [String: MigrationProblem]
    /// The users that were stopped by themselves, in small letters.
    let stoppedUsers: Set<String>
    /// When mailboxes arrived that are what they are then, by user in small letters.
    let arrivals: [String: ServiceDate]
    /// When people are done who are not done with the batch, by address in small letters.
    let userTimes: [String: ServiceDate]

    init(entry: ContentStore.Entry) {
        self.entry = entry
        func texts(_ name: String) -> [String] { entry.value[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        func moments(_ name: String) -> [String: ServiceDate] {
            let members = entry.value[name]?.objectValue?.members ?? []
            return members.reduce(into: [:]) { all, member in
                all[member.name] = member.value.stringValue.flatMap { ServiceDate(parsing: $0) }
            }
        }
        var problems: [String: MigrationProblem] = [:]
        // Batches of earlier emulators know only who was not there.
        for user in texts("MissingUsers") { problems[user] = .missing(user) }
        for member in entry.value["Problems"]?.objectValue?.members ?? [] {
            problems[member.name] = MigrationProblem(member.value)
        }
        userTimes = moments("UserTimes")
        self.problems = problems
        stoppedUsers = Set(texts("StoppedUsers"))
        var arrivals = moments("ArrivedUsers")
        // And not when somebody arrived.
        for user in texts("ArrivedUsers") { arrivals[user] = entry.changed }
        self.arrivals = arrivals
    }

    var name: String { entry.text("Name") ?? entry.key }

    /// The addresses that move.
    var users: [String] { entry.value["Users"]?.arrayValue?.compactMap(\.stringValue) ?? [] }

    /// The names of its endpoints, in small letters.
    var endpoints: [String] {
        ["SourceEndpoint", "TargetEndpoint"].compactMap { entry.text($0)?.lowercased() }
    }

    var way: MigrationWay { MigrationWay(entry.value) }

    /// Whether somebody, in small letters, is another batch's.
    func isElsewhere(_ user: String) -> Bool { problems[user]?.isElsewhere ?? false }

    func moment(_ name: String) -> ServiceDate? { entry.text(name).flatMap { ServiceDate(parsing: $0) } }

    private static func minutes(_ count: Int) -> Int64 { Int64(count) * 600_000_000 }

    /// When the first item was copied, `nil` when it was not started.
    var begun: ServiceDate? { moment("Started")?.adding(ticks: Self.minutes(Self.starting)) }

    /// When all was copied once, `nil` when it was not started.
    var synced: ServiceDate? { moment("Started")?.adding(ticks: Self.minutes(Self.starting + Self.syncing)) }

    /// When the last step begins: once asked for, and not before everything is copied.
    private var completion: ServiceDate? {
        guard let synced, let asked = moment("Completes") else { return nil }
        return max(synced, asked)
    }

    var finished: ServiceDate? { completion?.adding(ticks: Self.minutes(Self.completing)) }

    /// When the last step of somebody who is not done with the batch begins.
    private func ownCompletion(_ user: String) -> ServiceDate? {
        guard let synced, let own = userTimes[user] else { return nil }
        return max(own, synced)
    }

    /// When the move of somebody was started, `nil` when it was not; who has arrived was on the way long enough for that.
    func started(ofUser user: String) -> ServiceDate? {
        guard let done = arrivals[user.lowercased()] else { return moment("Started") }
        let latest = done.adding(ticks: -Self.minutes(Self.starting + Self.syncing + Self.completing))
        return moment("Started").map { min($0, latest) } ?? latest
    }

    /// When the first item of somebody was copied.
    func begun(ofUser user: String) -> ServiceDate? {
        started(ofUser: user)?.adding(ticks: Self.minutes(Self.starting))
    }

    /// When all of somebody was copied once.
    func synced(ofUser user: String) -> ServiceDate? {
        started(ofUser: user)?.adding(ticks: Self.minutes(Self.starting + Self.syncing))
    }

    /// When somebody is done, as far as that is known; `nil` for who fails or was stopped before.
    func finished(ofUser user: String) -> ServiceDate? {
        let user = user.lowercased()
        if let done = arrivals[user] { return done }
        guard moment("Stopped") == nil, !stoppedUsers.contains(user), problems[user] == nil else { return nil }
        return ownCompletion(user)?.adding(ticks: Self.minutes(Self.completing)) ?? finished
    }

    func status(at now: ServiceDate) -> String {
        if moment("Stopped") != nil { return "Stopped" }
        guard let started = moment("Started"), started <= now, let synced else { return "Created" }
        if now < started.adding(ticks: Self.minutes(Self.starting)) { return "Starting" }
        if now < synced { return "Syncing" }
        guard let completion, let finished, completion <= now else { return "Synced" }
        return now < finished ? "Completing" : "Completed"
    }

    /// What kind of move it is, as its endpoint says.
    var type: String { entry.text("MigrationType") ?? "ExchangeRemoteMove" }

    /// The state as rows show it.
    func shownStatus(at now: ServiceDate) -> String {
        let status = status(at: now)
        return !problems.isEmpty && ["Synced", "Completed"].contains(status) ? "\(status)WithErrors" : status
    }

    /// The state of one of its users.
    func status(ofUser user: String, at now: ServiceDate) -> (status: String, summary: String) {
        let user = user.lowercased()
        if arrivals[user] != nil { return ("Completed", "Completed") }
        if stoppedUsers.contains(user) { return ("Stopped", "Stopped") }
        if problems[user] != nil, !["Created", "Starting", "Stopped"].contains(status(at: now)) {
            return ("Failed", "Failed")
        }
        guard let synced, let begin = ownCompletion(user), moment("Stopped") == nil else { return userStatus(at: now) }
        if now < begin { return userStatus(at: min(now, synced)) }
        return now < begin.adding(ticks: Self.minutes(Self.completing))
            ? ("Completing", "Active") : ("Completed", "Completed")
    }

    /// The state of its users.
    func userStatus(at now: ServiceDate) -> (status: String, summary: String) {
        switch status(at: now) {
        case "Created", "Starting": return ("Queued", "Active")
        case "Syncing": return ("Syncing", "Active")
        case "Synced": return ("Synced", "Synced")
        case "Completing": return ("Completing", "Active")
        case "Completed": return ("Completed", "Completed")
        default: return ("Stopped", "Stopped")
        }
    }

    /// How much of it is done, of a hundred.
    func percentage(at now: ServiceDate) -> Int64 {
        guard let started = moment("Started"), let synced else { return 0 }
        if status(at: now) == "Completed" { return 100 }
        let all = max(1, synced.ticks - started.ticks)
        return min(max(0, now.ticks - started.ticks), all) * 95 / all
    }

    /// How much of somebody's mailbox is done, of a hundred.
    func percentage(ofUser user: String, at now: ServiceDate) -> Int64 {
        switch status(ofUser: user, at: now).status {
        case "Failed": 0
        case "Completed": 100
        default: min(percentage(at: now), 95)
        }
    }
}

/// The batches of a tenant.
struct MigrationBatches: Sendable {
    let store: ContentStore

    init(_ scope: CallScope) { store = ContentStore(scope) }

    /// - Throws: `DatabaseError`.
    func all() throws -> [MigrationBatch] { try store.entries(.migrationBatch).map { MigrationBatch(entry: $0) } }

    /// The batch that a call names.
    ///
    /// - Throws: ``AdminAPIError`` when there is none.
    func batch(_ call: BoundCall, parameter: String = "Identity") throws -> MigrationBatch {
        let name = call.text(parameter) ?? ""
        let found = try all().first { [$0.entry.key, $0.entry.text("Guid")].contains(name.lowercased()) }
        guard let found else {
            throw AdminAPIError(
                status: 404,
                code: "NotFound",
                exceptionType: AdminAPIError.notFoundType,
                message: "The migration batch \"\(name)\" couldn't be found.",
                targetType: MigrationBatch.noun
            )
        }
        return found
    }

    /// The user that an identity means: the one of the batch that the person is of before those that name the person alone.
    ///
    /// - Returns: The user, `nil` where there is none.
    /// - Throws: `DatabaseError`.
    func user(_ identity: String) throws -> MigrationUser? {
        let found = try all().flatMap { batch in
            batch.users.lazy.map { MigrationUser(address: $0, batch: batch) }.filter { $0.isNamed(identity) }
        }
        return found.first { !$0.isElsewhere } ?? found.first
    }

    /// Writes values of a batch, and takes away those that are null.
    func change(_ batch: MigrationBatch, _ values: JSONObject, at moment: ServiceDate) throws {
        var value = batch.entry.value
        for member in values.members { value[member.name] = member.value }
        value = JSONObject(value.members.filter { !$0.value.isNull })
        try put(value, as: batch.entry.key, at: moment)
    }

    /// Writes a batch, and notes when the next of its mailboxes will have arrived.
    ///
    /// - Throws: `DatabaseError`.
    func put(_ value: JSONObject, as key: String, at moment: ServiceDate) throws {
        try store.put(.migrationBatch, key: key, value, at: moment)
        let batch = try store.entry(.migrationBatch, key: key).map { MigrationBatch(entry: $0) }
        try MailboxArrivals.expect(.batch, key: key, at: batch?.nextArrival, in: store)
    }

    func remove(_ batch: MigrationBatch) throws {
        try store.remove(.migrationBatch, key: batch.entry.key)
        try MailboxArrivals.expect(.batch, key: batch.entry.key, at: nil, in: store)
    }
}

extension MigrationBatch {
    /// What is noted of single users, once these are in the batch: who comes again comes anew.
    func notes(of users: [String]) -> JSONObject {
        let known = Set(self.users.map { $0.lowercased() }).intersection(users.map { $0.lowercased() })
        let stopped = stoppedUsers.intersection(known)
        func moments(_ all: [String: ServiceDate]) -> JSONValue {
            Self.byUser(all.filter { known.contains($0.key) }.mapValues(\.json))
        }
        return [
            "ArrivedUsers": moments(arrivals), "StoppedUsers": .array(stopped.sorted().map { .string($0) }),
            "UserTimes": moments(userTimes),
        ]
    }

    /// An object of values by user.
    static func byUser(_ values: [String: JSONValue]) -> JSONValue {
        .object(JSONObject(values.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }))
    }

    /// When the next of its mailboxes will have arrived, as far as that is known.
    var nextArrival: ServiceDate? {
        guard way.movesMailboxes else { return nil }
        return users.lazy.filter { arrivals[$0.lowercased()] == nil }.compactMap { finished(ofUser: $0) }.min()
    }
}
