import EmulatorCore
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
import Glibc
#else
import Foundation
#endif

/// The commands that work on the store's file, whether or not an emulator runs on it.
struct StoreCommand: Sendable {
    private let asked: EmulatorArguments

    init(_ asked: EmulatorArguments) { self.asked = asked }

    /// Runs the command.
    ///
    /// - Throws: ``EmulatorError`` with what failed.
    func run() throws {
        switch asked.command {
        case .export(let file): try export(to: file)
        case .import(let file): try `import`(from: file)
        case .reset: try reset()
        case .seed(let seed): try add(seed)
        default: break
        }
    }

    /// What is said before the seed takes the place of a store that is there.
    var notice: String? {
        switch asked.command {
        case .reset:
            FileManager.default.fileExists(atPath: asked.databaseFile)
                ? "the seed takes the place of everything in \(asked.databaseFile)" : nil
        default: nil
        }
    }

    private func export(to file: String) throws {
        guard FileManager.default.fileExists(atPath: asked.databaseFile) else {
            throw EmulatorError("There is no store \(asked.databaseFile) yet; 'exo-emulator start' makes it.")
        }
        try failing("read") {
            let store = try Store(path: asked.databaseFile)
            if file == "-" { return try StoreExport.write(store) { emit($0, to: STDOUT_FILENO) } }
            // It holds keys that sign tokens: for the owner alone.
            try PrivateFile.write(to: file) { take in try StoreExport.write(store, to: take) }
        }
    }

    private func `import`(from file: String) throws {
        let document: StoreImport
        if file == "-" {
            guard let spooled = spool(STDIN_FILENO) else { throw EmulatorError("Standard input cannot be read.") }
            document = try StoreImport(spooled)
        } else {
            document = try StoreImport(path: file)
        }
        let result = try failing("changed") { try document.write(to: try openStore()) }
        emit("imported \(result.rows) rows\n", to: STDOUT_FILENO)
    }

    private func reset() throws {
        if let notice { emit("exo-emulator: \(notice)\n", to: STDERR_FILENO) }
        try failing("changed") { try openStore().refill(now: Date()) }
        emit("seeded\n", to: STDOUT_FILENO)
    }

    private func add(_ seed: GeneratedSeed) throws {
        let store = try openStore()
        let before = try failing("read") { try Self.count(store) }
        try failing("changed") { try store.add(seed, now: Date()) }
        guard try failing("read", { try Self.count(store) }) != before || seed == GeneratedSeed() else {
            return emit("seeded; nothing was added\n", to: STDOUT_FILENO)
        }
        var parts: [String] = []
        if seed.users > 0 || seed.applications > 0 { parts += ["\(seed.users) users", "\(seed.applications) apps"] }
        if seed.company.mailboxes > 0 { parts.append("\(seed.company.mailboxes) mailboxes") }
        if seed.company.groups > 0 { parts.append("\(seed.company.groups) groups") }
        let more = parts.isEmpty ? "" : " with \(parts.joined(separator: " and ")) more"
        emit("seeded\(more)\n", to: STDOUT_FILENO)
    }

    /// How much there is of what seeds add.
    private static func count(_ store: Store) throws -> Int {
        try store.read { connection in
            try connection.first(
                "SELECT (SELECT count(*) FROM user) + (SELECT count(*) FROM application) + (SELECT count(*) FROM exchange_object)"
            ) { try $0.integer() } ?? 0
        }
    }

    private func openStore() throws -> Store {
        try PrivateFile.makeFolder(asked.home)
        return try Store(path: asked.databaseFile)
    }

    private func failing<Result>(_ what: String, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as EmulatorError { throw error } catch {
            throw EmulatorError("The store \(asked.databaseFile) cannot be \(what): \(error)")
        }
    }
}
