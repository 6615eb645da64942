import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a restore request copies out of one mailbox into another, from the moment at which it is done; or one item that was
/// handed over.
///
/// Folders of the same path are merged, those that are not there are made, and what came from there before does not come twice. What
/// others had copied into the source stays behind.
struct ContentCopy: Sendable {
    /// Which of the target's copies it is: the request's id.
    let key: String
    private let seed: String
    private let isArchive: Bool
    private let total: Int
    private let newest: ServiceDate
    /// The folder that is copied with what is below it; `nil` for all.
    private let sourceRoot: String?
    /// The folder below which all goes; `nil` for the top.
    private let targetRoot: String?
    /// The one item that is handed over: the folder that it was made in, and its number there; `nil` for all.
    private let only: (home: String, number: Int)?
    /// When it is done; `nil` as long as nobody lets it go on.
    let ready: ServiceDate?

    init?(_ entry: ContentStore.Entry) {
        guard let seed = entry.text("Source"), let total = entry.value["Total"]?.integerValue,
            let newest = entry.value["Newest"]?.integerValue
        else { return nil }
        key = entry.key
        self.seed = seed
        isArchive = entry.value["IsArchive"]?.boolValue ?? false
        self.total = Int(total)
        self.newest = ServiceDate(ticks: newest)
        sourceRoot = entry.text("SourceRoot")
        targetRoot = entry.text("TargetRoot")
        only = entry.text("Home").flatMap { home in
            entry.value["Number"]?.integerValue.map { (home, Int($0)) }
        }
        ready = entry.value["Ready"]?.integerValue.map { ServiceDate(ticks: $0) }
    }

    /// The folders of the source that are copied, each with where it goes.
    private var places: [(template: FolderTemplate, target: String)] {
        FolderTemplate.folders(ofArchive: isArchive).compactMap { template in
            guard template.share > 0 else { return nil }
            if let only { return template.path == only.home ? (template, targetRoot ?? template.path) : nil }
            if let root = sourceRoot?.lowercased() {
                let path = template.path.lowercased()
                guard path == root || path.hasPrefix(root + "/") else { return nil }
            }
            // What users do not see keeps its place.
            let isHidden = MailboxFolder.isRecoverable(type: template.type)
            return (template, (isHidden ? "" : targetRoot ?? "") + template.path)
        }
    }

    /// What a folder of the source holds of its own, under names that tell it from the target's.
    private func first(_ template: FolderTemplate, into target: String) -> FirstItems {
        FirstItems(
            seed: seed,
            template: template,
            total: total,
            newest: newest,
            home: "\(key):\(template.path)",
            folder: target
        )
    }

    /// What a home of copied items held when they came; `nil` for a home that is another's.
    func first(at home: String) -> FirstItems? {
        places.first { "\(key):\($0.template.path)" == home }.map { first($0.template, into: $0.target) }
    }

    /// The source with its folder, and where that goes: two copies of the same bring nothing twice.
    ///
    /// What was handed over may come back, so that each time counts.
    func identity(of path: String, into target: String) -> String {
        only == nil ? "\(seed):\(path):\(target.lowercased())" : key
    }

    /// The folders that it fills: that of the source, the target's, the class, and what was in it when it was done.
    func arrivals(_ store: ContentStore) throws -> [Arrival] {
        if let only {
            return places.map { template, target in
                let items = [first(template, into: target).item(only.number)]
                return Arrival(
                    source: template.path,
                    path: target,
                    containerClass: template.containerClass,
                    items: items
                )
            }
        }
        // What the source had moved by then, by home; and where to.
        var away: [String: Set<Int>] = [:]
        var moved: [String: [(home: String, number: Int)]] = [:]
        for entry in try store.entries(.item, owner: seed) where ready.map({ entry.changed <= $0 }) ?? false {
            guard let home = entry.text("Home"), let number = entry.value["Number"]?.integerValue else { continue }
            away[home, default: []].insert(Int(number))
            if let target = entry.text("Target") { moved[target, default: []].append((home, Int(number))) }
        }
        let templates = Dictionary(FolderTemplate.folders(ofArchive: isArchive).map { ($0.path, $0) }) { first, _ in
            first
        }
        return places.map { template, target in
            let first = first(template, into: target)
            let gone = away[template.path] ?? []
            var items = (0..<first.count).filter { !gone.contains($0) }.map(first.item)
            for (home, number) in moved[template.path] ?? [] {
                guard let origin = templates[home] else { continue }
                let first = self.first(origin, into: target)
                if number < first.count { items.append(first.item(number)) }
            }
            return Arrival(source: template.path, path: target, containerClass: template.containerClass, items: items)
        }
    }

