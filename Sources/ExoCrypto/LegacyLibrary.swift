internal import COpenSSL

/// A library of its own with the methods that are refused everywhere else, such as RC2.
@safe struct LegacyLibrary: ~Copyable {
    /// Valid as long as this value lives.
    let pointer: OpaquePointer
    private let legacy: OpaquePointer?
    private let standard: OpaquePointer?

    init() throws {
        guard let made = unsafe OSSL_LIB_CTX_new() else { throw ErrorQueue.failure("no memory for a library") }
        unsafe pointer = made
        // Where it is not installed, files of old are refused and all others open.
        unsafe legacy = OSSL_PROVIDER_load(made, "legacy")
        unsafe standard = OSSL_PROVIDER_load(made, "default")
        _ = ErrorQueue.drain()
    }

    deinit {
        if let legacy = unsafe legacy { unsafe OSSL_PROVIDER_unload(legacy) }
        if let standard = unsafe standard { unsafe OSSL_PROVIDER_unload(standard) }
        unsafe OSSL_LIB_CTX_free(pointer)
    }
}
