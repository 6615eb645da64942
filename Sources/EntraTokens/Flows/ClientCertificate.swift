internal import ExoCrypto
internal import ExoJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An application's certificate with its private key, by which it signs who it is; printing it shows no part of the key.
public struct ClientCertificate: ClientAuthentication {
    /// How the assertion is signed and names the certificate.
    @nonexhaustive
    public enum Signing: Sendable, Hashable {
        /// PS256 and the SHA-256 thumbprint, as MSAL does today.
        case ps256
        /// RS256 and the SHA-1 thumbprint, for services that have not learned the other.
        case rs256
    }

    /// How the assertion is signed.
    public var signing: Signing
    /// Whether the certificates are sent along (`x5c`), for applications that are known by subject name and issuer.
    public var sendsChain: Bool
    /// Whom the certificate names, such as `CN=exo`.
    public let subject: String
    /// The SHA-1 thumbprint in hexadecimal digits, as the portal shows it.
    public let thumbprint: String
    /// When the certificate begins to be valid.
    public let notBefore: Date
    /// When it ends to be valid.
    public let notAfter: Date
    private let key: RSAPrivateKey
    private let chain: [Certificate]

    /// Opens a certificate with its key.
    ///
    /// - Parameters:
    ///   - bytes: PEM text with the certificate, further ones of its chain and its key, or a PKCS#12 file.
    ///   - key: PEM text with the key, where it is apart.
    ///   - password: What opens the key or the file; the bytes that it was made of, so in UTF-8.
    ///   - signing: How the assertion is signed.
    ///   - sendsChain: Whether the certificates are sent along.
    /// - Throws: ``TokenError`` with code `unusableCredential`.
    public init(
        _ bytes: [UInt8],
        key: [UInt8]? = nil,
        password: ClientSecret? = nil,
        signing: Signing = .ps256,
        sendsChain: Bool = false
    ) throws {
        let contents: CertificateFile
        do {
            contents = try CertificateFile(bytes, key: key, password: password)
            subject = try contents.chain[0].subject
            thumbprint = Hex.encode(try contents.chain[0].sha1Thumbprint)
            notBefore = try contents.chain[0].notBefore
            notAfter = try contents.chain[0].notAfter
        } catch let error as CryptoError {
            throw CertificateFile.unusable(error)
        }
        self.key = contents.key
        chain = contents.chain
        self.signing = signing
        self.sendsChain = sendsChain
    }

    /// A signed assertion that is good for ten minutes.
    public func fields(for request: AuthenticationRequest) async throws -> [FormField] {
        let now = request.now
        guard notBefore <= now, now < notAfter else {
            throw TokenError(
                code: .unusableCredential,
                message: now < notBefore
                    ? "the certificate \(SanitizedText.shown(subject)) is valid from \(PlainTime.text(notBefore)) on"
                    : "the certificate \(SanitizedText.shown(subject)) ended \(PlainTime.text(notAfter))",
                repair: now < notBefore
                    ? "set this machine's clock right, or wait until the certificate is valid"
                    : "make a new certificate and add it under App registrations › Certificates & secrets"
            )
        }
        do {
            return FormField.assertion(try assertion(request, now: now))
        } catch let error as CryptoError {
            throw CertificateFile.unusable(error)
        }
    }

    private func assertion(_ request: AuthenticationRequest, now: Date) throws -> ClientSecret {
        var header: JSONObject = ["typ": "JWT"]
        switch signing {
        case .ps256:
            header["alg"] = "PS256"
            header["x5t#S256"] = .string(Base64URL.encode(try chain[0].sha256Thumbprint))
        case .rs256:
            header["alg"] = "RS256"
            header["x5t"] = .string(Base64URL.encode(try chain[0].sha1Thumbprint))
        }
        if sendsChain { header["x5c"] = .array(chain.map { .string(Base64.encode($0.der)) }) }
        let start = Int64(now.timeIntervalSince1970)
        let claims: JSONObject = [
            "aud": .string(request.endpoint),
            "iss": .string(request.clientID),
            "sub": .string(request.clientID),
            "jti": .string(RandomBytes.uuid()),
            "iat": .integer(start),
            "nbf": .integer(start),
            "exp": .integer(start + 600),
        ]
        let text = [header, claims].map { Base64URL.encode(JSONValue.object($0).serialized()) }.joined(separator: ".")
        let algorithm: SignatureAlgorithm = signing == .rs256 ? .rs256 : .ps256
        return ClientSecret(
            "\(text).\(Base64URL.encode(try key.sign(text.utf8, algorithm: algorithm)))".utf8
        )
    }
}

extension ClientCertificate: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Whom the certificate names.
    public var description: String { "[certificate \(SanitizedText.shown(subject))]" }
    /// Whom the certificate names.
    public var debugDescription: String { description }
    /// Hides the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
