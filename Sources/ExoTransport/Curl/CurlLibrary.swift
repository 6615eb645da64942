internal import CCurl
internal import COpenSSL

/// The library as a whole.
enum CurlLibrary {
    /// Set up once, when the first request is sent; nothing is done before.
    ///
    /// OpenSSL must not tidy up when the process exits, since the transport's thread may still be at work then.
    static let isReady: Bool =
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1
        && curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Whether several requests may share one HTTP/2 connection; before 8.4.0 such downloads lost their ends now and then.
    static let canMultiplex: Bool =
        unsafe curl_version_info(CURLVERSION_FIRST).map { unsafe $0.pointee.version_num >= 0x08_04_00 } ?? false
}
