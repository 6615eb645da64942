internal import COpenSSL

/// What a PKCS#12 file holds (RFC 7292): a key and certificates; the form of `.pfx` and `.p12` files.
package struct PKCS12: Sendable {
    /// The key.
    package let privateKey: RSAPrivateKey
    /// The certificates, that of the key first where there is one.
    package let certificates: [Certificate]

    /// Opens a file.
    ///
    /// Files that were encrypted with the methods of old open as well.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - password: What opens it; `nil` where it has none.
    /// - Throws: ``CryptoError`` with code `malformed`, `passphraseRequired`, `wrongPassphrase` or `wrongKeyType`.
    package init(_ bytes: some Collection<UInt8>, password: SecretBytes?) throws {
        try ErrorQueue.clear()
        let library = try LegacyLibrary()
        let file = try MemoryBIO(Array(bytes))
        // It keeps to the library that it was made for while it is read.
        var empty = unsafe PKCS12_init_ex(NID_pkcs7_data, library.pointer, nil)
        guard let archive = unsafe d2i_PKCS12_bio(file.pointer, &empty) else {
            // What was passed in is freed by then.
            throw ErrorQueue.failure("the bytes are no PKCS#12 file", code: .malformed)
        }
        defer { unsafe PKCS12_free(archive) }
        let contents = try unsafe PKCS12Contents(archive, password: password)
        privateKey = try contents.privateKey()
        certificates = try contents.certificates()
        _ = ErrorQueue.drain()
    }
}
