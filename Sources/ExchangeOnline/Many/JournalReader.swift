/// Reads what a journal says; every line is whole.
struct JournalReader {
    private let path: String
    private var rest: ArraySlice<UInt8>
    private var number = 0
    /// Where calls stood, by what they do whatever their line.
    private(set) var places: [JournalKey: [BulkJournal.Place]] = [:]
    /// How many runs it is of.
    private(set) var lastRun = 1
    /// The calls that set values of an object at a line, with the run that began them.
    private var rows: [Row: [(key: JournalKey, run: Int)]] = [:]
    /// The calls that one began in place of.
    private var replaced: [JournalKey: [JournalKey]] = [:]

    private struct Row: Hashable {
        var line: Int
        var object: JournalKey
    }

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
            guard let record = JournalRecord(line) else {
                throw JournalError(.damaged, "line \(number) of the journal \(path) is damaged; nothing was sent")
            }
            let key = record.key
            switch record.event {
            case .begun(let beginning):
                lastRun = max(lastRun, beginning.run)
                replace(before: beginning, by: key, &states)
                if let call = beginning.call { places[call, default: []].append(.init(line: beginning.line, key: key)) }
            case .ended(.failed):
                // What it was to replace stands as it did.
                for former in replaced[key] ?? [] where states[former] == .replaced { states[former] = .done }
            case .ended: break
            }
            // What was done stays done: a call is begun again only when nobody knew that.
            if states[key] != .done { states[key] = record.state }
        }
        return states
    }

    /// What a call of an earlier run gave the same object at the same line is not there any more once another may have been made.
    private mutating func replace(
        before beginning: JournalRecord.Beginning,
        by key: JournalKey,
        _ states: inout [JournalKey: BulkJournal.State]
    ) {
        guard let object = beginning.object else { return }
        let row = Row(line: beginning.line, object: object)
        let former = (rows[row] ?? []).filter { $0.key != key && $0.run < beginning.run && states[$0.key] == .done }
        for call in former { states[call.key] = .replaced }
        replaced[key] = former.map(\.key)
        rows[row, default: []].append((key, beginning.run))
    }

    private mutating func nextLine() -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let line = rest[..<end]
        rest = rest[(end + 1)...]
        number += 1
        return line
    }
}
