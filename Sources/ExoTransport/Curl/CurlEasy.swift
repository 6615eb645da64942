internal import CCurl

/// One request in libcurl's hands: the easy handle and all memory it points to.
///
/// Everything here happens on the transport's thread. The memory lives until `deinit`, which comes after the handle has been
/// taken out of the multi handle.
@safe
final class CurlEasy {
    let transfer: CurlTransfer
    let curl: UnsafePointer<exo_curl>
    let handle: UnsafeMutableRawPointer
    /// Whether the head has come, so that errors belong to the body from then on.
    private(set) var hasHead = false
    /// The head, until it is handed over: what comes with it wakes who waits for both once.
    private var waitingHead: CurlTransfer.Head?
    /// When the transfer is to be given up: the limit on the head, then that on a body's silence; `nil` while it is paused.
    private(set) var deadline: TransferDeadlines.Instant?
    /// Why a callback ended the transfer.
    private var refusal: (any Error)?
    /// Whether a part arrived that a waiting reader was not yet given.
    var isTouched = false

    private var head: ReplyHead
    private var fields: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>
    private var bodyOffset = 0
    private let touched: TouchedTransfers
    private let deadlines: TransferDeadlines
    private let stallTimeout: Duration

    init(
        _ curl: UnsafePointer<exo_curl>,
        _ transfer: CurlTransfer,
        _ configuration: TransportConfiguration,
        share: UnsafeMutableRawPointer?,
        touched: TouchedTransfers,
        deadlines: TransferDeadlines
    ) throws {
        guard let handle = unsafe curl.pointee.easy_init() else {
            throw TransportError(code: .other, message: "libcurl has no memory for a request")
        }
        unsafe self.curl = curl
        unsafe self.handle = handle
        self.transfer = transfer
        self.touched = touched
        self.deadlines = deadlines
        stallTimeout = configuration.stallTimeout
        head = ReplyHead(
            maximumBytes: configuration.maximumHeaderBytes,
            maximumFields: configuration.maximumHeaderFields
        )
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        // From here on `deinit` frees what was made, also after a throw.
        try unsafe setUp(configuration, share: share)
        setDeadline(after: transfer.request.headTimeout ?? configuration.headTimeout)
    }

    deinit {
        unsafe curl.pointee.easy_cleanup(handle)
        unsafe curl.pointee.slist_free_all(fields)
        unsafe errorText.deallocate()
    }

    /// What libcurl wrote about a failure.
    var failureText: String { unsafe String(cString: errorText) }

    /// Whether bytes of the request may have left; a tunnel that was refused does not count.
    var mayHaveBeenSent: Bool { hasGivenBody || offset(CURLINFO_PRETRANSFER_TIME_T) > 0 }

    /// Whether a part of the body was handed over.
    ///
    /// When a connection that was used before dies then, libcurl tries another by itself, and what it reports is of that one.
    var hasGivenBody: Bool { bodyOffset > 0 }

    /// The status of the proxy's answer to CONNECT, 0 without one.
    var tunnelStatus: Int {
        var status = 0
        guard unsafe exo_curl_easy_getinfo_long(curl, handle, CURLINFO_HTTP_CONNECTCODE, &status) == CURLE_OK else {
            return 0
        }
        return status
    }

    /// Tells libcurl that the reader has caught up; it may deliver parts within this call.
    ///
    /// Error 43 means that there is no connection yet, so that nothing is paused.
    func resume() {
        if hasHead { setDeadline(after: stallTimeout) }
        _ = unsafe curl.pointee.easy_pause(handle, CURLPAUSE_CONT)
    }

    private func setDeadline(after limit: Duration) {
        let deadline = deadlines.now.advanced(by: limit)
        self.deadline = deadline
        deadlines.add(deadline)
    }

    /// Ends the exchange with libcurl's verdict.
    func finish(_ code: CURLcode) {
        // An end within the head is no error to libcurl.
        let isCutOff = code == CURLE_OK && !head.isComplete
        let code = isCutOff ? CURLE_GOT_NOTHING : code
        if code == CURLE_OK {
            noteHead()
            return transfer.finish(.success(()), head: waitingHead.take())
        }
        transfer.finish(.failure(refusal ?? CurlFailure(code, of: self).error), head: waitingHead.take())
    }

