import ExoCrypto
package import ExoJSON

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Ties access tokens to the sign-in they came from, so that they end when that turns out to be stolen, and to the moment
/// they were issued at, so that they end when sessions are revoked within the same second.
///
/// Both lie in `aio`, of which clients know nothing but that it is opaque.
package enum TokenFamily {
    /// Seconds by which `iat` and `nbf` lie before the issue, for clocks that are late.
    package static let skew: TimeInterval = 300
    private static let randomCount = 17
    private static let fractionCount = 3
    private static let markCount = 16

    /// The value of `aio`.
    ///
    /// - Parameters:
    ///   - familyID: What all tokens of one sign-in have in common; `nil` where nothing is to be tied.
    ///   - moment: When the token is issued.
    /// - Returns: Base64 text.
    /// - Throws: `CryptoError`.
    package static func opaqueText(_ familyID: String?, issuedOn moment: Date) throws -> String {
        let seconds = moment.timeIntervalSince1970
        // Rounded up, so that a token never seems older than the revocation it came after.
        let fraction = UInt32(((seconds - seconds.rounded(.down)) * 1_000_000).rounded(.up))
        let bytes = try RandomBytes.make(randomCount) + (0..<fractionCount).map { UInt8(fraction >> ($0 * 8) & 0xFF) }
        return Base64.encode(try bytes + (familyID.map { try mark($0) } ?? RandomBytes.make(markCount)))
    }

    /// When a token was issued, in seconds since 1970; of another make's, the last moment that its `iat` allows.
    package static func issueTime(_ claims: JSONObject) -> TimeInterval {
        let whole = TimeInterval(claims["iat"]?.integerValue ?? 0) + skew
        guard let bytes = claims["aio"]?.stringValue.flatMap({ parts(ofOpaqueText: $0) }) else { return whole + 1 }
        let digits = bytes[randomCount..<randomCount + fractionCount]
        let fraction = digits.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return whole + TimeInterval(fraction) / 1_000_000
    }

    /// What the store keeps of a family that is void.
    package static func storedMark(_ familyID: String) throws -> String { Base64URL.encode(try mark(familyID)) }

    /// When the sign-in that a token came from turned out to be stolen; `nil` when the token is good.
    ///
    /// - Throws: `DatabaseError`.
    package static func voidedOn(_ claims: JSONObject, in directory: Directory) throws -> Date? {
        guard let mark = claims["aio"]?.stringValue.flatMap({ storedMark(inOpaqueText: $0) }) else { return nil }
        return try directory.voidedOn(familyMark: mark)
    }

    /// The mark in a token, in the form of the store; `nil` in a text of another make.
    static func storedMark(inOpaqueText text: String) -> String? {
        parts(ofOpaqueText: text).map { Base64URL.encode($0.suffix(markCount)) }
    }

    private static func parts(ofOpaqueText text: String) -> [UInt8]? {
        guard let bytes = Base64.decode(text), bytes.count == randomCount + fractionCount + markCount else {
            return nil
        }
        return bytes
    }

    private static func mark(_ familyID: String) throws -> [UInt8] {
        Array(try Digest.sha256(Array("family|\(familyID)".utf8)).prefix(markCount))
    }
}
