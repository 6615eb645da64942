internal import COpenSSL

/// A key and certificates that still belong to the library which opened them.
@safe struct PKCS12Contents: ~Copyable {
    private let key: OpaquePointer?
    private let own: OpaquePointer?
    private let others: OpaquePointer?

    init(_ archive: OpaquePointer, password: SecretBytes?) throws {
        var (key, own, others): (OpaquePointer?, OpaquePointer?, OpaquePointer?) = (nil, nil, nil)
        let isOpen = try unsafe Self.withText(of: password) { text, count in
            if unsafe PKCS12_mac_present(archive) == 1 {
                let isRight =
                    unsafe PKCS12_verify_mac(archive, text, count) == 1
                    || count == 0 && PKCS12_verify_mac(archive, nil, 0) == 1
                guard isRight else {
                    throw password == nil
                        ? ErrorQueue.failure("the file needs a password", code: .passphraseRequired)
                        : ErrorQueue.failure("the password does not open the file", code: .wrongPassphrase)
                }
            }
            return unsafe PKCS12_parse(archive, text, &key, &own, &others) == 1
        }
        guard isOpen else {
            throw ErrorQueue.failure("the file cannot be decrypted", code: .malformed)
        }
        unsafe self.key = key
        unsafe self.own = own
        unsafe self.others = others
    }

    deinit {
        unsafe EVP_PKEY_free(key)
        unsafe X509_free(own)
        unsafe exo_free_certificates(others)
    }

    /// The key, written by that library and read by everybody's.
    borrowing func privateKey() throws -> RSAPrivateKey {
        guard let key = unsafe key else {
            throw CryptoError(code: .malformed, message: "the file holds no private key")
        }
        let text = try MemoryBIO()
        try ErrorQueue.require(unsafe i2d_PrivateKey_bio(text.pointer, key), "the file's key cannot be read")
        guard let read = unsafe d2i_PrivateKey_bio(text.pointer, nil) else {
            throw ErrorQueue.failure("the file's key cannot be read")
        }
        return RSAPrivateKey(handle: try unsafe KeyHandle(owning: read))
    }

    /// The certificates, that of the key first.
    borrowing func certificates() throws -> [Certificate] {
        var found: [Certificate] = []
        if let own = unsafe own { found.append(try unsafe Self.copy(own)) }
        guard let others = unsafe others else { return found }
        for index in 0..<(unsafe exo_count(others)) {
            guard let other = unsafe exo_certificate(others, index) else { continue }
            found.append(try unsafe Self.copy(other))
        }
        return found
    }

    private static func copy(_ certificate: OpaquePointer) throws -> Certificate {
        let encoded = try MemoryBIO()
        try ErrorQueue.require(
            unsafe i2d_X509_bio(encoded.pointer, certificate),
            "a certificate of the file cannot be read"
        )
        return try Certificate(der: encoded.bytes())
    }

    /// Lends a password as C has it, and wipes it afterwards.
    private static func withText<Result>(
        of password: SecretBytes?,
        _ body: (UnsafePointer<CChar>, Int32) throws -> Result
    ) throws -> Result {
        var text = [CChar](repeating: 0, count: (password?.count ?? 0) + 1)
        defer { unsafe OPENSSL_cleanse(&text, text.count) }
        password?.withBytes { bytes in
            for index in bytes.indices { text[index] = CChar(bitPattern: bytes[index]) }
        }
        guard text.count <= 1025, !text.dropLast().contains(0) else {
            throw CryptoError(code: .wrongPassphrase, message: "the password is too long, or holds a zero")
        }
        return try unsafe body(text, Int32(text.count - 1))
    }
}
