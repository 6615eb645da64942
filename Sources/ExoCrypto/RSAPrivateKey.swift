internal import COpenSSL

/// An RSA key that signs and decrypts.
package struct RSAPrivateKey: Sendable {
    let handle: KeyHandle

    /// Makes a new key.
    ///
    /// - Parameter bits: Length of the modulus, 2048 to 8192; 2048 takes about 50 ms.
    /// - Returns: The key.
    /// - Throws: ``CryptoError`` with code `invalidArgument` for another length.
    package static func generate(bits: Int = 2048) throws -> RSAPrivateKey {
        guard (2048...8192).contains(bits) else {
            throw CryptoError(code: .invalidArgument, message: "a key of \(bits) bits is not made; 2048 to 8192 are")
        }
        try ErrorQueue.clear()
        guard let key = unsafe exo_rsa_generate(bits) else { throw ErrorQueue.failure("no key could be made") }
        return RSAPrivateKey(handle: try unsafe KeyHandle(owning: key))
    }

    init(handle: KeyHandle) { self.handle = handle }

    /// Reads a PEM text: PKCS#8 (encrypted or not) or PKCS#1.
    ///
    /// - Parameters:
    ///   - pem: The text; anything before the first key block is skipped.
    ///   - passphrase: Opens an encrypted key, at most 1024 bytes.
    /// - Throws: ``CryptoError`` with code `malformed`, `passphraseRequired`, `wrongPassphrase` or `wrongKeyType`.
    package init(pem: some Collection<UInt8>, passphrase: SecretBytes? = nil) throws {
        try ErrorQueue.clear()
        let text = try MemoryBIO(Array(pem))
        var asked: Int32 = 0
        let key: OpaquePointer?
        if let passphrase {
            guard passphrase.count <= 1024 else {
                throw CryptoError(code: .wrongPassphrase, message: "the passphrase is longer than 1024 bytes")
            }
            unsafe key = passphrase.withBuffer { buffer in
                // An empty buffer may have no address, which would say that there is no passphrase.
                var empty: UInt8 = 0
                guard let start = buffer.baseAddress else {
                    return unsafe exo_read_private_key(text.pointer, &empty, 0, &asked)
                }
                return unsafe exo_read_private_key(text.pointer, start, Int32(buffer.count), &asked)
            }
        } else {
            unsafe key = exo_read_private_key(text.pointer, nil, 0, &asked)
        }
        guard let key = unsafe key else {
            if asked == 0 { throw ErrorQueue.failure("the text holds no private key in PEM form", code: .malformed) }
            guard passphrase != nil else {
                // What OpenSSL says of it, that it was interrupted, is about its own question for one.
                try ErrorQueue.clear()
                throw CryptoError(code: .passphraseRequired, message: "the key is encrypted and needs a passphrase")
            }
            throw ErrorQueue.failure("the passphrase does not open the key", code: .wrongPassphrase)
        }
        handle = try unsafe KeyHandle(owning: key)
        _ = ErrorQueue.drain()
    }

    /// The key as PKCS#8 in PEM form, unencrypted: keep it where only its owner can read.
    package var pem: String {
        get throws { try write(encryptedWith: nil) }
    }

    /// The key as PKCS#8 in PEM form, encrypted with AES-256-CBC.
    package func pem(encryptedWith passphrase: SecretBytes) throws -> String {
        guard passphrase.count > 0 else {
            throw CryptoError(code: .invalidArgument, message: "an empty passphrase protects nothing")
        }
        return try write(encryptedWith: passphrase)
    }

    private func write(encryptedWith passphrase: SecretBytes?) throws -> String {
        try ErrorQueue.clear()
        let text = try MemoryBIO()
        let status: Int32
        if let passphrase {
            status = unsafe passphrase.withBuffer { buffer in
                unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
                    unsafe PEM_write_bio_PKCS8PrivateKey(
                        text.pointer,
                        handle.pointer,
                        EVP_aes_256_cbc(),
                        characters.baseAddress,
                        Int32(characters.count),
                        nil,
                        nil
                    )
                }
            }
        } else {
            status = unsafe PEM_write_bio_PKCS8PrivateKey(text.pointer, handle.pointer, nil, nil, 0, nil, nil)
        }
        try ErrorQueue.require(status, "the key cannot be written")
        return text.text()
    }

    /// The other half, which verifies and encrypts.
    package var publicKey: RSAPublicKey {
        get throws {
            try RSAPublicKey(
                modulus: handle.number(OSSL_PKEY_PARAM_RSA_N),
                exponent: handle.number(OSSL_PKEY_PARAM_RSA_E)
            )
        }
    }

    /// The signature of a message.
    package func sign(_ message: some Collection<UInt8>, algorithm: SignatureAlgorithm) throws -> [UInt8] {
        try ErrorQueue.clear()
        return try SignatureContext().sign(Array(message), key: handle, algorithm: algorithm)
    }

    /// Opens what ``RSAPublicKey/encryptPKCS1(_:)`` closed (RFC 8017, section 7.2).
    ///
    /// Give the other side the same answer for every failure: the padding tells an attacker apart what it should not.
    ///
    /// - Throws: ``CryptoError`` with code `malformed` when it was not closed for this key.
    package func decryptPKCS1(_ bytes: some Collection<UInt8>) throws -> [UInt8] {
        try ErrorQueue.clear()
        let context = try KeyContext(handle)
        let bytes = Array(bytes)
        try ErrorQueue.require(unsafe EVP_PKEY_decrypt_init(context.pointer), "the key cannot decrypt")
        try ErrorQueue.require(
            unsafe EVP_PKEY_CTX_set_rsa_padding(context.pointer, RSA_PKCS1_PADDING),
            "the padding is not available"
        )
        var count = Int(unsafe EVP_PKEY_get_size(handle.pointer))
        var result = [UInt8](repeating: 0, count: count)
        defer { unsafe OPENSSL_cleanse(&result, result.count) }
        guard unsafe EVP_PKEY_decrypt(context.pointer, &result, &count, bytes, bytes.count) == 1 else {
            throw ErrorQueue.failure("the bytes were not encrypted for this key", code: .malformed)
        }
        return Array(result.prefix(count))
    }
}

extension RSAPrivateKey: CustomStringConvertible, CustomReflectable {
    /// Hides the key.
    package var description: String { "[private key]" }
    /// Hides the key.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
