internal import COpenSSL

/// A secret that is wiped when its last owner lets go, and that prints as `[secret]`.
///
/// What it was copied from is the caller's to wipe; a `String` cannot be wiped, so read secrets as bytes.
@safe package final class SecretBytes: @unchecked Sendable {
    // Written in `init` and wiped in `deinit` alone; between them any thread may read.
    private let storage: UnsafeMutableBufferPointer<UInt8>

    /// Keeps a copy of these bytes.
    package init(copying bytes: some Collection<UInt8>) {
        unsafe storage = .allocate(capacity: bytes.count)
        _ = unsafe storage.initialize(from: bytes)
    }

    deinit {
        unsafe OPENSSL_cleanse(storage.baseAddress, storage.count)
        unsafe storage.deallocate()
    }

    /// How many bytes there are.
    package var count: Int { unsafe storage.count }

    /// Lends the bytes for the length of a call.
    package func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        try body(unsafe UnsafeBufferPointer(storage).span)
    }

    /// Lends the bytes to a C function for the length of a call.
    func withBuffer<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try unsafe body(UnsafeBufferPointer(storage))
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hides the secret.
    package var description: String { "[secret]" }
    /// Hides the secret.
    package var debugDescription: String { "[secret]" }
    /// Hides the secret.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
