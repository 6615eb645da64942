internal import ExoJSON

/// One entry of a section of the cache: its text as it was written, and what it is looked up by.
///
/// Texts that are only compared are kept as their hash in lower case; who finds an entry by them compares the texts themselves.
struct CacheEntry: Sendable {
    /// The name under which it stands, with its quotes.
    let name: ArraySlice<UInt8>
    /// The entry itself.
    let value: ArraySlice<UInt8>
    /// What it is looked up by.
    let facts: Facts

    /// What an entry is looked up by; it holds nothing that is counted, so that many are passed quickly.
    struct Facts: Sendable, BitwiseCopyable {
        var client = 0
        var home = 0
        var realm = 0
        var environment = 0
        var username = 0
        var family = 0
        /// The digest of what it was given for, where it is one caller's alone; else 0.
        var assertion = 0
        /// When it ends, of an access token; when it was written, of a refresh token; not a number where that is not said.
        var time = Double.nan
        /// Where the permissions begin in the entry's text, and how many bytes they are with their quotes.
        var target: (start: Int32, count: Int32) = (0, 0)
        /// Whether it belongs to a user.
        var isUsers = false
        /// Whether it has a secret that can be sent as it is.
        var isUsable = false
        /// Whether it was removed.
        var isGap = false
    }

    /// An entry as it stands in a text.
    ///
    /// - Throws: ``CacheScanner/Failure``.
    init(name: ArraySlice<UInt8>, scanning scanner: inout CacheScanner, kind: CacheSection.Kind) throws {
        self.name = name
        var facts = Facts()
        guard try scanner.peek() == UInt8(ascii: "{") else {
            // Not an entry of a form that is known here: kept, and never found.
            value = try scanner.skipValue()
            self.facts = facts
            return
        }
        let start = scanner.place
        try scanner.expect("{")
        var isFirst = true
        var isPlain = true
        var hasSecret = false
        while let member = try scanner.nextName(isFirst: &isFirst) {
            let value = try scanner.skipValue()
            switch String(decoding: member.dropFirst().dropLast(), as: UTF8.self) {
            case "secret": hasSecret = value.count > 2 && value.first == UInt8(ascii: "\"")
            case "client_id": facts.client = Self.hash(value)
            case "home_account_id":
                facts.home = Self.hash(value)
                facts.isUsers = value.count > 2 && value.first == UInt8(ascii: "\"")
            case "environment": facts.environment = Self.hash(value)
            case "realm": facts.realm = Self.hash(value)
            case "target": facts.target = (Int32(value.startIndex - start), Int32(value.count))
            case "username": facts.username = Self.hash(value)
            case "family_id": facts.family = Self.hash(value)
            case kind.time: facts.time = Self.text(value).flatMap { Double($0) } ?? .nan
            case "token_type": isPlain = isPlain && Self.text(value)?.lowercased() == "bearer"
            case "user_assertion_hash": facts.assertion = Self.text(value).map { $0.isEmpty ? 0 : Self.hash($0) } ?? 0
            case "ext_cache_key": isPlain = isPlain && Self.text(value)?.isEmpty != false
            default: break
            }
        }
        value = scanner.text[start..<scanner.place]
        facts.isUsable = hasSecret && isPlain
        self.facts = facts
    }

    /// An entry of one's own.
    ///
    /// - Throws: ``CacheScanner/Failure``.
    init(name: String, _ object: JSONObject, kind: CacheSection.Kind) throws {
        var scanner = CacheScanner(JSONValue.object(object).serialized())
        try self.init(name: Self.quoted(name), scanning: &scanner, kind: kind)
    }

    /// An entry that was read before.
    init(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>, facts: Facts) {
        self.name = name
        self.value = value
        self.facts = facts
    }

    /// The permissions, in lower case.
    var scopes: [String] {
        let target = value.dropFirst(Int(facts.target.start)).prefix(Int(facts.target.count))
        return (Self.text(target) ?? "").lowercased().split(separator: " ").map(String.init)
    }

    /// The entry's members; none where it is no object.
    var object: JSONObject {
        do { return try JSONValue(parsing: value).objectValue ?? [:] } catch { return [:] }
    }

    /// A name as it stands in a text.
    static func quoted(_ name: String) -> ArraySlice<UInt8> { JSONValue.string(name).serialized()[...] }

    /// A name as ``quoted(_:)`` writes it, whatever characters of it are written by their numbers.
    static func plain(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard name.contains(UInt8(ascii: "\\")), let text = text(name) else { return name }
        return quoted(text)
    }

    /// What a text is looked up by.
    static func hash(_ text: String) -> Int { text.lowercased().hashValue }

    private static func hash(_ value: ArraySlice<UInt8>) -> Int { hash(text(value) ?? "") }

    /// The text of a value; a number's digits, `nil` of anything else.
    static func text(_ value: ArraySlice<UInt8>) -> String? {
        guard value.first == UInt8(ascii: "\"") else {
            return value.first.map { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) } == true
                ? String(decoding: value, as: UTF8.self) : nil
        }
        guard value.contains(UInt8(ascii: "\\")) else {
            return String(decoding: value.dropFirst().dropLast(), as: UTF8.self)
        }
        do { return try JSONValue(parsing: value).stringValue } catch { return nil }
    }
}
