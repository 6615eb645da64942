import ExoJSON

/// What a `claims` parameter asks for (OpenID Connect section 5.5).
struct ClaimsRequest: Sendable {
    /// Capabilities the client has, in the letters in which it named them.
    let capabilities: [String]

    /// Asks for nothing.
    init() { capabilities = [] }

    /// Reads the parameter.
    ///
    /// - Throws: ``EntraError`` 9002313 when it is not a JSON object.
    init(_ text: String?) throws {
        guard let text else {
            capabilities = []
            return
        }
        let object: JSONObject?
        do { object = try JSONValue(parsing: text).objectValue } catch {
            throw EntraError.malformedRequest("the claims parameter is not JSON")
        }
        guard let object else { throw EntraError.malformedRequest("the claims parameter is not a JSON object") }
        let values = object["access_token"]?["xms_cc"]?["values"]?.arrayValue ?? []
        capabilities = values.compactMap(\.stringValue)
    }

    /// Whether the client can be told of a revocation, so that its tokens may live long.
    var isLongLived: Bool { capabilities.contains { $0.lowercased() == "cp1" } }
}
