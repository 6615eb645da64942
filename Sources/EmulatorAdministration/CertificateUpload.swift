import EmulatorCore
import ExoCrypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads a certificate that somebody registers, and refuses what no app may prove itself by.
enum CertificateUpload {
    private static let leastBits = 2048

    /// Reads DER, PEM, or either once more in base 64.
    ///
    /// - Parameters:
    ///   - bytes: What was sent.
    ///   - now: The time at which it must be valid.
    /// - Returns: A certificate of an RSA key that is long enough.
    /// - Throws: ``AdministrationError``.
    static func read(_ bytes: [UInt8], at now: Date) throws -> Certificate {
        guard !bytes.isEmpty else { throw AdministrationError.required("key", of: "KeyCredential") }
        guard bytes.count <= 65_536, !holdsPrivateKey(bytes) else {
            throw invalid("It must be a certificate without its private key.")
        }
        guard let certificate = parse(bytes) else { throw invalid("It is not a certificate in DER or PEM form.") }
        let bits: Int
        do {
            bits = try certificate.publicKey.modulus.count * 8
        } catch {
            throw invalid("The certificate's key is not an RSA key.")
        }
        guard bits >= leastBits else {
            throw invalid("The certificate's key must have \(leastBits) bits at least.")
        }
        guard try certificate.notAfter > now else {
            throw AdministrationError("Key credential end date is invalid.", code: "KeyCredentialsInvalidEndDate")
        }
        return certificate
    }

    private static func parse(_ bytes: [UInt8]) -> Certificate? {
        if let certificate = try? Certificate(der: bytes) { return certificate }
        if let certificate = try? Certificate(pem: bytes) { return certificate }
        guard let inner = Base64.decodeTolerantly(bytes) else { return nil }
        return (try? Certificate(der: inner)) ?? (try? Certificate(pem: inner))
    }

    private static func holdsPrivateKey(_ bytes: [UInt8]) -> Bool {
        let mark = Array("PRIVATE KEY".utf8)
        return [bytes, Base64.decodeTolerantly(bytes) ?? []].contains { $0.contains(mark) }
    }

    private static func invalid(_ reason: String) -> AdministrationError {
        AdministrationError("Key credential key is invalid. \(reason)", code: "KeyCredentialsInvalidKey")
    }
}
