/// A test's script and the code under test disagree.
package struct ScriptError: Error, Sendable, CustomStringConvertible {
    /// What was asked for, or never was.
    package var message: String

    /// Makes an error.
    package init(message: String) { self.message = message }

    /// The message.
    package var description: String { message }
}
