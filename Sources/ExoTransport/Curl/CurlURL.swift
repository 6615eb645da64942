internal import CCurl

/// A URL as libcurl reads it, so that nothing here has another opinion of where a request goes.
@safe struct CurlURL: ~Copyable {
    private let curl: UnsafePointer<exo_curl>
    private let handle: OpaquePointer

    /// Reads an absolute URL.
    ///
    /// - Parameters:
    ///   - text: The URL.
    ///   - isProxy: Whether it names a proxy, which needs no scheme and may have one that libcurl sends nothing by.
    init?(_ text: String, asProxy isProxy: Bool = false) {
        guard let curl = unsafe CurlLibrary.found?.pointer, let handle = unsafe curl.pointee.url() else { return nil }
        let flags = CURLU_PATH_AS_IS | (isProxy ? CURLU_GUESS_SCHEME | CURLU_NON_SUPPORT_SCHEME : 0)
        guard unsafe curl.pointee.url_set(handle, CURLUPART_URL, text, UInt32(flags)) == CURLUE_OK else {
            unsafe curl.pointee.url_cleanup(handle)
            return nil
        }
        unsafe self.curl = curl
        unsafe self.handle = handle
    }

    deinit { unsafe curl.pointee.url_cleanup(handle) }

    /// The scheme, in lower case.
    var scheme: String? { part(CURLUPART_SCHEME)?.lowercased() }
    /// The host, an IPv6 address in its brackets.
    var host: String? { part(CURLUPART_HOST) }
    /// The port that is written.
    var port: Int? { part(CURLUPART_PORT).flatMap { Int($0) } }
    /// The path, beginning with a slash.
    var path: String? { part(CURLUPART_PATH) }
    /// What follows the question mark.
    var query: String? { part(CURLUPART_QUERY) }
    /// Whether a user name or password is written.
    var hasUser: Bool { part(CURLUPART_USER) != nil || part(CURLUPART_PASSWORD) != nil }

    private func part(_ which: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe curl.pointee.url_get(handle, which, &text, 0) == CURLUE_OK, let text = unsafe text else {
            return nil
        }
        defer { unsafe curl.pointee.free(text) }
        return unsafe String(cString: text)
    }
}
