import EmulatorCore
import ExoJSON

/// What the index says of one object.
struct IndexEntry: Hashable, Sendable {
    var kind: IndexKind
    /// In lower case.
    var value: String

    init(_ kind: IndexKind, _ text: String) {
        self.kind = kind
        value = text.lowercased()
    }

    /// Everything that the index says of an object.
    static func all(of object: ExchangeObject, names: TenantNames) -> Set<IndexEntry> {
        var entries: Set = [
            IndexEntry(.guid, object.guid),
            IndexEntry(.name, object.name),
            IndexEntry(.name, names.title(of: object)),
        ]
        func add(_ kind: IndexKind, _ property: String) {
            if let text = object.text(property), !text.isEmpty { entries.insert(IndexEntry(kind, text)) }
        }
        add(.guid, "ExchangeGuid")
        add(.guid, "ExternalDirectoryObjectId")
        add(.legacyDN, "LegacyExchangeDN")
        add(.userPrincipalName, "UserPrincipalName")
        add(.alias, "Alias")
        add(.alias, "SamAccountName")
        add(.displayName, "DisplayName")
        guard object.objectClass == .recipient else { return entries }
        entries.insert(IndexEntry(.recipientTypeDetails, object.typeDetails))
        add(.archiveGuid, "ArchiveGuid")
        if FormerIdentity.isAllThatTells(of: object) { entries.insert(IndexEntry(.formerMailbox, "true")) }
        addAddresses(of: object, to: &entries)
        for member in object.properties.members {
            guard let kind = IndexKind.property(member.name) else { continue }
            for text in texts(of: member.value) { entries.insert(IndexEntry(kind, text)) }
        }
        addWords(of: object, to: &entries)
        return entries
    }

    /// What the index says of an object before and after a change, as far as it may differ; `nil` where it does not.
    static func changes(
        from before: ExchangeObject,
        to after: ExchangeObject,
        names: TenantNames
    ) -> (old: Set<IndexEntry>, new: Set<IndexEntry>)? {
        let isSame = before.name == after.name && before.typeDetails == after.typeDetails && before.state == after.state
        let changed = after.properties.differences(from: before.properties)
        guard isSame, changed.isDisjoint(with: naming) else {
            return (all(of: before, names: names), all(of: after, names: names))
        }
        let kinds = after.objectClass == .recipient ? changed.compactMap { name in IndexKind.property(name) } : []
        guard !kinds.isEmpty else { return nil }
        return (properties(of: before, changed), properties(of: after, changed))
    }

    /// The properties of which more follows than their values.
    private static let naming: Set = [
        "Alias", "ArchiveGuid", "DisplayName", "EmailAddresses", "ExchangeGuid", "ExternalDirectoryObjectId",
        "FirstName",
        "LastName", "LegacyExchangeDN", "Office", "SamAccountName", "UserPrincipalName",
    ]

    private static func properties(of object: ExchangeObject, _ names: Set<String>) -> Set<IndexEntry> {
        var entries: Set<IndexEntry> = []
        for member in object.properties.members where names.contains(member.name) {
            guard let kind = IndexKind.property(member.name) else { continue }
            for text in texts(of: member.value) { entries.insert(IndexEntry(kind, text)) }
        }
        return entries
    }

    /// The texts as which filters compare a value.
    static func texts(of value: JSONValue) -> [String] {
        switch value {
        case .null, .object: []
        case .bool(let flag): [flag ? "true" : "false"]
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(texts)
        case .integer, .unsigned, .double: [value.text()]
        }
    }

    private static func addAddresses(of object: ExchangeObject, to entries: inout Set<IndexEntry>) {
        for address in object.texts("EmailAddresses") {
            guard let colon = address.utf8.firstIndex(of: UInt8(ascii: ":")) else {
                entries.insert(IndexEntry(.otherAddress, address))
                continue
            }
            let rest = String(address[address.utf8.index(after: colon)...])
            switch address[..<colon].lowercased() {
            case "smtp" where object.state == .active: entries.insert(IndexEntry(.address, rest))
            // The address of who is gone may be somebody else's.
            case "smtp":
                entries.insert(IndexEntry(.alias, rest))
                entries.insert(IndexEntry(.otherAddress, address))
            case "x500":
                entries.insert(IndexEntry(.legacyDN, rest))
                entries.insert(IndexEntry(.otherAddress, address))
            default: entries.insert(IndexEntry(.otherAddress, address))
            }
        }
    }

    /// The names by which ambiguous name resolution finds an object: each whole, and each word of one.
    static func resolvable(_ object: ExchangeObject) -> [String] {
        var names = [object.name]
        for property in ["DisplayName", "Alias", "FirstName", "LastName", "Office"] {
            if let text = object.text(property) { names.append(text) }
        }
        names += object.texts("EmailAddresses").map { address in String(address.drop { $0 != ":" }.dropFirst()) }
        return names
    }

    /// The words in the midst of names, and names that nothing else of the index begins with.
    private static func addWords(of object: ExchangeObject, to entries: inout Set<IndexEntry>) {
        var known: Set<String> = []
        let kinds: Set<IndexKind> = [.name, .displayName, .alias, .firstName, .lastName, .office, .address]
        for entry in entries where kinds.contains(entry.kind) { known.insert(entry.value) }
        for name in resolvable(object) {
            let lower = name.lowercased()
            if known.insert(lower).inserted { entries.insert(IndexEntry(.word, lower)) }
            guard lower.utf8.contains(UInt8(ascii: " ")) else { continue }
            for word in lower.split(separator: " ").map(String.init) where known.insert(word).inserted {
                entries.insert(IndexEntry(.word, word))
            }
        }
    }
}
