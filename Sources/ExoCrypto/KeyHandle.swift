internal import COpenSSL

/// Owns one key of OpenSSL, public or private: RSA, or on the curve P-256 for certificates of our own.
@safe final class KeyHandle: @unchecked Sendable {
    // Never changed once made; OpenSSL allows any number of threads to use one key, each with a context of its own.
    let pointer: OpaquePointer

    /// Takes over a key, and refuses one that is not RSA or shorter than 2048 bits.
    init(owning key: OpaquePointer) throws {
        unsafe pointer = key
        guard unsafe EVP_PKEY_is_a(key, "RSA") == 1 else {
            throw CryptoError(code: .wrongKeyType, message: "the key is not an RSA key")
        }
        let bits = unsafe EVP_PKEY_get_bits(key)
        guard (2048...16384).contains(bits) else {
            throw CryptoError(code: .wrongKeyType, message: "the RSA key has \(bits) bits; 2048 to 16384 are accepted")
        }
    }

    private init(onCurve key: OpaquePointer) { unsafe pointer = key }

    /// Makes a key on the curve P-256, for which a hundredth of the time suffices that one of RSA takes.
    static func makeP256() throws -> KeyHandle {
        try ErrorQueue.clear()
        guard let key = unsafe exo_p256_generate() else { throw ErrorQueue.failure("no key could be made") }
        return unsafe KeyHandle(onCurve: key)
    }

    /// Whether it encrypts as well as it signs.
    var isRSA: Bool { unsafe EVP_PKEY_is_a(pointer, "RSA") == 1 }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// A number of the key, big-endian without leading zeros.
    func number(_ name: String) throws -> [UInt8] {
        try ErrorQueue.clear()
        var number: OpaquePointer? = nil
        try ErrorQueue.require(unsafe EVP_PKEY_get_bn_param(pointer, name, &number), "the key cannot be read")
        defer { unsafe BN_free(number) }
        var bytes = [UInt8](repeating: 0, count: Int(unsafe BN_num_bits(number) + 7) / 8)
        _ = unsafe BN_bn2bin(number, &bytes)
        return bytes
    }
}
