/// Why a private file or its folder cannot be written.
package struct PrivateFileError: Error, CustomStringConvertible {
    /// Which one, and the system's reason.
    package let message: String

    init(_ message: String) { self.message = message }

    package var description: String { message }
}
