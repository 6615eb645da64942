import ExoJSON
import HTTPServer

/// A call of the control API.
struct ControlCall: Sendable {
    let request: ServerRequest
    /// The path after `/_emulator`, percent-decoded.
    let path: [String]

    /// The path in small letters.
    var names: [String] { path.map { $0.lowercased() } }

    /// The body.
    ///
    /// - Parameter names: The members it may have.
    /// - Returns: Its members.
    /// - Throws: ``EmulatorError`` when it is no JSON object or has another member.
    func body(_ names: String...) throws -> ControlBody { try ControlBody(object(), names: names) }

    /// The body, whatever members it has.
    func object() throws -> JSONObject {
        guard request.spooled == nil else { throw EmulatorError("The body is longer than a call's can be.") }
        guard !request.body.isEmpty else { return [:] }
        do {
            guard let object = try JSONValue(parsing: request.body).objectValue else { throw Self.noObject }
            return object
        } catch { throw Self.noObject }
    }

    private static let noObject = EmulatorError("The body is not a JSON object.")
}
