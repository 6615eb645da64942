import EmulatorCore
import ExoJSON

/// What is in a mailbox or its archive: computed from its GUID, with what was changed since.
///
/// A mailbox costs nothing until it is asked for; folders that were made and items that were moved or taken away are
/// stored. Mailboxes that were made while the emulator runs begin empty.
package struct MailboxContent: Sendable {
    package let mailbox: ExchangeObject
    package let isArchive: Bool
    let store: ContentStore
    let total: Int

    init(_ mailbox: ExchangeObject, isArchive: Bool = false, in store: ContentStore) {
        self.mailbox = mailbox
        self.isArchive = isArchive
        self.store = store
        let isFull = Self.isFromBeginning(mailbox) || mailbox.properties[Self.cameAlong] == true
        total = isFull ? Self.amount(of: mailbox, isArchive: isArchive) : 0
    }

    /// Whether the mailbox came with a seed, and so with content.
    static func isFromBeginning(_ mailbox: ExchangeObject) -> Bool {
        // The alias that it was made with stays in its legacy name.
        guard let name = mailbox.text("LegacyExchangeDN")?.split(separator: "=").last,
            let hyphen = name.firstIndex(of: "-")
        else { return false }
        let alias = String(name[name.index(after: hyphen)...])
        return home(of: mailbox) == SeedIdentifier.make("recipient", mailbox.tenantID, alias)
    }

    /// The property that says of a mailbox that was taken from an account what it was.
    static let home = "ContentOf"
    /// The property that says of a mailbox that it came from elsewhere with what was in it.
    static let cameAlong = "ContentCameAlong"

    /// The guid under which the content of a mailbox is.
    static func home(of mailbox: ExchangeObject) -> String { mailbox.text(home) ?? mailbox.guid }

    /// What tells this content from all others.
    var seed: String { Self.home(of: mailbox) + (isArchive ? "/archive" : "") }

    /// How many items a mailbox has about; most have few, some very many: a guess.
    static func amount(of mailbox: ExchangeObject, isArchive: Bool) -> Int {
        let numbers = StableNumbers("amount", home(of: mailbox), isArchive ? "archive" : "")
        let spread = numbers.below(1000, at: 1)
        let amount =
            switch numbers.below(100, at: 0) {
            case 0..<60: 200 + spread
            case 60..<92: 1200 + spread * 3
            default: 4200 + spread * 8
            }
        switch mailbox.typeDetails {
        case "UserMailbox": return amount
        case "SharedMailbox", RecipientTypes.groupMailbox: return amount / 3
        default: return amount / 20
        }
    }

    /// When what is in it was as it is from the beginning: when the seed was written, however old it calls itself.
    static func beginning(of mailbox: ExchangeObject) -> ServiceDate {
        guard isFromBeginning(mailbox) else { return mailbox.created }
        let seeded = mailbox.created.adding(days: SeedAge.days(of: home(of: mailbox)))
        // Seeds of earlier emulators made everything at once.
        return seeded <= mailbox.changed ? seeded : mailbox.created
    }

    /// The newest item is as old as this at least.
    var newest: ServiceDate {
        let numbers = StableNumbers("newest", seed)
        // One of ten has not been used for months.
        let hours = numbers.below(10, at: 0) == 0 ? 24 * (90 + numbers.below(300, at: 1)) : numbers.below(40, at: 1)
        return Self.beginning(of: mailbox).adding(hours: -(hours + (isArchive ? 24 * 400 : 0)))
    }

    /// When the mailbox was used last, `nil` for never.
    var lastUse: MailboxUse? { MailboxUse(self) }

    // MARK: Folders

    /// The folders with what is in them, in the service's order.
    ///
    /// - Throws: `DatabaseError`.
    func folders() throws -> [MailboxFolder] {
        let copies = try copies()
        let moves = try moves(copies)
        // Nobody made a folder in a mailbox that is new.
        let templates = FolderTemplate.folders(ofArchive: isArchive).filter { total > 0 || $0.type != "User Created" }
        var all = templates.map { template in
            folder(template, items: first(template), away: moves.away[template.path] ?? [])
        }
        for entry in try store.entries(.folder, owner: seed) {
            all.append(
                userFolder(entry.text("Path") ?? entry.key, entry.text("Class") ?? "IPF.Note", created: entry.changed)
            )
        }
        for (copy, arrival) in try arrivals(copies) {
            let place = place(of: arrival, in: &all, created: copy.ready ?? store.now)
            for item in arrival.items where moves.away[item.home]?.contains(item.number) != true {
                all[place].add(item)
            }
        }
        for (target, items) in moves.arrived {
            guard let place = all.firstIndex(where: { $0.path.lowercased() == target }) else { continue }
            for item in items { all[place].add(item) }
        }
        let names = try FolderNames(of: mailbox, in: store)
        for place in all.indices { all[place].shownPath = names.shown(all[place].path) }
        return all
    }

    /// The folders, and those that programs keep for themselves beside them.
    ///
    /// - Throws: `DatabaseError`.
    func hierarchy() throws -> [MailboxFolder] {
        guard !isArchive else { return try folders() }
        return try folders()
            + FolderTemplate.beside.map { template in
                var folder = folder(template, items: first(template), away: [])
                folder.isBeside = true
                return folder
            }
    }

    /// Where the folder is that something comes into; it is made with those above it where there is none.
    private func place(
        of arrival: ContentCopy.Arrival,
        in all: inout [MailboxFolder],
        created: ServiceDate
    ) -> Int {
        var path = ""
        var place = 0
        for name in arrival.path.split(separator: "/") {
            path += "/" + name
            if let known = all.firstIndex(where: { $0.path.lowercased() == path.lowercased() }) {
                place = known
                path = all[known].path
                continue
            }
            let isLast = path.count == arrival.path.count
            all.append(userFolder(path, isLast ? arrival.containerClass : "IPF.Note", created: created))
            place = all.count - 1
        }
        return place
    }

    /// What copies have brought, each folder of a source once.
    private func arrivals(_ copies: [ContentCopy]) throws -> [(copy: ContentCopy, arrival: ContentCopy.Arrival)] {
        var seen: Set<String> = []
        return try copies.flatMap { copy in try copy.arrivals(store).map { (copy, $0) } }.filter { copy, arrival in
            seen.insert(copy.identity(of: arrival.source, into: arrival.path)).inserted
        }
    }

    private func userFolder(_ path: String, _ containerClass: String, created: ServiceDate) -> MailboxFolder {
        MailboxFolder(
            path: path,
            shownPath: path,
            type: "User Created",
            containerClass: containerClass,
            created: created,
            hiddenItems: 0,
            seed: seed
        )
    }

    /// What restore requests have copied into it by now.
    func copies() throws -> [ContentCopy] {
        try store.entries(.copy, owner: seed).compactMap(ContentCopy.init).filter { copy in
            copy.ready.map { $0 <= store.now } ?? false
        }.sorted { ($0.ready?.ticks ?? 0, $0.key) < ($1.ready?.ticks ?? 0, $1.key) }
    }

    /// The folder of a path or id, `nil` when there is none.
    func folder(named name: String) throws -> MailboxFolder? {
        let all = try folders()
        if let byID = all.first(where: { $0.id == name }) { return byID }
        let path = "/" + name.split { $0 == "\\" || $0 == "/" }.joined(separator: "/").lowercased()
        if path == "/" { return all.first(where: \.isRoot) }
        return all.first { $0.shownPath.lowercased() == path }
    }

    /// Adds a folder below another one.
    func make(_ name: String, in parent: MailboxFolder, at moment: ServiceDate) throws -> MailboxFolder {
        let path = (parent.isRoot ? "" : parent.path) + "/" + name
        let containerClass = parent.containerClass.isEmpty ? "IPF.Note" : parent.containerClass
        try store.put(
            .folder,
            owner: seed,
            key: path.lowercased(),
            ["Path": .string(path), "Class": .string(containerClass)],
            at: moment
        )
        var made = userFolder(path, containerClass, created: moment)
        made.shownPath = (parent.isRoot ? "" : parent.shownPath) + "/" + name
        return made
    }

    // MARK: Items

    /// What is in a folder now, the newest first.
    func items(in folder: String) throws -> [MailboxItem] {
        let copies = try copies()
        let moves = try moves(copies)
        let away = moves.away[folder] ?? []
        var all = moves.arrived[folder.lowercased()] ?? []
        for (_, arrival) in try arrivals(copies) where arrival.path.lowercased() == folder.lowercased() {
            all += arrival.items.filter { moves.away[$0.home]?.contains($0.number) != true }
        }
        if let first = first(at: folder) { all += (0..<first.count).filter { !away.contains($0) }.map(first.item) }
        return all.sorted { $1.received < $0.received }
    }

    /// The folder in which an item is now, `nil` when it was taken away for good.
    func place(of item: MailboxItem) throws -> String? {
        guard let entry = try store.entry(.item, owner: seed, key: Self.key(of: item)) else {
            return item.folder
        }
        return entry.text("Target")
    }

    private static func key(of item: MailboxItem) -> String { "\(item.home)#\(item.number)" }

    /// Moves an item to another folder, or takes it away for good.
    func move(_ item: MailboxItem, to folder: String?, at moment: ServiceDate) throws {
        let target: JSONValue = folder.map { .string($0) } ?? .null
        try store.put(
            .item,
            owner: seed,
            key: Self.key(of: item),
            ["Home": .string(item.home), "Number": .integer(Int64(item.number)), "Target": target],
            at: moment
        )
    }

    /// The number and size of what a user sees, and of what was deleted.
    ///
    /// - Throws: `DatabaseError`.
    package func totals() throws -> (items: Int, bytes: Int64, deletedItems: Int, deletedBytes: Int64) {
        Self.totals(of: try folders())
    }

    static func totals(
        of folders: [MailboxFolder]
    ) -> (items: Int, bytes: Int64, deletedItems: Int, deletedBytes: Int64) {
        folders.reduce(into: (0, 0, 0, 0)) { sum, folder in
            if folder.isRecoverable {
                sum.deletedItems += folder.items
                sum.deletedBytes += folder.size
            } else {
                sum.items += folder.items
                sum.bytes += folder.size
            }
        }
    }

    private func first(_ template: FolderTemplate) -> FirstItems {
        FirstItems(seed: seed, template: template, total: total, newest: newest)
    }

    private func first(at path: String) -> FirstItems? {
        FolderTemplate.folders(ofArchive: isArchive).first { $0.path == path }.map(first)
    }

    private func folder(_ template: FolderTemplate, items: FirstItems, away: Set<Int>) -> MailboxFolder {
        var folder = MailboxFolder(
            path: template.path,
            shownPath: template.path,
            type: template.type,
            containerClass: template.containerClass,
            created: mailbox.created,
            hiddenItems: total > 0 ? template.hiddenItems : 0,
            seed: seed
        )
        for number in 0..<items.count where !away.contains(number) { folder.add(items.item(number)) }
        return folder
    }

    /// Items that are no longer where they were made: their numbers by home, and themselves by where they are, in small letters.
    private func moves(_ copies: [ContentCopy]) throws -> (away: [String: Set<Int>], arrived: [String: [MailboxItem]]) {
        var away: [String: Set<Int>] = [:]
        var arrived: [String: [MailboxItem]] = [:]
        for entry in try store.entries(.item, owner: seed) {
            guard let home = entry.text("Home"), let number = entry.value["Number"]?.integerValue,
                let first = first(at: home) ?? copies.lazy.compactMap({ $0.first(at: home) }).first,
                (0..<Int64(first.count)).contains(number)
            else { continue }
            away[home, default: []].insert(Int(number))
            guard let target = entry.text("Target") else { continue }
            arrived[target.lowercased(), default: []].append(first.item(Int(number)))
        }
        return (away, arrived)
    }
}
