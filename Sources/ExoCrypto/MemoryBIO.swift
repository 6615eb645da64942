internal import COpenSSL

/// A growing buffer that OpenSSL reads from and writes to; wiped when it goes.
@safe struct MemoryBIO: ~Copyable {
    /// Valid as long as this value lives.
    let pointer: OpaquePointer

    /// Makes an empty buffer.
    init() throws {
        guard let made = unsafe BIO_new(BIO_s_mem()) else { throw ErrorQueue.failure("no memory for a buffer") }
        unsafe pointer = made
    }

    /// Makes a buffer with a copy of these bytes.
    init(_ bytes: [UInt8]) throws {
        guard let count = Int32(exactly: bytes.count) else {
            throw CryptoError(code: .malformed, message: "the text is too long")
        }
        guard let made = unsafe BIO_new(BIO_s_mem()) else { throw ErrorQueue.failure("no memory for a buffer") }
        guard unsafe count == 0 || BIO_write(made, bytes, count) == count else {
            unsafe BIO_free(made)
            throw ErrorQueue.failure("no memory for a buffer")
        }
        unsafe pointer = made
    }

    deinit { unsafe BIO_free(pointer) }

    /// A copy of what is in the buffer.
    func bytes() -> [UInt8] {
        var start: UnsafePointer<UInt8>? = nil
        let count = unsafe exo_bio_bytes(pointer, &start)
        guard let start = unsafe start, count > 0 else { return [] }
        return unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    }

    /// What is in the buffer, as text.
    func text() -> String { String(decoding: bytes(), as: UTF8.self) }
}
