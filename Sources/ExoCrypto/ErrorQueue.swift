internal import COpenSSL

/// OpenSSL's queue of errors, which belongs to the thread.
///
/// It is cleared before an operation and drained whole after a failure, with no suspension between, so that no text of one
/// operation is taken for another's.
enum ErrorQueue {
    /// Set once: no clean-up at exit, which would race threads that are still at work.
    private static let isReady = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1

    /// Forgets what earlier calls on this thread left.
    static func clear() throws {
        guard isReady else { throw CryptoError(code: .failed, message: "OpenSSL cannot be started") }
        ERR_clear_error()
    }

    /// Takes every entry, oldest first.
    static func drain() -> [String] {
        var texts: [String] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { return texts }
            if let reason = unsafe ERR_reason_error_string(code) {
                texts.append(unsafe String(cString: reason))
            } else {
                texts.append("error \(code)")
            }
        }
    }

    /// The error of an operation that just failed on this thread.
    static func failure(_ message: String, code: CryptoError.Code = .failed) -> CryptoError {
        CryptoError(code: code, message: message, details: drain())
    }

    /// Throws unless the call beneath said 1.
    static func require(_ status: Int32, _ message: String) throws {
        guard status == 1 else { throw failure(message) }
    }
}
