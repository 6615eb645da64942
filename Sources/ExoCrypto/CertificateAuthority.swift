#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A certificate authority of our own, for servers on this machine.
package struct CertificateAuthority: Sendable {
    /// What clients are to trust.
    package let certificate: Certificate
    /// What signs.
    package let privateKey: RSAPrivateKey

    /// A server's certificate with its key.
    package struct Issued: Sendable {
        /// The server's certificate.
        package let certificate: Certificate
        /// The server's key.
        package let privateKey: RSAPrivateKey

        /// The key in PEM form, unencrypted.
        package var keyPEM: String {
            get throws { try privateKey.pem }
        }
    }

    /// Makes an authority with a new key.
    ///
    /// - Parameters:
    ///   - commonName: Its name, 1 to 64 characters.
    ///   - notBefore: When it begins to be valid.
    ///   - notAfter: When it ends to be valid.
    /// - Returns: The authority.
    /// - Throws: ``CryptoError`` with code `invalidArgument`.
    package static func create(
        commonName: String,
        notBefore: Date,
        notAfter: Date
    ) throws -> CertificateAuthority {
        let key = try RSAPrivateKey.generate()
        let certificate = try CertificateBuilder(
            commonName: commonName,
            key: key.handle,
            notBefore: notBefore,
            notAfter: notAfter,
            isAuthority: true
        ).signed(by: key.handle)
        return CertificateAuthority(certificate: certificate, privateKey: key)
    }

    private init(certificate: Certificate, privateKey: RSAPrivateKey) {
        self.certificate = certificate
        self.privateKey = privateKey
    }

    /// Takes up an authority that was kept.
    ///
    /// - Parameters:
    ///   - certificatePEM: Its certificate.
    ///   - keyPEM: Its key.
    ///   - passphrase: Opens the key when it is encrypted.
    /// - Throws: ``CryptoError``; `malformed` also when the two do not belong together.
    package init(
        certificatePEM: some Collection<UInt8>,
        keyPEM: some Collection<UInt8>,
        passphrase: SecretBytes? = nil
    ) throws {
        let certificate = try Certificate(pem: certificatePEM)
        let key = try RSAPrivateKey(pem: keyPEM, passphrase: passphrase)
        guard try certificate.publicKey == key.publicKey else {
            throw CryptoError(code: .malformed, message: "the authority's certificate and key do not belong together")
        }
        self.init(certificate: certificate, privateKey: key)
    }

    /// Whether a certificate can be for this host: a DNS name or an IP address.
    package static func canName(_ host: String) -> Bool { (try? CertificateBuilder.alternativeName(host)) != nil }

    /// Issues a server certificate with a new key.
    ///
    /// - Parameters:
    ///   - hosts: DNS names and IP addresses that it covers; the first is its common name.
    ///   - notBefore: When it begins to be valid.
    ///   - notAfter: When it ends to be valid.
    /// - Returns: The certificate and its key.
    /// - Throws: ``CryptoError`` with code `invalidArgument` for no host or one that is neither name nor address.
    package func issue(hosts: [String], notBefore: Date, notAfter: Date) throws -> Issued {
        guard let first = hosts.first else {
            throw CryptoError(code: .invalidArgument, message: "a server certificate needs a host")
        }
        let key = try RSAPrivateKey.generate()
        let certificate = try CertificateBuilder(
            commonName: String(first.prefix(64)),
            key: key.handle,
            notBefore: notBefore,
            notAfter: notAfter,
            hosts: hosts,
            usages: "serverAuth"
        ).signed(by: privateKey.handle, issuer: certificate)
        return Issued(certificate: certificate, privateKey: key)
    }
}
