/// Why text was not accepted as JSON.
public struct JSONError: Error, Sendable, CustomStringConvertible {
    /// The reason in plain words; never a part of the text, which may hold secrets.
    public var message: String

    /// Makes an error.
    public init(message: String) { self.message = message }

    /// The reason.
    public var description: String { "not valid JSON: \(message)" }
}
