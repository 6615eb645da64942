import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// The public folders of a tenant.
struct PublicFolders: Sendable {
    static let noun = "PublicFolder"
    let store: ContentStore
    private let created: ServiceDate
    private let tenantID: String

    init(_ scope: CallScope) {
        store = ContentStore(scope)
        // Older than everything else: a guess.
        created = ServiceDate(ticks: 16_000_000_000_000_000)
        tenantID = scope.tenant.id
    }

    /// All but dumpsters, parents before their children: the root, the service's own, then those that were made, deleted ones
    /// among them.
    ///
    /// - Throws: `DatabaseError`.
    func all() throws -> [PublicFolder] {
        let stored = try store.entries(.publicFolder).map(made)
        let roots = [PublicFolder.root] + PublicFolder.system
        // What was set of a root is stored like the rest.
        let own = roots.map { path in stored.first { $0.key == path.lowercased() } ?? root(path) }
        return own + stored.filter { !$0.isRoot }.sorted { $0.key < $1.key }
    }

    /// All with their dumpsters, parents before their children.
    ///
    /// - Throws: `DatabaseError`.
    func allWithDumpsters() throws -> [PublicFolder] {
        let all = try all()
        let own = all.prefix { $0.isRoot || $0.isSystem }
        let dumpsters = all.filter { !$0.isSystem }.map(\.dumpster)
        return own + (all.dropFirst(own.count) + dumpsters).sorted { $0.key < $1.key }
    }

    /// The folder of a path or entry id.
    ///
    /// - Throws: ``AdminAPIError`` when there is none.
    func folder(_ identity: String) throws -> PublicFolder {
        guard let found = try find(identity) else {
            throw AdminAPIError(
                status: 404,
                code: "NotFound",
                exceptionType: AdminAPIError.notFoundType,
                message: "The public folder \"\(identity)\" couldn't be found.",
                targetType: Self.noun
            )
        }
        return found
    }

    /// The folder of a path or entry id, `nil` when there is none.
    ///
    /// - Throws: `DatabaseError`.
    func find(_ identity: String) throws -> PublicFolder? {
        // `contoso\\Sales` names the organization first.
        var path = identity
        if let place = identity.firstRange(of: "\\\\"), place.lowerBound != identity.startIndex {
            path = String(identity[identity.index(after: place.lowerBound)...])
        }
        let key = "\\" + path.split(separator: "\\").joined(separator: "\\").lowercased()
        let all = try all()
        if let found = all.first(where: { $0.key == key }) { return found }
        let owners = all.lazy.filter { !$0.isSystem }
        if PublicFolder.isHidden(key: key) { return owners.map(\.dumpster).first { $0.key == key } }
        let id = identity.uppercased()
        return all.first { $0.entryID == id } ?? owners.first { $0.dumpsterID == id }?.dumpster
    }

    /// The folder that a call is about: the root where it names none.
    func folder(_ call: BoundCall, parameter: String = "Identity") throws -> PublicFolder {
        try folder(call.text(parameter) ?? PublicFolder.root)
    }

    func save(_ folder: PublicFolder, at moment: ServiceDate) throws {
        try store.put(
            .publicFolder,
            key: folder.key,
            [
                "Path": .string(folder.path), "Seed": .string(folder.seed), "Created": folder.created.json,
                "Properties": .object(folder.properties),
            ],
            at: moment
        )
    }

    /// Puts a folder with all below it in another place.
    ///
    /// - Parameters:
    ///   - before: The folder where it is.
    ///   - after: The folder with its new path.
    ///   - moment: When.
    /// - Throws: ``AdminAPIError`` where another folder is, `DatabaseError`.
    func move(_ before: PublicFolder, to after: PublicFolder, at moment: ServiceDate) throws {
        let all = try all()
        guard !all.contains(where: { $0.key == after.key }) else {
            throw AdminAPIError.alreadyThere(after.path, noun: Self.noun)
        }
        for child in all.filter(before.holds) {
            var moved = child
            moved.path = after.path + child.path.dropFirst(before.path.count)
            try replace(child, with: moved, at: moment)
        }
        var moved = after
        moved.properties["LastMovedTime"] = moment.json
        try replace(before, with: moved, at: moment)
    }

