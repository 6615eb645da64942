internal import ExoJSON

/// The `claims` of a request: a challenge to be answered, and what the client can do (OpenID Connect Core 1.0, section 5.5).
enum ClaimsDocument {
    /// The document as text.
    ///
    /// - Parameters:
    ///   - challenge: What a service demanded, decoded.
    ///   - capabilities: What the client can do.
    /// - Returns: The document; `nil` where there is nothing to say.
    /// - Throws: ``TokenError`` with code `invalidRequest` when the challenge is no JSON object.
    static func text(challenge: String?, capabilities: [String]) throws -> String? {
        guard !capabilities.isEmpty else { return try challenge.map { JSONValue.object(try object($0)).text() } }
        var document = try challenge.map(object) ?? [:]
        var token = document["access_token"]?.objectValue ?? [:]
        token["xms_cc"] = ["values": .array(capabilities.map { .string($0) })]
        document["access_token"] = .object(token)
        return JSONValue.object(document).text()
    }

    private static func object(_ text: String) throws -> JSONObject {
        let object: JSONObject?
        do { object = try JSONValue(parsing: Array(text.utf8)).objectValue } catch { object = nil }
        guard let object else {
            throw TokenError(code: .invalidRequest, message: "the claims that the service demands are no JSON object")
        }
        return object
    }
}
