internal import ExoCrypto
internal import ExoJSON

/// Reads the text of a token, or says what it is instead.
enum TokenText {
    /// The bare token and the claims in it.
    struct Reading {
        var text: String
        var payload: JSONObject
    }

    static func read(_ given: String) throws -> Reading {
        guard given.utf8.count <= AccessToken.longestText else { throw tooLarge }
        // Bytes in one piece: walking a string's is several times slower.
        let bytes = bare(Array(given.utf8)[...])
        guard !bytes.isEmpty else {
            throw TokenError(
                code: .notAToken,
                message: "there is no token: the text is empty",
                repair: "look whether the command that gets the token failed"
            )
        }
        // White space inside is looked at first: two tokens would otherwise pass for one of five parts.
        guard !bytes.contains(where: \.isBlank) else {
            throw TokenDiagnosis.error(for: String(decoding: bytes, as: UTF8.self))
        }
        let parts = parts(of: bytes)
        guard let header = parts.first.flatMap(object) else {
            throw TokenDiagnosis.error(for: String(decoding: bytes, as: UTF8.self))
        }
        if header["typ"]?.stringValue?.lowercased() == "pop" {
            throw TokenError(
                code: .notAToken,
                message:
                    "the token is a signed request of the proof-of-possession protocol, good for that request only",
                repair: "ask for a bearer token instead"
            )
        }
        if parts.count == 5 || header["enc"] != nil {
            throw TokenError(
                code: .encrypted,
                message: "the token is encrypted for its service (a JWE of five parts), so it cannot be inspected",
                repair: "ask for a token for Exchange Online; those are signed and not encrypted"
            )
        }
        guard parts.count >= 3, !parts[2].isEmpty else {
            throw truncated(
                "a token has three parts with dots between them, and this one has \(parts.count { !$0.isEmpty })"
            )
        }
        guard parts.count == 3 else {
            throw TokenError(
                code: .malformed,
                message: "the token has \(parts.count) parts with dots between them, where three are right"
            )
        }
        guard Base64URL.decode(parts[2]) != nil else {
            throw truncated("its signature is not whole base64url text")
        }
        guard let payload = Base64URL.decode(parts[1]) else {
            throw truncated("its claims are not whole base64url text")
        }
        let claims: JSONValue
        do { claims = try JSONValue(parsing: payload) } catch {
            throw truncated("its claims are not a complete JSON object")
        }
        guard let object = claims.objectValue else {
            throw TokenError(code: .malformed, message: "the token's claims are JSON, but not a JSON object")
        }
        return Reading(text: String(decoding: bytes, as: UTF8.self), payload: object)
    }

    /// The text of a file's bytes.
    static func decode(_ bytes: [UInt8]) throws -> String {
        guard bytes.count <= AccessToken.longestText else { throw tooLarge }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw TokenError(
                code: .notAToken,
                message: "the text is UTF-16, as Windows PowerShell's '>' writes it",
                repair: "write it with: Set-Content -Encoding ascii -NoNewline"
            )
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: body, as: UTF8.self), !body.contains(0) else {
            throw TokenError(code: .notAToken, message: "the bytes are not text in UTF-8, so they are no token")
        }
        return text
    }

    private static var tooLarge: TokenError {
        TokenError(
            code: .tooLarge,
            message: "the text is longer than \(AccessToken.longestText / 1024) KiB, so it is no access token",
            repair: "pass the token alone: it begins with eyJ and is a few KiB long"
        )
    }

    private static func truncated(_ evidence: String) -> TokenError {
        TokenError(
            code: .truncated,
            message: "the token was cut off or altered: \(evidence)",
            repair: "copy the whole token; a terminal may have wrapped or shortened it. A file or a pipe keeps it whole"
        )
    }

    private static func object(_ part: ArraySlice<UInt8>) -> JSONObject? {
        // A part that is no JSON object is not an error here: the caller finds out what it is.
        guard let bytes = Base64URL.decode(part), bytes.first == UInt8(ascii: "{") else { return nil }
        do { return try JSONValue(parsing: bytes).objectValue } catch { return nil }
    }

    /// What stands between the dots.
    private static func parts(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        while let dot = bytes[start...].firstIndex(of: UInt8(ascii: ".")) {
            parts.append(bytes[start..<dot])
            start = dot + 1
        }
        parts.append(bytes[start...])
        return parts
    }

    /// Without white space around it and one `Bearer` before it.
    private static func bare(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let trimmed = text.trimmed()
        let scheme = Array("bearer".utf8)
        guard trimmed.count > scheme.count, trimmed.prefix(scheme.count).elementsEqual(scheme, by: { $0 | 0x20 == $1 }),
            trimmed[trimmed.startIndex + scheme.count].isBlank
        else { return trimmed }
        return trimmed.dropFirst(scheme.count).trimmed()
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension BidirectionalCollection where Element == UInt8 {
    fileprivate func trimmed() -> SubSequence {
        guard let start = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else {
            return self[startIndex..<startIndex]
        }
        return self[start...last]
    }
}
