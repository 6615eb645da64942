internal import EntraTokens

/// Why a journal cannot be used.
public struct JournalError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong with a journal.
    public enum Code: String, Sendable, CaseIterable {
        /// There is one already, and nobody asked to go on with it.
        case exists
        /// There is none to go on with.
        case missing
        /// Another process is using it.
        case inUse
        /// It is of another tenant.
        case otherTenant
        /// It is of another cmdlet.
        case otherCmdlet
        /// The key that tells calls apart is not beside it, or is another one's.
        case keyMissing
        /// It is damaged before its last line, or it is no journal at all.
        case damaged
        /// It cannot be read or written.
        case inaccessible
    }

    /// What is wrong.
    public var code: Code
    /// For a person.
    public var message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}

extension ExchangeError {
    /// What is known of a change that an earlier run began.
    static func begunBefore(_ cmdlet: String) -> ExchangeError {
        ExchangeError(
            code: .outcomeUnknown,
            message: "\(cmdlet) was begun by an earlier run that did not learn how it ended",
            repair: .inspectObject
        )
    }

    /// A call that an earlier run did at another line.
    static func moved(_ cmdlet: String, from former: Int, to line: Int) -> ExchangeError {
        ExchangeError(
            code: .invalidRequest,
            message:
                "the \(cmdlet) of line \(line) stood at line \(former) when an earlier run did it: rows of the table have moved, "
                + "and those behind it would be done twice; it was not sent",
            repair: "put new rows behind the old ones, or run what is new as a table and a journal of its own"
        )
    }

    /// A fleet's journal that knows who is done with another call.
    static func ofOtherParameters(_ cmdlet: String, _ path: String) -> ExchangeError {
        ExchangeError(
            code: .invalidRequest,
            message: "the journal \(path) is of \(cmdlet) with other parameters; nothing was sent",
            repair: "name another journal for this call, or repeat the parameters that the journal was begun with"
        )
    }

    /// A cmdlet that was sent with `Confirm`, where nobody can say yes.
    static func unanswered(_ cmdlet: String) -> ExchangeError {
        ExchangeError(
            code: .declined,
            message: "the service asked before \(cmdlet), and nobody could answer; nothing was done"
        )
    }

    /// A failure of the journal, which ends a run.
    init(journal error: any Error) {
        let message = (error as? JournalError)?.message ?? "the journal cannot be written"
        self.init(code: .incomplete, message: "no more calls are begun: \(message)", cause: error)
    }
}
