/// What those who work for members of a fleet hand on to the one who takes it.
struct FleetNews: Sendable {
    var event: FleetEvent
    /// What the end of a read is noted by, once its rows are where they last; `nil` where there is nothing to note.
    var key: JournalKey?

    init(_ event: FleetEvent, key: JournalKey? = nil) {
        self.event = event
        self.key = key
    }
}
