internal import ExoJSON

/// One entry of a section of the cache: where its text is, as it was written, and what it is looked up by.
struct CacheEntry: Sendable {
    /// Where it stands.
    let member: CacheMember
    /// Its name as what it is found by.
    let name: CacheName
    /// What it is looked up by.
    let facts: CacheFacts

    /// An entry as it stands in a text.
    ///
    /// - Throws: ``CacheScanner/Failure``, ``LocalFileError``.
    init(named name: Range<Int>, scanning scanner: inout CacheScanner, kind: CacheSection.Kind) throws {
        self.name = CacheName(scanner.bytes(name))
        var facts = CacheFacts()
        guard try scanner.peek() == UInt8(ascii: "{") else {
            // Not an entry of a form that is known here: kept, and never found.
            member = CacheMember(text: scanner.text, name: name, value: try scanner.skipValue())
            self.facts = facts
            return
        }
        let start = scanner.place
        try scanner.expect("{")
        var isFirst = true
        while let member = try scanner.nextName(isFirst: &isFirst) {
            let value = try scanner.skipValue()
            let name = String(decoding: scanner.bytes(member).dropFirst().dropLast(), as: UTF8.self)
            facts.note(name, kind) { Self.text(scanner.bytes(value)) }
        }
        member = CacheMember(text: scanner.text, name: name, value: start..<scanner.place)
        self.facts = facts
    }

    /// An entry of one's own.
    init(name: String, _ object: JSONObject, kind: CacheSection.Kind) {
        let written = Self.quoted(name)
        let text = written + [UInt8(ascii: ":")] + JSONValue.object(object).serialized()
        member = CacheMember(
            text: .memory(Array(text)),
            name: 0..<written.count,
            value: written.count + 1..<text.count
        )
        self.name = CacheName(written)
        var facts = CacheFacts()
        for member in object.members { facts.note(member.name, kind) { member.value.stringValue } }
        self.facts = facts
    }

    /// A name as it stands in a text.
    static func quoted(_ name: String) -> ArraySlice<UInt8> { JSONValue.string(name).serialized()[...] }

    /// A name as ``quoted(_:)`` writes it, whatever characters of it are written by their numbers.
    static func plain(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard name.contains(UInt8(ascii: "\\")), let text = text(name) else { return name }
        return quoted(text)
    }

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

extension CacheMember {
    /// The value's members; none where it is no object, or cannot be read any more since somebody wrote into the file.
    var object: JSONObject {
        do { return try JSONValue(parsing: text.bytes(value)).objectValue ?? [:] } catch { return [:] }
    }
}
