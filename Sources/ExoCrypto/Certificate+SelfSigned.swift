#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

extension Certificate {
    /// A certificate for a key in the key's own name, as a token service publishes with its signing keys (`x5c`).
    ///
    /// - Parameters:
    ///   - commonName: Whom it names, 1 to 64 characters.
    ///   - key: The key it vouches for and is signed with.
    ///   - notBefore: When it begins to be valid.
    ///   - notAfter: When it ends to be valid.
    /// - Returns: The certificate.
    /// - Throws: ``CryptoError`` with code `invalidArgument`.
    package static func selfSigned(
        commonName: String,
        key: RSAPrivateKey,
        notBefore: Date,
        notAfter: Date
    ) throws -> Certificate {
        try CertificateBuilder(
            commonName: commonName,
            key: key.handle,
            notBefore: notBefore,
            notAfter: notAfter
        ).signed(by: key.handle)
    }
}
