internal import ExoJSON

/// Leave to run one cmdlet on a connection: its guard rails allow it, and where changes are noted the log holds its beginning.
///
/// Every way to run a cmdlet asks for one, by `AdminChannel.admit`, before the first request that carries the cmdlet, and says how
/// it ended.
struct Admission: Sendable {
    /// What the log is told at the end; `nil` where nothing is noted.
    private let note: ChangeNote?

    /// Writes the beginning into the log.
    ///
    /// - Throws: ``ExchangeError`` with code `notRecorded`; the cmdlet must not be sent then.
    init(_ note: ChangeNote?) throws {
        self.note = note
        try note?.begin()
    }

    /// Whether a beginning was written.
    var isNoted: Bool { note != nil }

    /// Has the beginning on disk, and with it all that were written before it.
    ///
    /// - Throws: ``ExchangeError`` with code `notRecorded`; what was begun must not be sent then.
    func settle() throws { try note?.log.settle() }

    /// Notes the end, once.
    ///
    /// - Parameters:
    ///   - requestID: The service's id of the last request, where it came.
    ///   - error: Why it failed, in whole or, by the first error beside its rows, in part; `nil` where it succeeded.
    func ended(requestID: String?, error: (any Error)? = nil) { note?.end(requestID: requestID, error: error) }
}
