import EmulatorCore
import ExoCrypto

/// The proof key of a sign-in (RFC 7636).
struct CodeChallenge: Sendable, Equatable {
    /// How the challenge comes from the verifier.
    enum Method: String, Sendable {
        case plain
        case sha256 = "S256"
    }

    /// How long a verifier, and so a challenge, may be.
    private static let lengths = 43...128
    /// The length of a SHA-256 digest in base 64.
    private static let digestLength = 43

    let text: String
    let method: Method

    /// A challenge as the store keeps it.
    init?(text: String?, method: String?) {
        guard let text, let method = method.flatMap({ Method(rawValue: $0) }) else { return nil }
        self.text = text
        self.method = method
    }

    /// Reads the challenge of a request; `nil` where there is none.
    ///
    /// - Throws: ``EntraError`` 50147, 501491 or 9002313.
    init?(_ fields: FormFields) throws {
        guard let text = fields["code_challenge"] else {
            guard fields["code_challenge_method"] == nil else { throw EntraError.missingChallenge }
            return nil
        }
        guard Self.lengths.contains(text.utf8.count) else { throw EntraError.challengeSize }
        guard text.utf8.allSatisfy(PercentCoding.isUnreserved) else { throw EntraError.challengeCharacters }
        guard let method = Method(rawValue: fields["code_challenge_method"] ?? "plain") else {
            throw EntraError.malformedRequest("the value of 'code_challenge_method' is not supported")
        }
        guard method != .sha256 || text.utf8.count == Self.digestLength else { throw EntraError.challengeSize }
        self.text = text
        self.method = method
    }

    /// Whether a verifier is the one the challenge was made of.
    func isMet(by verifier: String) throws -> Bool {
        guard Self.lengths.contains(verifier.utf8.count), verifier.utf8.allSatisfy(PercentCoding.isUnreserved) else {
            return false
        }
        let made =
            switch method {
            case .plain: verifier
            case .sha256: Base64URL.encode(try Digest.sha256(Array(verifier.utf8)))
            }
        return constantTimeEquals(Array(made.utf8), Array(text.utf8))
    }
}
