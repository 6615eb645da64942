import ExoJSON
package import HTTPServer

extension ServerResponse {
    /// An error of the emulator itself, in the form of the service's.
    package static func problem(_ status: Int, code: String, _ message: String) -> ServerResponse {
        .json(["error": ["code": .string(code), "message": .string(message)]], status: status)
    }
}
