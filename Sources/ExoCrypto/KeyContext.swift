internal import COpenSSL

/// One encryption or decryption under way.
@safe struct KeyContext: ~Copyable {
    /// Valid as long as this value lives.
    let pointer: OpaquePointer

    /// Begins an operation with a key.
    init(_ key: KeyHandle) throws {
        guard let made = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil) else {
            throw ErrorQueue.failure("the key cannot be used")
        }
        unsafe pointer = made
    }

    deinit { unsafe EVP_PKEY_CTX_free(pointer) }
}
