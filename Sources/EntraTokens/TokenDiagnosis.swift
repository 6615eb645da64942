internal import ExoCrypto
internal import ExoJSON

/// Tells what a text that is no token is instead; of the text it repeats only what an error reply says.
enum TokenDiagnosis {
    static func error(for text: String) -> TokenError {
        let (what, repair) = explain(text)
        return TokenError(code: .notAToken, message: "the text is not an access token: \(what)", repair: repair)
    }

    private static func explain(_ text: String) -> (String, Repair?) {
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
        if text == "System.Security.SecureString" { return secureString }
        if let spaced = spaced(text) { return spaced }
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

    private static func structured(_ text: String) -> (String, Repair?)? {
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

    private static func json(_ text: String) -> (String, Repair?) {
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
        if ToolOutput.members.contains(where: { object[$0]?.objectValue != nil }) { return secureString }
        if let refusal = errorReply(object, text) { return refusal }
        if object["id_token"] != nil {
            return (
                "it is a reply with an ID token and without an access token",
                "ask for a scope of Exchange Online beside openid"
            )
        }
        return ("it is a JSON document without an access_token", nil)
    }

    /// What a service says in place of a token, in its own words.
    private static func errorReply(_ object: JSONObject, _ text: String) -> (String, Repair?)? {
        if let refusal = EntraError(body: Array(text.utf8), status: 400), isOAuthCode(refusal.error) {
            return (
                "it is the error reply of a token endpoint: \(refusal)",
                EntraAdvice.repair(for: refusal) ?? "repair that first; no token was issued"
            )
        }
        guard let error = object["error"]?.objectValue, let code = error["code"]?.stringValue else { return nil }
        let message = error["message"]?.stringValue.map { ": \(SanitizedText.shown($0))" } ?? ""
        return ("it is the error reply of a service, \(SanitizedText.shown(code))\(message)", "repair that first")
    }

    private static func isOAuthCode(_ error: String) -> Bool {
        error.utf8.count <= 40
            && error.utf8.allSatisfy { $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }

    /// What a text is that has white space inside.
    private static func spaced(_ text: String) -> (String, Repair?)? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count > 1 else { return nil }
        let tokens = words.count { $0.hasPrefix("eyJ") && $0.utf8.count { $0 == UInt8(ascii: ".") } >= 2 }
        if tokens > 1 { return ("there are \(tokens) tokens in it", "pass one alone") }
        if starts(text, with: "authorization:") {
            return ("it is a whole Authorization header", "pass the token alone")
        }
        return ("there is white space inside it", "pass the token alone, in one line")
    }

    /// PowerShell's protected text, which shows nothing of the token in it.
    private static var secureString: (String, Repair?) {
        (
            "it is the name of a SecureString, in which PowerShell hides the token",
            """
            print what it holds: (Get-AzAccessToken -ResourceUrl https://outlook.office365.com).Token \
            | ConvertFrom-SecureString -AsPlainText
            """
        )
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
