import EmulatorCore
import ExoCrypto

/// What ties a form to the session in which it was shown, and to the person it was shown to.
///
/// The second part outlives the session: by it, what somebody typed is given back to the same person alone.
struct FormToken: Sendable {
    private static let separator: Character = "."

    let text: String
    /// Whose form it is.
    let userID: String

    /// The token of a session's forms.
    init(_ session: BrowserSession, _ call: BrowserCall) throws {
        userID = session.user.id
        let owner = try Self.mark("person", userID, call)
        let own = try Self.mark("session", "\(session.sessionID)\n\(userID)", call)
        text = [own, userID, owner].joined(separator: String(Self.separator))
    }

    /// Reads the token of a form that was sent; `nil` for one that this portal never made.
    init?(_ fields: FormFields, _ call: BrowserCall) throws {
        guard let text = fields["token"], !fields.repeats("token") else { return nil }
        let parts = text.split(separator: Self.separator, omittingEmptySubsequences: false)
        guard parts.count == 3,
            constantTimeEquals(Array(parts[2].utf8), Array(try Self.mark("person", String(parts[1]), call).utf8))
        else { return nil }
        self.text = text
        userID = String(parts[1])
    }

    private static func mark(_ kind: String, _ value: String, _ call: BrowserCall) throws -> String {
        let secret = try call.keys.secret(for: "portal form")
        return Base64URL.encode(try HMAC.sha256(Array("\(kind)\n\(value)".utf8), key: secret))
    }
}
