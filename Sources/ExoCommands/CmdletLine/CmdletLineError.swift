/// Why a cmdlet call could not be read or bound; nothing was sent.
package struct CmdletLineError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    package var code: Code
    /// For a person; never a password or another secret.
    package var message: String
    /// Names that were perhaps meant, the most likely first.
    package var nearestNames: [String]
    /// What to do instead.
    package var repair: String?

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
        /// A value too many.
        case unexpectedArgument
        /// A parameter that must be given is not.
        case missingMandatory
        /// Parameters that do not go together.
        case parameterSet
        /// A value that does not fit the parameter's type.
        case transformation
        /// Null or nothing for a parameter that needs something.
        case emptyArgument
        /// A result size that is no positive number and not `Unlimited`.
        case resultSize
    }

    /// Makes an error.
    package init(_ code: Code, _ message: String, nearestNames: [String] = [], repair: String? = nil) {
        self.code = code
        self.message = message
        self.nearestNames = nearestNames
        self.repair = repair
    }

    /// The message, the nearest names and the repair.
    package var description: String {
        var text = message
        if !nearestNames.isEmpty { text += " Did you mean \(nearestNames.joined(separator: ", "))?" }
        if let repair { text += " " + repair }
        return text
    }
}
