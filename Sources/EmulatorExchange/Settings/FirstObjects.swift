import CmdletCatalogue
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What every organization has of a noun before anybody made anything.
enum FirstObjects {
    /// One object: its name, and what it says beside the noun's defaults.
    struct Entry: Sendable {
        let name: String
        let properties: JSONObject
    }

    /// The objects by noun, after the program's table.
    static let byNoun: [String: [Entry]] = {
        var all: [String: [Entry]] = [:]
        for line in EmbeddedFile.firstObjects.text.split(separator: "\n") where !line.hasPrefix("#") {
            do {
                guard var members = try JSONValue(parsing: String(line)).objectValue,
                    let noun = members["noun"]?.stringValue, let name = members["name"]?.stringValue
                else { preconditionFailure("\(EmbeddedFile.firstObjects.rawValue): \(line)") }
                members["noun"] = nil
                members["name"] = nil
                all[noun, default: []].append(Entry(name: name, properties: members))
            } catch {
                preconditionFailure("\(EmbeddedFile.firstObjects.rawValue): \(line): \(error)")
            }
        }
        return all
    }()
}

extension ObjectStore {
    /// Every object of a class, in the order of its making.
    func objects(of objectClass: ExchangeObject.Class) throws -> [ExchangeObject] {
        var all: [ExchangeObject] = []
        let range = (after: Int64(0), through: Int64.max)
        try forEach(objectClass, types: nil, states: [.active], in: range) { object in
            all.append(object)
            return true
        }
        return all
    }

    /// Makes the first objects of a noun, once in the life of a tenant.
    func makeFirstObjects(of noun: SettingNoun, now: ServiceDate) throws {
        let isMade = try store.read { connection in
            try connection.first(
                "SELECT 1 FROM exchange_noun WHERE tenant_id = ? AND noun = ?",
                [names.tenantID, noun.noun]
            ) { try $0.integer() }
        }
        guard isMade == nil else { return }
        var entries = FirstObjects.byNoun[noun.noun] ?? []
        if entries.isEmpty, noun.isSingle { entries = [.init(name: noun.noun, properties: JSONObject())] }
        try store.write { connection in
            // Somebody else may have been faster.
            let isFirst = try connection.execute(
                "INSERT OR IGNORE INTO exchange_noun (tenant_id, noun) VALUES (?, ?)",
                [names.tenantID, noun.noun]
            )
            guard isFirst > 0 else { return }
            for entry in entries {
                var object = ExchangeObject(
                    tenantID: names.tenantID,
                    objectClass: noun.objectClass,
                    guid: SeedIdentifier.make("setting", names.tenantID, noun.noun, entry.name),
                    name: entry.name,
                    created: now,
                    changed: now
                )
                object.properties = entry.properties
                try insert(object)
            }
        }
    }
}
