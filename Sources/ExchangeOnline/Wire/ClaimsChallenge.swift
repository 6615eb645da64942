internal import ExoCrypto

/// The claims that a resource asks for when it wants a fresher token (continuous access evaluation).
enum ClaimsChallenge {
    /// Reads `WWW-Authenticate: Bearer …, error="insufficient_claims", claims="<base64>"`.
    ///
    /// - Returns: The claims request as JSON text, or `nil` when the field holds none.
    static func claims(in field: String) -> String? {
        guard field.lowercased().hasPrefix("bearer"), let start = field.place(after: "claims=\"") else { return nil }
        let encoded = field[start...].prefix { $0 != "\"" }
        guard !encoded.isEmpty else { return nil }
        if encoded.hasPrefix("{") { return String(encoded) }
        return Base64.decodeTolerantly(encoded.utf8).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension String {
    /// The place after the first occurrence of a text.
    fileprivate func place(after text: String) -> Index? {
        var place = startIndex
        while place < endIndex {
            if self[place...].hasPrefix(text) { return index(place, offsetBy: text.count) }
            place = index(after: place)
        }
        return nil
    }
}
