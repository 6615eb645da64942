/// How one of many calls ended.
public struct BulkResult: Sendable {
    /// How a call can end.
    public enum Status: String, Sendable, CaseIterable {
        /// It was executed.
        case done
        /// It was refused or failed.
        case failed
        /// It may or may not have been executed; it is repeated only when that is asked for.
        case unknown
        /// An earlier run did it, as the journal says.
        case skipped
    }

    /// Where the call stood in what it was read from.
    public var line: Int
    /// What its caller knows it by.
    public var label: String
    /// How it ended.
    public var status: Status
    /// What it gave, where it was executed.
    public var outcome: CmdletOutcome?
    /// Why it failed, or why nobody knows.
    public var error: ExchangeError?
    /// What the end of a read is noted by, once its rows are where they last; `nil` where there is nothing to note.
    var key: JournalKey?

    /// Makes a result.
    public init(
        line: Int,
        label: String = "",
        status: Status,
        outcome: CmdletOutcome? = nil,
        error: ExchangeError? = nil
    ) {
        self.line = line
        self.label = label
        self.status = status
        self.outcome = outcome
        self.error = error
    }
}
