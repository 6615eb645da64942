internal import ExoJSON

/// Finds the access token in what programs print.
enum ToolOutput {
    /// The longest output that is looked into, in bytes: a token with everything that comes beside it.
    static let longestText = 2 << 20

    /// Where programs put the token: OAuth 2.0 servers (RFC 6749, section 5.1), Azure CLI, Azure Developer CLI,
    /// Get-AzAccessToken, MSAL.NET.
    ///
    /// The credential plugins of kubectl have it in `status`.
    static let members = ["access_token", "accessToken", "token", "Token", "AccessToken"]

    /// The text in the place of the token; `nil` when the output is no JSON or has no text there.
    static func token(in output: [UInt8]) -> String? {
        let body = output.starts(with: [0xEF, 0xBB, 0xBF]) ? output[3...] : output[...]
        guard body.count <= longestText, let first = body.first(where: { $0 > 0x20 }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "\"")
        else { return nil }
        let document: JSONValue
        // Of what is no JSON the token's own reader says what it is.
        do { document = try JSONValue(parsing: Array(body)) } catch { return nil }
        return document.stringValue ?? members.lazy.compactMap { document[$0]?.stringValue }.first
            ?? document["status"]?["token"]?.stringValue
    }
}
