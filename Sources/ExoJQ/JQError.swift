/// Why a program of jq did not give its results.
package enum JQError: Error, Sendable, Equatable {
    /// libjq is not installed, or lacks what is needed.
    case noLibrary
    /// The text is no program; what jq says, a line each.
    case noProgram([String])
    /// A result could not be made; what jq says.
    case failed(String)
    /// The program asked to end, with a status and perhaps a text.
    case halted(status: Int, message: String)
}
