internal import ExoCrypto
internal import ExoJSON

/// Tells what a text that is no token is instead, without repeating any of it.
enum TokenImpostor {
    static func error(for text: String) -> TokenError {
        let (what, repair) = explain(text)
        return TokenError(code: .notAToken, message: "the text is not an access token: \(what)", repair: repair)
    }

    private static func explain(_ text: String) -> (String, String?) {
        if let answer = structured(text) { return answer }
        if GUID.isGUID(text) {
            return ("it is a GUID, such as the id of an application, tenant or user", "pass the token that was issued")
        }
        if isRefreshToken(text) {
            return (
                "it looks like a refresh token or authorization code, which only the token service accepts",
                "redeem it at the token endpoint and pass the reply's access_token"
            )
        }
        if let first = text.utf8.first, first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            return ("it stands in quotation marks", "take them away; for Azure CLI add: --output tsv")
        }
        if text.utf8.contains(where: { $0 == 0x20 || (0x09...0x0D).contains($0) }) {
            return (
                starts(text, with: "authorization:")
                    ? "it is a whole Authorization header" : "there is white space inside it",
                "pass the token alone, in one line"
            )
        }
        if text.hasPrefix("eyJ") {
            return (
                "it begins like one, but its first part is not complete",
                "copy the whole token; a terminal may have wrapped or shortened it"
            )
        }
        if text.utf8.count < 100 {
            return (
                "it is too short and has not the form of a JSON Web Token; perhaps it is a password or a client secret",
                "pass the token that was issued for it, not the secret itself"
            )
        }
        return ("it has not the form of a JSON Web Token (three base64url parts with dots between them)", nil)
    }

    private static func structured(_ text: String) -> (String, String?)? {
        switch text.utf8.first {
        case UInt8(ascii: "{"): return json(text)
        case UInt8(ascii: "<"):
            if text.contains("Assertion") || text.contains("RequestSecurityToken") {
                return ("it is a SAML token", "Exchange Online takes OAuth access tokens alone")
            }
            return ("it is a web page or XML document", nil)
        default: break
        }
        if text.hasPrefix("-----BEGIN") {
            return ("it is a certificate or key in PEM form", "get a token with it first")
        }
        // "<saml", "<Asse" and "<?xml" in base 64.
        if ["PHNhbW", "PEFzc2", "PD94bW"].contains(where: text.hasPrefix) {
            return ("it is a SAML token in base 64", "Exchange Online takes OAuth access tokens alone")
        }
        return nil
    }

    private static func json(_ text: String) -> (String, String?) {
        let object: JSONObject?
        do { object = try JSONValue(parsing: text).objectValue } catch { object = nil }
        guard let object else {
            return ("it is JSON, or the beginning of some", "pass the value of its access_token alone")
        }
        if object["access_token"] != nil {
            return ("it is the whole reply of a token endpoint", "pass the value of its access_token alone")
        }
        if object["accessToken"] != nil {
            return (
                "it is the whole reply of Azure CLI",
                "pass the value of its accessToken alone: --query accessToken -o tsv"
            )
        }
        if let error = object["error"]?.stringValue, error.utf8.count <= 40,
            error.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
        {
            return ("it is an error reply of a token endpoint (\(error))", "repair that first; no token was issued")
        }
        return ("it is a JSON document without an access_token", nil)
    }

    /// Refresh tokens and codes begin with a version, a dot and an encoded tenant (`0.A…`, `1.A…`), those of personal
    /// accounts with `M.`.
    private static func isRefreshToken(_ text: String) -> Bool {
        text.utf8.count > 60 && ["0.A", "1.A", "M.C", "M.R", "OAQAB"].contains(where: text.hasPrefix)
    }

    private static func starts(_ text: String, with prefix: String) -> Bool {
        text.prefix(prefix.count).lowercased() == prefix
    }
}
