/// Where a command reads from.
package protocol InputSource: Sendable {
    /// Reads a descriptor to its end; 0 is standard input.
    ///
    /// - Parameters:
    ///   - descriptor: The descriptor.
    ///   - limit: The most bytes to accept.
    /// - Returns: What it held.
    /// - Throws: ``CommandError`` when it cannot be read or holds more.
    func readAll(descriptor: Int32, limit: Int) throws -> [UInt8]

    /// Reads what is there of a descriptor, waiting for it; nothing at its end.
    ///
    /// - Throws: ``CommandError`` when it cannot be read; `CancellationError` when the command is asked to end.
    func readPart(descriptor: Int32) throws -> [UInt8]

    /// Reads one line of standard input, or `nil` at its end.
    func readLine() throws -> String?

    /// Reads one line of the terminal at standard input, which shows nothing of it; `nil` at its end.
    func readHiddenLine() throws -> String?
}
