/// One thing that a token says and that does not fit what it is wanted for.
public struct TokenContradiction: Sendable, Hashable, CustomStringConvertible {
    /// How much it matters.
    public enum Severity: String, Sendable {
        /// The service would refuse, or the wrong thing would be done: nothing may be sent.
        case refuse
        /// The service may refuse.
        case warn
    }

    /// The claim that contradicts, by its name in the token.
    public var claim: String
    /// What the token says; `nil` when it says nothing.
    public var found: String?
    /// What would fit.
    public var expected: String
    /// Both in plain words.
    public var message: String
    /// What mends it.
    public var repair: Repair
    /// How much it matters.
    public var severity: Severity

    /// Makes a contradiction.
    public init(
        claim: String,
        found: String?,
        expected: String,
        message: String,
        repair: Repair,
        severity: Severity = .refuse
    ) {
        self.claim = claim
        self.found = found
        self.expected = expected
        self.message = message
        self.repair = repair
        self.severity = severity
    }

    /// The message and the repair.
    public var description: String { "\(message)\n\(repair)" }
}
