internal import COpenSSL

/// One signature being made or checked.
@safe struct SignatureContext: ~Copyable {
    private let pointer: OpaquePointer

    /// Makes an idle context.
    init() throws {
        guard let made = unsafe EVP_MD_CTX_new() else { throw ErrorQueue.failure("no memory for a signature") }
        unsafe pointer = made
    }

    deinit { unsafe EVP_MD_CTX_free(pointer) }

    /// Signs a message.
    func sign(_ message: [UInt8], key: KeyHandle, algorithm: SignatureAlgorithm) throws -> [UInt8] {
        var parameters: OpaquePointer? = nil
        try ErrorQueue.require(
            unsafe EVP_DigestSignInit(pointer, &parameters, EVP_sha256(), nil, key.pointer),
            "the key cannot sign"
        )
        try unsafe set(algorithm, parameters)
        var count = 0
        try ErrorQueue.require(
            unsafe EVP_DigestSign(pointer, nil, &count, message, message.count),
            "the signature failed"
        )
        var signature = [UInt8](repeating: 0, count: count)
        try ErrorQueue.require(
            unsafe EVP_DigestSign(pointer, &signature, &count, message, message.count),
            "the signature failed"
        )
        return Array(signature.prefix(count))
    }

    /// Whether a signature is the key's over that message.
    func verify(
        _ signature: [UInt8],
        of message: [UInt8],
        key: KeyHandle,
        algorithm: SignatureAlgorithm
    ) throws -> Bool {
        var parameters: OpaquePointer? = nil
        try ErrorQueue.require(
            unsafe EVP_DigestVerifyInit(pointer, &parameters, EVP_sha256(), nil, key.pointer),
            "the key cannot verify"
        )
        try unsafe set(algorithm, parameters)
        let isGood = unsafe EVP_DigestVerify(pointer, signature, signature.count, message, message.count) == 1
        _ = ErrorQueue.drain()
        return isGood
    }

    private func set(_ algorithm: SignatureAlgorithm, _ parameters: OpaquePointer?) throws {
        guard algorithm == .ps256 else { return }
        try ErrorQueue.require(
            unsafe EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING),
            "PSS padding is not available"
        )
        try ErrorQueue.require(
            unsafe EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST),
            "PSS padding is not available"
        )
    }
}
