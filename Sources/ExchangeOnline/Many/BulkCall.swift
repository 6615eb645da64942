/// One of many calls: a row of a table of changes, for example.
public struct BulkCall: Sendable {
    /// Where it stands in what it was read from; with its parameters it tells calls apart when a run is resumed.
    ///
    /// What a resumed run sets of the same object from the same line replaces what an earlier one set: a row that was corrected, and
    /// corrected back, is made each time.
    public var line: Int
    /// Whatever its caller knows it by, the row's own text for example; it comes back with the result.
    public var label: String
    /// What to run, or why it cannot be run.
    public var cmdlet: Result<Cmdlet, ExchangeError>

    /// Makes a call.
    public init(line: Int, _ cmdlet: Cmdlet, label: String = "") {
        self.init(line: line, cmdlet: .success(cmdlet), label: label)
    }

    /// Makes a call that may have been found to be none; its error is its result, and it stops no other.
    public init(line: Int, cmdlet: Result<Cmdlet, ExchangeError>, label: String = "") {
        self.line = line
        self.label = label
        self.cmdlet = cmdlet
    }
}
