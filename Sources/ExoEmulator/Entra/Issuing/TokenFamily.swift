import ExoCrypto
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Ties access tokens to the sign-in they came from, so that they end when that turns out to be stolen.
///
/// The tie lies in `aio`, of which clients know nothing but that it is opaque.
enum TokenFamily {
    private static let randomCount = 20
    private static let markCount = 16

    /// The value of `aio`.
    ///
    /// - Parameter familyID: What all tokens of one sign-in have in common; `nil` where nothing is to be tied.
    /// - Returns: Base64 text.
    /// - Throws: `CryptoError`.
    static func opaqueText(_ familyID: String?) throws -> String {
        let random = try RandomBytes.make(randomCount)
        return Base64.encode(try random + (familyID.map { try mark($0) } ?? RandomBytes.make(markCount)))
    }

    /// What the store keeps of a family that is void.
    static func storedMark(_ familyID: String) throws -> String { Base64URL.encode(try mark(familyID)) }

    /// When the sign-in that a token came from turned out to be stolen; `nil` when the token is good.
    ///
    /// - Throws: `DatabaseError`.
    static func voidedOn(_ claims: JSONObject, in directory: Directory) throws -> Date? {
        guard let mark = claims["aio"]?.stringValue.flatMap({ storedMark(inOpaqueText: $0) }) else { return nil }
        return try directory.voidedOn(familyMark: mark)
    }

    /// The mark in a token, in the form of the store; `nil` in a text of another make.
    static func storedMark(inOpaqueText text: String) -> String? {
        guard let bytes = Base64.decode(text), bytes.count == randomCount + markCount else { return nil }
        return Base64URL.encode(bytes.suffix(markCount))
    }

    private static func mark(_ familyID: String) throws -> [UInt8] {
        Array(try Digest.sha256(Array("family|\(familyID)".utf8)).prefix(markCount))
    }
}
