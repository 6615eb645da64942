import EmulatorCore
import ExoCrypto
import ExoJSON

/// What stands in texts that opens something or names somebody.
extension Scrubber {
    /// The text with each token in it made anew, wherever it stands.
    private mutating func withoutTokens(_ text: String) -> String {
        var result = ""
        var word = ""
        for character in text {
            if character.isASCII, character.isLetter || character.isNumber || "-_.".contains(character) {
                word.append(character)
                continue
            }
            result += word.hasPrefix("eyJ") ? token(word) : word
            result.append(character)
            word = ""
        }
        return result + (word.hasPrefix("eyJ") ? token(word) : word)
    }

    /// A text without identities; tokens in it are made anew without anything to be used for.
    mutating func text(_ text: String) -> String {
        var text = text
        for origin in [upstream, own] { text = text.replacing(origin, with: Self.origin) }
        text = withoutSecrets(pages(in: text))
        if text.contains("eyJ") {
            text = withoutTokens(text)
        }
        // Clients write names in Base64 into addresses and header fields.
        if text.count >= 8, text.count % 4 == 0, let bytes = Base64.decode(text),
            let inner = String(validating: bytes, as: UTF8.self), inner.allSatisfy({ !$0.isNewline && $0 >= " " })
        {
            let replaced = identities.replaced(inner)
            if replaced != inner { return Base64.encode(Array(replaced.utf8)) }
        }
        return identities.replaced(text)
    }

    /// A signed token as one that nobody takes, with the same claims about nobody; any other secret as a word.
    mutating func token(_ text: String) -> String {
        guard let parsed = JSONWebToken(text) else { return Self.removed }
        var claims: JSONObject = [:]
        for name in ["aud", "iss", "tid", "oid", "upn", "appid", "scp", "roles", "wids", "idtyp", "ver", "sub"] {
            if let value = parsed.claims[name] { claims[name] = scrubbed(value, of: "") }
        }
        (claims["iat"], claims["nbf"], claims["exp"]) = (1_500_000_000, 1_500_000_000, 4_102_444_800)
        return Self.token(claims)
    }

    /// A token with claims that a client reads and no service takes.
    static func token(_ claims: JSONObject) -> String {
        let parts: [JSONValue] = [["typ": "JWT", "alg": "RS256", "kid": "removed"], .object(claims)]
        return (parts.map { Base64URL.encode($0.serialized()) } + [Base64URL.encode(Array(removed.utf8))])
            .joined(separator: ".")
    }

    /// The marks of further pages, which only the service can read.
    private mutating func pages(in text: String) -> String {
        var result = ""
        var rest = text[...]
        while let found = rest.firstRange(of: "skiptoken=") {
            let mark = rest[found.upperBound...].prefix { $0 != "&" && $0 != "\"" && $0 != " " }
            result += rest[..<found.upperBound]
            result += identities.replacement(page: PercentCoding.decoded(mark))
            rest = rest[mark.endIndex...]
        }
        return result + rest
    }

    /// Names of query fields whose values open something: the signature of a shared access, what a sign-in hands out.
    private static let opening = [
        "sig=", "code=", "access_token=", "id_token=", "refresh_token=", "client_secret=", "assertion=", "password=",
    ]

    /// A text whose addresses open nothing.
    private func withoutSecrets(_ text: String) -> String {
        guard text.contains("=") else { return text }
        return Self.opening.reduce(text) { text, field in
            var result = ""
            var rest = text[...]
            while let found = rest.firstRange(of: field) {
                let before = found.lowerBound > text.startIndex ? text[text.index(before: found.lowerBound)] : "?"
                result += rest[..<found.upperBound]
                rest = rest[found.upperBound...]
                guard "?&#;_".contains(before) || before.isWhitespace else { continue }
                result += Self.removed
                rest = rest.drop { !"&#\"'<> ".contains($0) && !$0.isNewline }
            }
            return result + rest
        }
    }
}
