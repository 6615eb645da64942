internal import CCurl
internal import COpenSSL

/// The library as a whole, opened when it is first used.
enum CurlLibrary {
    /// libcurl's functions; nil where it is not installed.
    ///
    /// The memory is never freed, as the library is never closed.
    nonisolated(unsafe) static let found: UnsafePointer<exo_curl>? = {
        let functions = UnsafeMutablePointer<exo_curl>.allocate(capacity: 1)
        guard unsafe exo_curl_load(functions) != 0 else {
            unsafe functions.deallocate()
            return nil
        }
        return unsafe UnsafePointer(functions)
    }()

    /// Whether requests can be sent: set up once, when the first one is; nothing is done before.
    ///
    /// OpenSSL must not tidy up when the process exits, since the transport's thread may still be at work then.
    static let isReady: Bool = {
        guard OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1, let found = unsafe found else {
            return false
        }
        return unsafe found.pointee.global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    /// Whether several requests may share one HTTP/2 connection; before 8.4.0 such downloads lost their ends now and then.
    static let canMultiplex: Bool = {
        let version = unsafe found.flatMap { unsafe $0.pointee.version_info(CURLVERSION_FIRST) }
        return unsafe version.map { unsafe $0.pointee.version_num >= 0x08_04_00 } ?? false
    }()

    /// libcurl's functions.
    ///
    /// - Throws: ``TransportError`` `other` where it is not installed.
    static func functions() throws -> UnsafePointer<exo_curl> {
        if let found = unsafe found { return unsafe found }
        throw TransportError(
            code: .other,
            message: "libcurl is not installed; on Debian and Ubuntu: apt-get install libcurl4"
        )
    }

    /// Refuses where the library is not installed.
    ///
    /// - Throws: ``TransportError`` `other`.
    static func check() throws { _ = try unsafe functions() }
}
