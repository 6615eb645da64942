internal import ExoJSON

/// Reads what a journal says; every line is whole.
struct JournalReader {
    private let path: String
    private var rest: ArraySlice<UInt8>
    private var number = 0
    /// Where calls stood, by what they do whatever their line.
    private(set) var places: [JournalKey: [BulkJournal.Place]] = [:]

    init(_ bytes: [UInt8], path: String) {
        rest = bytes[...]
        self.path = path
    }

    /// Reads the first line.
    ///
    /// - Throws: ``JournalError``.
    mutating func header() throws -> JournalHeader {
        guard let line = nextLine(), let header = JournalHeader(line) else {
            throw JournalError(.damaged, "\(path) is no journal of exo bulk, or one of another version")
        }
        return header
    }

    /// Reads the other lines.
    ///
    /// - Returns: What is known of each call.
    /// - Throws: ``JournalError`` for a line that is none.
    mutating func states() throws -> [JournalKey: BulkJournal.State] {
        var states: [JournalKey: BulkJournal.State] = [:]
        while let line = nextLine() {
            guard let (key, state, place) = Self.record(line) else {
                throw JournalError(.damaged, "line \(number) of the journal \(path) is damaged; nothing was sent")
            }
            // What was done stays done: a call is begun again only when nobody knew that.
            if states[key] != .done { states[key] = state }
            if let place { places[place.call, default: []].append(.init(line: place.line, key: key)) }
        }
        return states
    }

    private mutating func nextLine() -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let line = rest[..<end]
        rest = rest[(end + 1)...]
        number += 1
        return line
    }

    private static func record(
        _ line: ArraySlice<UInt8>
    ) -> (JournalKey, BulkJournal.State, place: (call: JournalKey, line: Int)?)? {
        let value: JSONValue
        do { value = try JSONValue(parsing: line) } catch { return nil }
        if let key = value["begin"]?.stringValue.flatMap({ JournalKey($0) }) {
            let call = value["call"]?.stringValue.flatMap { JournalKey($0) }
            let line = value["line"]?.integerValue.flatMap { Int(exactly: $0) }
            return (key, .begun, call.flatMap { call in line.map { (call, $0) } })
        }
        guard let key = value["end"]?.stringValue.flatMap({ JournalKey($0) }) else { return nil }
        switch value["outcome"]?.stringValue {
        case "done": return (key, .done, nil)
        case "failed": return (key, .failed, nil)
        case "unknown": return (key, .unknown, nil)
        default: return nil
        }
    }
}
