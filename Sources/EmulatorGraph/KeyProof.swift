import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What an app shows to change its certificates: a token signed by one that it has.
struct KeyProof: Sendable {
    private static let audience = "00000002-0000-0000-c000-000000000000"
    private static let longest: TimeInterval = 600

    private let header: JSONObject
    private let claims: JSONObject
    private let signedText: [UInt8]
    private let signature: [UInt8]

    /// Reads a proof without trusting it.
    ///
    /// - Throws: ``AdministrationError`` when it is no token.
    init(_ text: String) throws {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard text.utf8.count <= 16_384, parts.count == 3, let header = Self.object(parts[0]),
            let claims = Self.object(parts[1]), let signature = Base64URL.decode(parts[2])
        else { throw Self.invalid }
        self.header = header
        self.claims = claims
        self.signature = signature
        signedText = Array(parts[0]) + [UInt8(ascii: ".")] + Array(parts[1])
    }

    /// Checks that the holder's own key signed it, for this purpose and for now.
    ///
    /// - Throws: ``AdministrationError`` when not.
    func check(for holder: CredentialHolder, _ administration: Administration) throws {
        guard header["alg"]?.stringValue == "RS256", header["crit"] == nil, claims["aud"]?.stringValue == Self.audience,
            claims["iss"]?.stringValue?.lowercased() == holder.objectID,
            let begin = claims["nbf"]?.integerValue, let end = claims["exp"]?.integerValue, end > begin,
            Double(end) - Double(begin) <= Self.longest
        else { throw Self.invalid }
        let now = administration.now.timeIntervalSince1970
        guard now >= Double(begin) - 300, now < Double(end) else { throw Self.invalid }
        let thumbprint = header["x5t"]?.stringValue
        for record in try Certificates(administration: administration).list(of: holder)
        where record.endsOn > administration.now && (thumbprint == nil || thumbprint == record.sha1Thumbprint) {
            guard let der = Base64.decode(record.certificate) else { continue }
            let key = try Certificate(der: der).publicKey
            if try key.verify(signature, of: signedText, algorithm: .rs256) { return }
        }
        throw Self.invalid
    }

    private static func object(_ part: some Collection<UInt8>) -> JSONObject? {
        guard let bytes = Base64URL.decode(part) else { return nil }
        return (try? JSONValue(parsing: bytes))?.objectValue
    }

    private static let invalid = AdministrationError(
        "Authentication_MissingOrMalformed: the proof of possession is not valid.",
        status: 401,
        code: "Authentication_MissingOrMalformed"
    )
}
