internal import ExoCrypto

/// The key and certificates of a file, whichever of its usual forms that has.
struct CertificateFile {
    let key: RSAPrivateKey
    /// The key's certificate and those that vouch for it; at least one.
    let chain: [Certificate]

    /// Reads a file.
    ///
    /// - Throws: `CryptoError`, or ``TokenError`` with code `unusableCredential`.
    init(_ bytes: [UInt8], key apart: [UInt8]?, password: ClientSecret?) throws {
        guard !bytes.isEmpty else { throw Self.unusable("the certificate's file is empty") }
        if let apart, apart.isEmpty { throw Self.unusable("the private key's file is empty") }
        let found: [Certificate]
        if Self.isPEM(bytes) {
            found = try Certificate.all(pem: bytes)
            key = try RSAPrivateKey(pem: apart ?? bytes, passphrase: password?.bytes)
        } else if let apart {
            found = [try Certificate(der: bytes)]
            key = try RSAPrivateKey(pem: apart, passphrase: password?.bytes)
        } else {
            let file = try Self.archive(bytes, password: password)
            found = file.certificates
            key = file.privateKey
        }
        chain = try Certificate.chain(of: key.publicKey, from: found)
        guard !chain.isEmpty else {
            throw Self.unusable(
                found.isEmpty
                    ? "the file holds no certificate" : "the private key does not belong to the certificate",
                repair: "name the key that the certificate was made with"
            )
        }
    }

    private static func isPEM(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes, as: UTF8.self).contains("-----BEGIN ")
    }

    private static func archive(_ bytes: [UInt8], password: ClientSecret?) throws -> PKCS12 {
        do { return try PKCS12(bytes, password: password?.bytes) } catch let error as CryptoError {
            guard error.code == .malformed, isCertificate(bytes) else { throw error }
            throw unusable("the file holds a certificate without its private key", repair: complete)
        }
    }

    private static func isCertificate(_ bytes: [UInt8]) -> Bool {
        do {
            _ = try Certificate(der: bytes)
            return true
        } catch { return false }
    }

    private static let complete: Repair =
        "name a file with the certificate and its private key, in PEM or PKCS#12 form"

    static func unusable(_ message: String, repair: Repair = complete) -> TokenError {
        TokenError(code: .unusableCredential, message: message, repair: repair)
    }

    /// What a failure beneath means for who named the file.
    static func unusable(_ error: CryptoError) -> TokenError {
        let repair: Repair =
            switch error.code {
            case .passphraseRequired: "give the password that opens it"
            case .wrongPassphrase: "check the password, and that its file has no further lines"
            case .wrongKeyType: "make a certificate with an RSA key of 2048 bits or more"
            default: complete
            }
        return TokenError(
            code: .unusableCredential,
            message: "the certificate cannot be used: \(error)",
            repair: repair,
            cause: error
        )
    }
}
