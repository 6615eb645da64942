import EmulatorCore

/// What the authorize endpoint is to answer with (OAuth 2.0 Multiple Response Type Encoding Practices).
struct ResponseType: Sendable, Equatable {
    private static let known: Set = ["code", "id_token", "token"]

    private let words: Set<String>

    /// Reads a `response_type`; `nil` for one that does not exist.
    init?(_ text: String) {
        let list = text.lowercased().split(separator: " ").map(String.init)
        words = Set(list)
        guard !words.isEmpty, words.count == list.count, words.isSubset(of: Self.known) else { return nil }
    }

    var hasCode: Bool { words.contains("code") }
    var hasIDToken: Bool { words.contains("id_token") }
    var hasAccessToken: Bool { words.contains("token") }

    /// How the answer travels where the request does not say: tokens never in a query.
    var defaultMode: ResponseMode { hasIDToken || hasAccessToken ? .fragment : .query }

    /// Refuses what the application may not have.
    ///
    /// - Parameters:
    ///   - application: The application.
    ///   - fields: The request's fields.
    /// - Throws: ``EntraError`` 700054, 700051, 70007 or 900144.
    func check(_ application: ApplicationRecord, _ fields: FormFields) throws {
        if hasIDToken, !application.issuesIDTokens { throw EntraError.responseTypeNotEnabled("id_token") }
        if hasAccessToken, !application.issuesAccessTokens {
            throw EntraError.responseTypeNotEnabled("token", code: 700_051)
        }
        guard hasIDToken || hasAccessToken else { return }
        if fields["response_mode"]?.lowercased() == ResponseMode.query.rawValue {
            throw EntraError.unknownResponseMode("query", for: "a token")
        }
        if hasIDToken, fields["nonce"] == nil { throw EntraError.missing("nonce") }
    }
}