    /// Rights stand under the folder's path and go with it.
    private func replace(_ before: PublicFolder, with after: PublicFolder, at moment: ServiceDate) throws {
        try store.remove(.publicFolder, key: before.key)
        try save(after, at: moment)
        for (key, entry) in try rights(on: before, for: after) {
            try store.remove(.folderRight, owner: before.seed, key: entry.key)
            try store.put(.folderRight, owner: after.seed, key: key, entry.value, at: entry.changed)
        }
    }

    /// Gives a new folder the rights on the one in which it is made.
    ///
    /// - Throws: `DatabaseError`.
    func inherit(_ folder: PublicFolder, from parent: PublicFolder) throws {
        for (key, entry) in try rights(on: parent, for: folder) {
            try store.put(.folderRight, owner: folder.seed, key: key, entry.value, at: entry.changed)
        }
    }

    /// The rights on a folder, with the keys that they have on another one.
    private func rights(
        on folder: PublicFolder,
        for other: PublicFolder
    ) throws -> [(key: String, entry: ContentStore.Entry)] {
        try store.entries(.folderRight, owner: folder.seed).compactMap { entry in
            entry.key.firstIndex(of: "\n").map { (other.slashed.lowercased() + entry.key[$0...], entry) }
        }
    }

    /// Whether a place is a folder or inside it: below it, or among what was deleted from what is there.
    ///
    /// - Throws: `DatabaseError`.
    func isWithin(_ place: PublicFolder, _ folder: PublicFolder) throws -> Bool {
        let all = try allWithDumpsters()
        let folders = Dictionary(all.map { ($0.key, $0) }) { first, _ in first }
        let owners = Dictionary(all.filter { !$0.isDumpster }.map { ($0.seed, $0) }) { first, _ in first }
        var seen: Set<String> = []
        var next: PublicFolder? = place
        // Folders of earlier emulators may be inside each other.
        while let current = next, seen.insert(current.key).inserted {
            if current.seed == folder.seed { return true }
            next = current.isDumpster ? owners[current.seed] : folders[current.parentPath.lowercased()]
        }
        return false
    }

    /// Deletes a folder with all below it: it goes to the dumpster of its parent, and for good from there.
    ///
    /// - Throws: `DatabaseError`.
    func delete(_ folder: PublicFolder, at moment: ServiceDate) throws {
        let all = try all()
        guard !folder.isHidden, let parent = all.first(where: { $0.key == folder.parentPath.lowercased() }) else {
            return try purge(folder, among: all)
        }
        let taken = Set(all.map(\.key))
        var deleted = folder
        var number = 1
        // Another one of the name may lie there already: a number tells them apart, a guess.
        repeat {
            deleted.path = "\(parent.dumpster.path)\\\(folder.name)\(number > 1 ? " (\(number))" : "")"
            number += 1
        } while taken.contains(deleted.key)
        try move(folder, to: deleted, at: moment)
    }

    /// Takes a folder away for good, with what is below it and what was deleted from it.
    private func purge(_ folder: PublicFolder, among all: [PublicFolder]) throws {
        let children = Dictionary(grouping: all) { $0.parentPath.lowercased() }
        var gone: Set<String> = []
        var waiting = [folder]
        while let next = waiting.popLast() {
            // Folders of earlier emulators may be inside each other.
            guard gone.insert(next.seed).inserted else { continue }
            waiting += (children[next.key] ?? []) + (children[next.dumpster.key] ?? [])
            try store.remove(.publicFolder, key: next.key)
            for entry in try store.entries(.folderRight, owner: next.seed) {
                try store.remove(.folderRight, owner: next.seed, key: entry.key)
            }
        }
    }

    private func root(_ path: String) -> PublicFolder {
        PublicFolder(path: path, created: created, properties: JSONObject(), seed: "\(tenantID)\(path)")
    }

    private func made(_ entry: ContentStore.Entry) -> PublicFolder {
        PublicFolder(
            path: entry.text("Path") ?? entry.key,
            created: entry.text("Created").flatMap { ServiceDate(parsing: $0) } ?? entry.changed,
            properties: PublicFolderMove.settled(
                entry.value["Properties"]?.objectValue ?? JSONObject(),
                at: store.now
            ),
            seed: entry.text("Seed") ?? entry.key
        )
    }
}
