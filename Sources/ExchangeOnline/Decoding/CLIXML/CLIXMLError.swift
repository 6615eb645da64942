/// Why a text cannot be read as CLIXML.
struct CLIXMLError: Error, CustomStringConvertible {
    var reason: String
    /// How many bytes were read.
    var place: Int

    var description: String { "malformed CLIXML at byte \(place): \(reason)" }
}
