import EmulatorCore
import ExoCrypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The codes of an authenticator app: six digits, new every thirty seconds, by HMAC-SHA-1 (RFC 6238).
package enum OneTimePassword {
    /// Seconds for which a code stands.
    static let period: TimeInterval = 30
    private static let digits = 6
    private static let secretSize = 20

    /// The number of the period a moment lies in.
    static func step(at moment: Date) -> Int64 {
        Int64(exactly: (moment.timeIntervalSince1970 / period).rounded(.down)) ?? 0
    }

    /// The code of a period.
    ///
    /// - Parameters:
    ///   - secret: The secret in base32.
    ///   - step: The number of the period.
    /// - Returns: The code, or `nil` when the secret is not base32.
    /// - Throws: `CryptoError`.
    package static func code(_ secret: String, step: Int64) throws -> String? {
        guard let key = Base32.decode(secret), !key.isEmpty else { return nil }
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let digest = try HMAC.sha1(counter, key: key)
        let offset = Int(digest[digest.count - 1] & 15)
        let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(number % 1_000_000)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }

    /// Finds the period a code is of: the present one, or one before or after it.
    ///
    /// - Returns: The number of the period, or `nil` when the code is none of these.
    static func step(of code: String, secret: String, at moment: Date) throws -> Int64? {
        let typed = Array(code.utf8.filter { $0 != UInt8(ascii: " ") })
        let now = step(at: moment)
        var found: Int64?
        for step in now - 1...now + 1 {
            guard let right = try self.code(secret, step: step) else { return nil }
            if constantTimeEquals(typed, Array(right.utf8)) { found = step }
        }
        return found
    }

    /// A new secret in base32.
    static func makeSecret() throws -> String { Base32.encode(try RandomBytes.make(secretSize)) }

    /// The address that authenticator apps read a secret from.
    package static func address(_ secret: String, of user: String, issuer: String) -> String {
        "otpauth://totp/\(PercentCoding.encoded(issuer)):\(PercentCoding.encoded(user))?secret=\(secret)"
            + "&issuer=\(PercentCoding.encoded(issuer))"
    }
}
