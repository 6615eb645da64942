/// Why the emulator could not start.
public struct EmulatorError: Error, Sendable, CustomStringConvertible {
    /// What failed and what to do.
    public var message: String

    /// Makes an error.
    public init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