    /// Hands over what has come and was not yet given.
    ///
    /// - Returns: Whether the transfer was paused and must be told to go on, since the reader has caught up.
    func flush() -> Bool {
        if let head = waitingHead.take() { transfer.deliver(head) }
        return transfer.flush()
    }

    // MARK: Options

    private func setUp(_ configuration: TransportConfiguration, share: UnsafeMutableRawPointer?) throws {
        let request = transfer.request
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_USERAGENT, configuration.userAgent)
        try check(unsafe exo_curl_easy_setopt_pointer(curl, handle, CURLOPT_ERRORBUFFER, errorText))
        try check(unsafe exo_curl_easy_setopt_pointer(curl, handle, CURLOPT_PRIVATE, context))
        try check(unsafe exo_curl_easy_setopt_pointer(curl, handle, CURLOPT_WRITEDATA, context))
        try check(unsafe exo_curl_easy_setopt_pointer(curl, handle, CURLOPT_HEADERDATA, context))
        try check(unsafe exo_curl_easy_setopt_pointer(curl, handle, CURLOPT_READDATA, context))
        // The callbacks get the object of this transfer, which the loop keeps until the handle is out of the multi handle.
        try check(
            unsafe exo_curl_easy_setopt_callback(curl, handle, CURLOPT_WRITEFUNCTION) {
                unsafe CurlEasy.of($3)?.write($0, count: $1 * $2) ?? 0
            }
        )
        try check(
            unsafe exo_curl_easy_setopt_callback(curl, handle, CURLOPT_HEADERFUNCTION) {
                unsafe CurlEasy.of($3)?.readHeader($0, count: $1 * $2) ?? 0
            }
        )
        try check(
            unsafe exo_curl_easy_setopt_callback(curl, handle, CURLOPT_READFUNCTION) {
                unsafe CurlEasy.of($3)?.giveBody($0, capacity: $1 * $2) ?? Int(CURL_READFUNC_ABORT)
            }
        )
        try setTrustAndProxy()
        try setLimits(configuration)
        if unsafe share != nil {
            try set(CURLOPT_COOKIEFILE, "")
            try check(unsafe exo_curl_easy_setopt_pointer(curl, handle, CURLOPT_SHARE, share))
        }
        try setMethod()
        try setHeaders()
    }

    private func setTrustAndProxy() throws {
        // A path of single certificates would switch off the cache of authorities, and with it a tenfold faster hand-shake.
        try set(CURLOPT_CAPATH, nil)
        if let file = transfer.request.session?.trustedAuthorities { try set(CURLOPT_CAINFO, file) }
        // Both are always set, so that libcurl reads no variable of the process by itself.
        try set(CURLOPT_PROXY, transfer.proxy.url ?? "")
        try set(CURLOPT_NOPROXY, transfer.proxy.exceptions)
        try set(CURLOPT_PROXYAUTH, Int(bitPattern: UInt(~0x10 as UInt32)))
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    private func setLimits(_ configuration: TransportConfiguration) throws {
        try set(CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeout.milliseconds)
        if let timeout = transfer.request.timeout { try set(CURLOPT_TIMEOUT_MS, timeout.milliseconds) }
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_BUFFERSIZE, 128 << 10)
        if CurlLibrary.canMultiplex {
            try set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
            try set(CURLOPT_PIPEWAIT, 1)
        } else {
            try set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        }
    }

    private func setMethod() throws {
        let request = transfer.request
        switch (request.method, request.body) {
        case ("GET", nil): try set(CURLOPT_HTTPGET, 1)
        case ("HEAD", nil): try set(CURLOPT_NOBODY, 1)
        case (let method, let body) where body != nil || method == "POST":
            // The body is read by a callback that cannot go back: libcurl would otherwise send a request again, by itself, when
            // a connection that was used before ends without a reply, although the service may have executed it.
            try set(CURLOPT_POST, 1)
            let count = body?.count ?? 0
            try check(unsafe exo_curl_easy_setopt_offset(curl, handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(count)))
            if method != "POST" { try set(CURLOPT_CUSTOMREQUEST, method) }
            if count == 0 { try set(CURLOPT_FRESH_CONNECT, 1) }
        default:
            try set(CURLOPT_CUSTOMREQUEST, request.method)
            try set(CURLOPT_FRESH_CONNECT, 1)
        }
    }

    private func setHeaders() throws {
        var headers = transfer.request.headers
        headers["Content-Length"] = nil
        for field in headers.fields {
            try append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        // What libcurl would add by itself.
        for name in ["Expect", "Accept", "Content-Type"] where headers[name] == nil { try append("\(name):") }
        try check(unsafe exo_curl_easy_setopt_pointer(curl, handle, CURLOPT_HTTPHEADER, fields))
    }

    private func append(_ line: String) throws {
        guard let longer = unsafe curl.pointee.slist_append(fields, line) else {
            try check(CURLE_OUT_OF_MEMORY); return
        }
        unsafe fields = longer
    }

    private func set(_ option: CURLoption, _ value: Int) throws {
        try check(unsafe exo_curl_easy_setopt_long(curl, handle, option, value))
    }

    private func set(_ option: CURLoption, _ value: String?) throws {
        try check(unsafe exo_curl_easy_setopt_text(curl, handle, option, value))
    }

    private func check(_ code: CURLcode) throws {
        guard code == CURLE_OK else { throw CurlFailure(code, of: self).error }
    }

    private func offset(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return unsafe exo_curl_easy_getinfo_offset(curl, handle, info, &value) == CURLE_OK ? Int(value) : 0
    }

    // MARK: Callbacks

    private static func of(_ context: UnsafeMutableRawPointer?) -> CurlEasy? {
        unsafe context.map { unsafe Unmanaged<CurlEasy>.fromOpaque($0).takeUnretainedValue() }
    }

    private func write(_ bytes: UnsafeMutablePointer<CChar>?, count: Int) -> Int {
        guard count > 0, let bytes = unsafe bytes else { return 0 }
        if !hasHead { noteHead() }
        let part = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
        guard unsafe part.withMemoryRebound(to: UInt8.self, { unsafe transfer.accept($0) }) else {
            deadline = nil
            return Int(CURL_WRITEFUNC_PAUSE)
        }
        setDeadline(after: stallTimeout)
        touched.add(self)
        return count
    }

    private func readHeader(_ bytes: UnsafeMutablePointer<CChar>?, count: Int) -> Int {
        guard count > 0, let bytes = unsafe bytes else { return 0 }
        do {
            try unsafe head.read(UnsafeRawBufferPointer(start: bytes, count: count))
        } catch {
            refusal = error
            return 0
        }
        // After 407 the request may be sent again with credentials, so that reply counts only when nothing follows.
        if head.isComplete, head.status >= 200, head.status != 407 { noteHead() }
        return count
    }

    private func noteHead() {
        guard !hasHead else { return }
        hasHead = true
        setDeadline(after: stallTimeout)
        waitingHead = CurlTransfer.Head(status: head.status, headers: head.headers)
        touched.add(self)
    }

    private func giveBody(_ bytes: UnsafeMutablePointer<CChar>?, capacity: Int) -> Int {
        guard let bytes = unsafe bytes, let body = transfer.request.body else { return 0 }
        let count = min(capacity, body.count - bodyOffset)
        unsafe body.withUnsafeBytes { source in
            unsafe UnsafeMutableRawPointer(bytes).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: source[bodyOffset..<bodyOffset + count]).baseAddress
                    ?? UnsafeRawPointer(bytes),
                byteCount: count
            )
        }
        bodyOffset += count
        return count
    }
}

extension Duration {
    /// Whole milliseconds, at least one.
    fileprivate var milliseconds: Int {
        max(1, Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000))
    }
}