    /// What says of an item that this brought where it is from.
    func origin(of item: MailboxItem) -> JSONObject {
        var origin: JSONObject = [
            "Source": .string(seed), "IsArchive": .bool(isArchive), "Total": .integer(Int64(total)),
            "Newest": .integer(newest.ticks), "Number": .integer(Int64(item.number)),
        ]
        origin["Home"] = .string(String(item.home.dropFirst(key.count + 1)))
        return origin
    }

    /// What came into a folder.
    struct Arrival {
        var source: String
        var path: String
        var containerClass: String
        var items: [MailboxItem]
    }
}

extension MailboxContent {
    /// Notes that a request copies this content into another mailbox's.
    ///
    /// - Parameters:
    ///   - target: Where it goes.
    ///   - key: The request's id.
    ///   - ready: When it will be done; `nil` as long as it is suspended.
    ///   - roots: The folder to copy, and that below which it goes, as paths with slashes.
    ///   - moment: When that is.
    /// - Throws: `DatabaseError`.
    func copy(
        into target: MailboxContent,
        as key: String,
        ready: ServiceDate?,
        roots: (source: String?, target: String?),
        at moment: ServiceDate
    ) throws {
        var value = origin
        value["SourceRoot"] = roots.source.map { .string($0) } ?? .null
        value["TargetRoot"] = roots.target.map { .string($0) } ?? .null
        value["Ready"] = ready.map { .integer($0.ticks) } ?? .null
        try store.put(.copy, owner: target.seed, key: key, value, at: moment)
    }

    /// Hands an item over to another mailbox, into a folder of that name.
    ///
    /// - Throws: `DatabaseError`.
    func hand(_ item: MailboxItem, to target: MailboxContent, in folder: String, at moment: ServiceDate) throws {
        var value: JSONObject
        if let copy = try copies().first(where: { item.home.hasPrefix("\($0.key):") }) {
            value = copy.origin(of: item)
        } else {
            value = origin
            value["Home"] = .string(item.home)
            value["Number"] = .integer(Int64(item.number))
        }
        value["TargetRoot"] = .string(folder)
        value["Ready"] = .integer(moment.ticks)
        try store.put(.copy, owner: target.seed, key: UUID.random().uuidString.lowercased(), value, at: moment)
        try move(item, to: nil, at: moment)
    }

    /// What says of a copy where it is from.
    private var origin: JSONObject {
        [
            "Source": .string(seed), "IsArchive": .bool(isArchive), "Total": .integer(Int64(total)),
            "Newest": .integer(newest.ticks),
        ]
    }
}

extension ContentStore {
    /// Changes when a copy will be done; `nil` while it is suspended.
    func setReady(_ ready: ServiceDate?, ofCopy key: String, at moment: ServiceDate) throws {
        for entry in try copies(of: key) {
            var value = entry.value
            value["Ready"] = ready.map { .integer($0.ticks) } ?? .null
            try put(.copy, owner: entry.owner, key: key, value, at: moment)
        }
    }

    /// What a request copies, in whichever mailbox.
    func copies(of request: String) throws -> [Entry] {
        try store.read { connection in
            try connection.all(
                Entry.self,
                "FROM exchange_content WHERE tenant_id = ? AND kind = ? AND key = ?",
                [tenantID, Kind.copy.rawValue, request]
            )
        }
    }

    /// Takes a copy back that is not done yet; what was copied stays.
    func removeCopy(_ key: String, at moment: ServiceDate) throws {
        for entry in try copies(of: key) {
            guard ContentCopy(entry)?.ready.map({ $0 <= moment }) != true else { continue }
            try remove(.copy, owner: entry.owner, key: key)
        }
    }
}
