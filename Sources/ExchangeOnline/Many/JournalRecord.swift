internal import ExoJSON

/// A line of a journal behind the first one.
struct JournalRecord {
    /// How a call began.
    struct Beginning {
        /// Its line; 0 for a member of a fleet.
        var line = 0
        /// What it does, whatever its line; journals of an older exo do not say that of fleets.
        var call: JournalKey?
        /// The object that it sets values of.
        var object: JournalKey?
        /// In which run.
        var run = 1
    }

    /// What happened to a call.
    enum Event {
        case begun(Beginning)
        case ended(BulkJournal.State)
    }

    var key: JournalKey
    var event: Event

    /// What is known of the call then.
    var state: BulkJournal.State {
        switch event {
        case .begun: .begun
        case .ended(let state): state
        }
    }

    /// Reads it; `nil` where it is none.
    init?(_ line: ArraySlice<UInt8>) {
        let value: JSONValue
        do { value = try JSONValue(parsing: line) } catch { return nil }
        func key(_ name: String) -> JournalKey? { value[name]?.stringValue.flatMap { JournalKey($0) } }
        func number(_ name: String) -> Int? { value[name]?.integerValue.flatMap { Int(exactly: $0) } }
        if let begun = key("begin") {
            self.key = begun
            let line = number("line")
            event = .begun(
                Beginning(
                    line: line ?? 0,
                    call: line == nil ? nil : key("call"),
                    object: key("object"),
                    run: number("run") ?? 1
                )
            )
            return
        }
        guard let ended = key("end") else { return nil }
        self.key = ended
        switch value["outcome"]?.stringValue {
        case "done": event = .ended(.done)
        case "failed": event = .ended(.failed)
        case "unknown": event = .ended(.unknown)
        default: return nil
        }
    }
}
