internal import EntraTokens

/// Why a call of a cmdlet could not be read or bound; nothing was sent.
package struct BindingError: Error, Sendable {
    /// What is wrong.
    package var code: Code
    /// For a person; never a password or another secret.
    package var message: String
    private let suggestions: @Sendable () -> [String]
    /// The parameter whose value is meant.
    package var parameter: BindableParameter?
    /// What to do instead, in words that fit every program.
    package var repair: String?
    /// The parameter with its value as it should have been written on a command line.
    package var correction: String?
    /// Where in the text that was read it is, in Unicode scalars; `nil` where it has no one place.
    package var place: Range<Int>?
    /// Whether the text only ends too early, so that more of it could make it right.
    package var isUnfinished = false

    /// What is wrong with a call.
    package enum Code: String, Sendable, CaseIterable {
        /// The text breaks the rules of the language: a quote without its end, a table without `=`.
        case syntax
        /// The text is PowerShell, but of a kind that only PowerShell can run.
        case unsupported
        /// No cmdlet of that name.
        case unknownCmdlet
        /// No parameter of that name.
        case unknownParameter
        /// The beginning of a name that several parameters share.
        case ambiguousParameter
        /// The same parameter twice.
        case repeatedParameter
        /// A parameter that needs a value has none.
        case missingArgument
        /// A colon with nothing behind it, as a shell leaves of `-Confirm:$false`.
        case emptiedArgument
        /// A value too many.
        case unexpectedArgument
        /// A parameter that must be given is not.
        case missingMandatory
        /// Parameters that do not go together.
        case parameterSet
        /// A value that does not fit the parameter's type.
        case transformation
        /// A text that can be meant in two ways.
        case ambiguousValue
        /// A secret that was written where others can see it.
        case exposedSecret
        /// Null or nothing for a parameter that needs something.
        case emptyArgument
        /// A result size that is no positive number and not `Unlimited`.
        case resultSize
    }

    /// Makes an error.
    package init(
        _ code: Code,
        _ message: String,
        nearestNames: @autoclosure @escaping @Sendable () -> [String] = [],
        parameter: BindableParameter? = nil,
        repair: String? = nil,
        correction: String? = nil
    ) {
        self.code = code
        self.message = message
        suggestions = nearestNames
        self.parameter = parameter
        self.repair = repair
        self.correction = correction
    }
}

extension BindingError: CustomStringConvertible {
    /// Names that were perhaps meant, the most likely first; they are looked for when somebody asks.
    package var nearestNames: [String] { suggestions() }

    /// The message, the nearest names and the repair.
    package var description: String {
        var text = message
        let nearestNames = nearestNames
        if !nearestNames.isEmpty { text += " Did you mean \(nearestNames.joined(separator: ", "))?" }
        if let repair { text += " " + repair }
        if let correction { text += " " + correction }
        return text
    }
}

extension ExchangeError {
    /// A call that could not be bound, as this library reports it.
    package init(_ error: BindingError) {
        var message = error.message
        let nearestNames = error.nearestNames
        if !nearestNames.isEmpty { message += " Did you mean \(nearestNames.joined(separator: ", "))?" }
        self.init(code: .invalidRequest, message: message, repair: error.repair.map { .advice($0) }, cause: error)
    }
}
