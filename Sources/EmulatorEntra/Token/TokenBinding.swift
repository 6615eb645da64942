import EmulatorCore
import ExoCrypto
import ExoJSON

/// Whether whoever has an access token may use it, or the holder of a key alone (`token_type`, `req_cnf`).
struct TokenBinding: Sendable {
    private static let longest = 4096
    private static let members: Set = ["kid", "jwk", "xms_ksl"]

    /// The key that the token is bound to; `nil` for a bearer's.
    let confirmation: JSONObject?

    /// What a reply calls the token.
    var tokenType: String { confirmation == nil ? "Bearer" : "pop" }

    /// Reads a form.
    ///
    /// - Throws: ``EntraError`` 9002313 for a kind of token that is not issued, or a key that cannot be read.
    init(_ form: FormFields) throws {
        let type = form["token_type"] ?? "Bearer"
        switch type.lowercased() {
        case "bearer":
            guard form["req_cnf"] == nil else {
                throw EntraError.malformedRequest("'req_cnf' belongs to token_type=pop")
            }
            confirmation = nil
        case "pop":
            guard let text = form["req_cnf"] else { throw EntraError.missing("req_cnf") }
            confirmation = try Self.key(text)
        default:
            throw EntraError.malformedRequest(
                "the value of 'token_type' is not supported: tokens are issued as Bearer and pop"
            )
        }
    }

    private static func key(_ text: String) throws -> JSONObject {
        let fault = EntraError.malformedRequest("'req_cnf' is not the name of a key, or a key, as base64url of JSON")
        guard text.utf8.count <= longest, let bytes = Base64.decodeTolerantly(text.utf8) else { throw fault }
        let object: JSONObject?
        do { object = try JSONValue(parsing: bytes).objectValue } catch { throw fault }
        guard let object, object.names.allSatisfy(members.contains),
            object["kid"]?.stringValue?.isEmpty == false || object["jwk"]?.objectValue != nil
        else { throw fault }
        return object
    }
}
