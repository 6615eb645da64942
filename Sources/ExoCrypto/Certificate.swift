internal import COpenSSL

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// An X.509 certificate (RFC 5280).
package struct Certificate: Sendable {
    let handle: CertificateHandle
    /// The certificate as it is signed.
    package let der: [UInt8]

    init(handle: CertificateHandle) throws {
        let encoded = try MemoryBIO()
        try ErrorQueue.require(
            unsafe i2d_X509_bio(encoded.pointer, handle.pointer),
            "the certificate cannot be written"
        )
        self.handle = handle
        der = encoded.bytes()
    }

    /// Reads the first certificate of a PEM text.
    ///
    /// - Throws: ``CryptoError`` with code `malformed`.
    package init(pem: some Collection<UInt8>) throws {
        try ErrorQueue.clear()
        let text = try MemoryBIO(Array(pem))
        guard let read = unsafe exo_read_certificate(text.pointer) else {
            throw ErrorQueue.failure("the text holds no certificate in PEM form", code: .malformed)
        }
        try self.init(handle: unsafe CertificateHandle(owning: read))
    }

    /// Reads a certificate in DER form.
    ///
    /// - Throws: ``CryptoError`` with code `malformed`, also when anything follows it.
    package init(der: some Collection<UInt8>) throws {
        try ErrorQueue.clear()
        let bytes = Array(der)
        let text = try MemoryBIO(bytes)
        guard let read = unsafe d2i_X509_bio(text.pointer, nil) else {
            throw ErrorQueue.failure("the bytes are no certificate", code: .malformed)
        }
        try self.init(handle: unsafe CertificateHandle(owning: read))
        guard self.der == bytes else { throw CryptoError(code: .malformed, message: "the bytes are no certificate") }
    }

    /// The certificate in PEM form.
    package var pem: String {
        let text = Base64.encode(der)
        var lines = ["-----BEGIN CERTIFICATE-----"]
        var rest = text.utf8[...]
        while !rest.isEmpty {
            lines.append(String(decoding: rest.prefix(64), as: UTF8.self))
            rest = rest.dropFirst(64)
        }
        return lines.joined(separator: "\n") + "\n-----END CERTIFICATE-----\n"
    }

    /// SHA-1 of the certificate, as in `x5t` and in Windows' thumbprints.
    package var sha1Thumbprint: [UInt8] {
        get throws { try Digest.sha1(der) }
    }

    /// SHA-256 of the certificate, as in `x5t#S256`.
    package var sha256Thumbprint: [UInt8] {
        get throws { try Digest.sha256(der) }
    }

    /// Whom it names, in the form of RFC 4514 (`CN=localhost`).
    package var subject: String {
        get throws { try unsafe name(X509_get_subject_name(handle.pointer)) }
    }

    /// Who signed it, in the same form.
    package var issuer: String {
        get throws { try unsafe name(X509_get_issuer_name(handle.pointer)) }
    }

    /// When it begins to be valid.
    package var notBefore: Date {
        get throws { try unsafe date(X509_get0_notBefore(handle.pointer)) }
    }

    /// When it ends to be valid.
    package var notAfter: Date {
        get throws { try unsafe date(X509_get0_notAfter(handle.pointer)) }
    }

    /// The key it vouches for.
    ///
    /// - Throws: ``CryptoError`` with code `wrongKeyType` when that is not an RSA key.
    package var publicKey: RSAPublicKey {
        get throws {
            try ErrorQueue.clear()
            guard let key = unsafe X509_get_pubkey(handle.pointer) else {
                throw ErrorQueue.failure("the certificate's key cannot be read", code: .malformed)
            }
            return try RSAPublicKey(handle: unsafe KeyHandle(owning: key))
        }
    }

    /// Whether that key signed it.
    package func isSigned(by key: RSAPublicKey) -> Bool {
        let isGood = unsafe X509_verify(handle.pointer, key.handle.pointer) == 1
        _ = ErrorQueue.drain()
        return isGood
    }

    /// Whether a server of that name or IP address may show it.
    package func covers(_ host: String) -> Bool {
        let isCovered =
            unsafe X509_check_ip_asc(handle.pointer, host, 0) == 1
            || X509_check_host(handle.pointer, host, host.utf8.count, 0, nil) == 1
        _ = ErrorQueue.drain()
        return isCovered
    }

    private func name(_ name: OpaquePointer?) throws -> String {
        try ErrorQueue.clear()
        let text = try MemoryBIO()
        guard unsafe exo_print_name(text.pointer, name) >= 0 else {
            throw ErrorQueue.failure("the certificate's name cannot be read", code: .malformed)
        }
        return text.text()
    }

    private func date(_ time: UnsafePointer<ASN1_TIME>?) throws -> Date {
        try ErrorQueue.clear()
        let epoch = unsafe ASN1_TIME_set(nil, 0)
        defer { unsafe ASN1_STRING_free(epoch) }
        var (days, seconds): (Int32, Int32) = (0, 0)
        try ErrorQueue.require(
            unsafe ASN1_TIME_diff(&days, &seconds, epoch, time),
            "the certificate's dates cannot be read"
        )
        return Date(timeIntervalSince1970: Double(days) * 86_400 + Double(seconds))
    }
}
