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
        /// Noun and name, with a slash between, of the object that it belongs to.
        var owner: String?
        let properties: JSONObject
    }

    /// The objects of a noun in a tenant, with the tenant and the moment of their making in the place of what entries write
    /// for them.
    static func entries(of noun: String, in names: TenantNames, madeOn moment: ServiceDate) -> [Entry] {
        let places = [
            ("{initialDomain}", names.initialDomain), ("{initialLabel}", names.initialDomain.replacing(".", with: "-")),
            ("{tenantID}", names.tenantID), ("{now}", moment.text(.utc)),
        ]
        func text(_ text: String) -> String {
            text.contains("{") ? places.reduce(text) { $0.replacing($1.0, with: $1.1) } : text
        }
        func filled(_ value: JSONValue) -> JSONValue {
            switch value {
            case .string(let old): .string(text(old))
            case .array(let elements): .array(elements.map(filled))
            default: value
            }
        }
        return (byNoun[noun] ?? []).map { entry in
            let members = entry.properties.members.map {
                JSONObject.Member(name: $0.name, value: filled($0.value))
            }
            return Entry(name: text(entry.name), owner: entry.owner, properties: JSONObject(members))
        }
    }

    /// The objects by noun, after the program's table.
    static let byNoun: [String: [Entry]] = {
        var all: [String: [Entry]] = [:]
        for file in [EmbeddedFile.firstObjects, .complianceObjects] {
            for var members in file.objects {
                guard let noun = members["noun"]?.stringValue, let name = members["name"]?.stringValue else {
                    preconditionFailure("\(file.rawValue): \(JSONValue.object(members).text())")
                }
                let owner = members["owner"]?.stringValue
                for member in ["noun", "name", "owner"] { members[member] = nil }
                all[noun, default: []].append(Entry(name: name, owner: owner, properties: members))
            }
        }
        all.merge(ComplianceRoles.embedded.firstObjects) { first, _ in first }
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

    /// When the organization was made, and with it what it has from the beginning, whenever that is first looked at.
    var birth: ServiceDate? { get throws { try objects(of: .organization).first?.created } }

    /// Whether the first objects of a noun, by the name under which they are kept, are made.
    func hasFirstObjects(of noun: String) throws -> Bool {
        try store.read { connection in
            try connection.first(
                "SELECT 1 FROM exchange_noun WHERE tenant_id = ? AND noun = ?",
                [names.tenantID, noun]
            ) { try $0.integer() }
        } != nil
    }

    /// Makes the first objects of a noun, once in the life of a tenant.
    func makeFirstObjects(of noun: SettingNoun, now: ServiceDate) throws {
        guard try !hasFirstObjects(of: noun.store) else { return }
        let birth = try birth ?? now
        var entries = FirstObjects.entries(of: noun.store, in: names, madeOn: birth)
        if entries.isEmpty, noun.isSingle { entries = [.init(name: noun.noun, properties: JSONObject())] }
        try store.write { connection in
            // Somebody else may have been faster.
            let isFirst = try connection.execute(
                "INSERT OR IGNORE INTO exchange_noun (tenant_id, noun) VALUES (?, ?)",
                [names.tenantID, noun.store]
            )
            guard isFirst > 0 else { return }
            for entry in entries {
                var object = ExchangeObject(
                    tenantID: names.tenantID,
                    objectClass: noun.objectClass,
                    guid: entry.properties["Guid"]?.stringValue
                        ?? SeedIdentifier.make("setting", names.tenantID, noun.store, entry.name),
                    name: entry.name,
                    created: birth,
                    changed: birth
                )
                object.properties = entry.properties
                if let owner = entry.owner?.split(separator: "/", maxSplits: 1).map(String.init) {
                    object.owner = SeedIdentifier.make("setting", names.tenantID, owner[0], owner[1])
                }
                try insert(object)
            }
        }
    }
}
