internal import COpenSSL

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// An authority that issues one server certificate and forgets its key: for a server that lives as long as one program.
///
/// Its keys are on the curve P-256, since those of RSA would take longer to make than all else at the server's start.
package struct BriefAuthority: Sendable {
    /// What clients are to trust.
    package let authority: Certificate
    /// The server's certificate.
    package let certificate: Certificate
    /// The server's key in PEM form, unencrypted.
    package let keyPEM: String

    /// Makes both.
    ///
    /// - Parameters:
    ///   - commonName: The authority's name, 1 to 64 characters.
    ///   - hosts: DNS names and IP addresses of the server; the first is its common name.
    ///   - notBefore: When both begin to be valid.
    ///   - notAfter: When both end to be valid.
    /// - Throws: ``CryptoError`` with code `invalidArgument` for no host or one that is neither name nor address.
    package init(commonName: String, hosts: [String], notBefore: Date, notAfter: Date) throws {
        guard let first = hosts.first else {
            throw CryptoError(code: .invalidArgument, message: "a server certificate needs a host")
        }
        let (authorityKey, key) = (try KeyHandle.makeP256(), try KeyHandle.makeP256())
        authority = try CertificateBuilder(
            commonName: commonName,
            key: authorityKey,
            notBefore: notBefore,
            notAfter: notAfter,
            isAuthority: true
        ).signed(by: authorityKey)
        certificate = try CertificateBuilder(
            commonName: String(first.prefix(64)),
            key: key,
            notBefore: notBefore,
            notAfter: notAfter,
            hosts: hosts,
            usages: "serverAuth"
        ).signed(by: authorityKey, issuer: authority)
        let text = try MemoryBIO()
        try ErrorQueue.require(
            unsafe PEM_write_bio_PKCS8PrivateKey(text.pointer, key.pointer, nil, nil, 0, nil, nil),
            "the key cannot be written"
        )
        keyPEM = text.text()
    }
}
