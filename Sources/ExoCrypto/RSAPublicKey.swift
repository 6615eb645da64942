internal import COpenSSL

/// An RSA key that verifies and encrypts.
package struct RSAPublicKey: Sendable {
    let handle: KeyHandle
    /// The modulus `n`, big-endian without leading zeros, as a JSON Web Key has it (RFC 7518, section 6.3.1).
    package let modulus: [UInt8]
    /// The exponent `e`, in the same form.
    package let exponent: [UInt8]

    /// Makes the key of these numbers.
    ///
    /// - Parameters:
    ///   - modulus: `n`, big-endian; leading zeros are dropped.
    ///   - exponent: `e`, big-endian; leading zeros are dropped.
    /// - Throws: ``CryptoError`` with code `malformed` or `wrongKeyType`.
    package init(modulus: [UInt8], exponent: [UInt8]) throws {
        guard modulus.count <= 4096, exponent.count <= 4096 else {
            throw CryptoError(code: .malformed, message: "the numbers of the key are too long")
        }
        try ErrorQueue.clear()
        try self.init(handle: Self.makeHandle(modulus: modulus, exponent: exponent))
    }

    init(handle: KeyHandle) throws {
        self.handle = handle
        modulus = try handle.number(OSSL_PKEY_PARAM_RSA_N)
        exponent = try handle.number(OSSL_PKEY_PARAM_RSA_E)
        guard exponent.last.map({ $0 & 1 == 1 }) == true, exponent != [1], modulus.last.map({ $0 & 1 == 1 }) == true
        else { throw CryptoError(code: .malformed, message: "the numbers are not those of an RSA key") }
    }

    private static func makeHandle(modulus: [UInt8], exponent: [UInt8]) throws -> KeyHandle {
        let builder = unsafe OSSL_PARAM_BLD_new()
        let n = unsafe BN_bin2bn(modulus, Int32(modulus.count), nil)
        let e = unsafe BN_bin2bn(exponent, Int32(exponent.count), nil)
        defer {
            unsafe BN_free(n)
            unsafe BN_free(e)
            unsafe OSSL_PARAM_BLD_free(builder)
        }
        guard unsafe exo_push_public_numbers(builder, n, e) == 1,
            let parameters = unsafe OSSL_PARAM_BLD_to_param(builder)
        else { throw ErrorQueue.failure("the numbers are not those of an RSA key", code: .malformed) }
        defer { unsafe OSSL_PARAM_free(parameters) }
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "RSA", nil) else {
            throw ErrorQueue.failure("RSA is not available")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer? = nil
        guard unsafe EVP_PKEY_fromdata_init(context) == 1,
            unsafe exo_public_key_from_data(context, &key, parameters) == 1, let key = unsafe key
        else { throw ErrorQueue.failure("the numbers are not those of an RSA key", code: .malformed) }
        return try unsafe KeyHandle(owning: key)
    }

    /// Whether a signature is this key's over that message.
    package func verify(
        _ signature: some Collection<UInt8>,
        of message: some Collection<UInt8>,
        algorithm: SignatureAlgorithm
    ) throws -> Bool {
        try ErrorQueue.clear()
        return try SignatureContext().verify(Array(signature), of: Array(message), key: handle, algorithm: algorithm)
    }

    /// Closes a short text for the owner of the private key (RFC 8017, section 7.2).
    ///
    /// - Throws: ``CryptoError`` with code `invalidArgument` when it is longer than the key's length less 11 bytes.
    package func encryptPKCS1(_ bytes: some Collection<UInt8>) throws -> [UInt8] {
        let bytes = Array(bytes)
        guard bytes.count <= modulus.count - 11 else {
            throw CryptoError(code: .invalidArgument, message: "at most \(modulus.count - 11) bytes fit this key")
        }
        try ErrorQueue.clear()
        let context = try KeyContext(handle)
        try ErrorQueue.require(unsafe EVP_PKEY_encrypt_init(context.pointer), "the key cannot encrypt")
        try ErrorQueue.require(
            unsafe EVP_PKEY_CTX_set_rsa_padding(context.pointer, RSA_PKCS1_PADDING),
            "the padding is not available"
        )
        var count = Int(unsafe EVP_PKEY_get_size(handle.pointer))
        var result = [UInt8](repeating: 0, count: count)
        try ErrorQueue.require(
            unsafe EVP_PKEY_encrypt(context.pointer, &result, &count, bytes, bytes.count),
            "the encryption failed"
        )
        return Array(result.prefix(count))
    }
}

extension RSAPublicKey: Equatable {
    /// Whether both have the same numbers.
    package static func == (left: RSAPublicKey, right: RSAPublicKey) -> Bool {
        left.modulus == right.modulus && left.exponent == right.exponent
    }
}
