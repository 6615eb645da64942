/// Where the rows of many calls last: standard output, or a file that is in its place at the end alone.
struct LastingRows {
    let output: OutputWriter
    let file: OutputFile?
    /// What goes on when rows are lost; `nil` where their loss ends the run.
    let unbroken: UnbrokenOutput?

    /// Brings the rows that came there, as far as they can be.
    ///
    /// - Parameters:
    ///   - isLast: Whether no more come.
    ///   - settle: Writes those that need not wait for others, and says whether that was all of them.
    ///   - finish: Writes the rest.
    /// - Returns: Whether all of them are there.
    /// - Throws: What these throw; ``CommandError`` where the file cannot be put in its place.
    func settle(isLast: Bool, _ settle: () throws -> Bool, finish: () throws -> Void) throws -> Bool {
        guard isLast || file == nil else { return false }
        guard isLast else { return try settle() && unbroken?.isLost != true }
        try finish()
        try output.flush()
        guard unbroken?.isLost != true else { return false }
        try file?.commit()
        return true
    }
}
