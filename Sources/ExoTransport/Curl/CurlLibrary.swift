internal import CCurl
internal import COpenSSL

/// libcurl's functions.
///
/// Unchecked because of the pointer: what it points to is written once while the functions are looked for, only read from then on by
/// any thread, and never freed, as the library is never closed.
@safe struct CurlFunctions: @unchecked Sendable {
    let pointer: UnsafePointer<exo_curl>
}

/// The library as a whole, opened when it is first used.
enum CurlLibrary {
    /// Its functions; nil where no library is installed that has them.
    static let found: CurlFunctions? = {
        let functions = UnsafeMutablePointer<exo_curl>.allocate(capacity: 1)
        guard unsafe exo_curl_load(functions) != 0 else {
            unsafe functions.deallocate()
            return nil
        }
        return unsafe CurlFunctions(pointer: UnsafePointer(functions))
    }()

    /// Whether requests can be sent: set up once, when it is first asked for.
    ///
    /// OpenSSL must not tidy up when the process exits, since the transport's thread may still be at work then.
    static let isReady: Bool = {
        guard OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1, let found else { return false }
        return unsafe found.pointer.pointee.global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    /// Whether several requests may share one HTTP/2 connection; before 8.4.0 such downloads lost their ends now and then.
    static let canMultiplex: Bool = {
        let version = unsafe found.flatMap { unsafe $0.pointer.pointee.version_info(CURLVERSION_FIRST) }
        return unsafe version.map { unsafe $0.pointee.version_num >= 0x08_04_00 } ?? false
    }()

    /// libcurl's functions.
    ///
    /// - Throws: ``TransportError`` `other` where it is not installed.
    static func functions() throws -> UnsafePointer<exo_curl> {
        if let found { return unsafe found.pointer }
        #if os(Linux)
        let repair = "on Debian and Ubuntu: apt-get install libcurl4"
        #else
        let repair = "brew install curl"
        #endif
        throw TransportError(code: .other, message: "libcurl is not installed, or too old; \(repair)")
    }

    /// Refuses where the library is not installed.
    ///
    /// - Throws: ``TransportError`` `other`.
    static func check() throws { _ = try unsafe functions() }
}
