internal import CCurl

/// The multi handle with its transfers and cookie jars.
///
/// It belongs to the transport's thread; ``wake()`` alone may be called from elsewhere, as libcurl documents, by who holds it.
@safe
final class CurlMulti: @unchecked Sendable {
    private let curl: UnsafePointer<exo_curl>
    private let handle: UnsafeMutableRawPointer
    private let configuration: TransportConfiguration
    private let touched = TouchedTransfers()
    private let deadlines = TransferDeadlines()
    private var transfers: [ObjectIdentifier: CurlEasy] = [:]
    private var jars: [Int: UnsafeMutableRawPointer] = unsafe [:]

    init(_ configuration: TransportConfiguration) throws {
        let curl = try unsafe CurlLibrary.functions()
        guard CurlLibrary.isReady, let handle = unsafe curl.pointee.multi_init() else {
            throw TransportError(code: .other, message: "libcurl cannot be set up")
        }
        unsafe self.curl = curl
        unsafe self.handle = handle
        self.configuration = configuration
        set(CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maximumConnectionsPerHost)
        set(CURLMOPT_MAXCONNECTS, max(16, configuration.maximumConnectionsPerHost))
        set(CURLMOPT_PIPELINING, CurlLibrary.canMultiplex ? Int(CURLPIPE_MULTIPLEX) : Int(CURLPIPE_NOTHING))
    }

    /// Transfers go first, then the connections that they used, then the jars that the transfers were attached to.
    deinit {
        for easy in transfers.values { _ = unsafe curl.pointee.multi_remove_handle(handle, easy.handle) }
        transfers = [:]
        _ = unsafe curl.pointee.multi_cleanup(handle)
        for session in unsafe Array(jars.keys) { forget(session: session) }
    }

    /// Ends a wait, from any thread.
    func wake() { _ = unsafe curl.pointee.multi_wakeup(handle) }

    /// How many transfers are under way.
    var count: Int { transfers.count }

    /// Begins a transfer.
    ///
    /// - Returns: Whether its session was met for the first time.
    func start(_ transfer: CurlTransfer) -> Bool {
        guard !transfer.isCancelled else {
            transfer.finish(.failure(CancellationError()))
            return false
        }
        var isNew = false
        do {
            var jar: UnsafeMutableRawPointer?
            if let session = transfer.request.session { unsafe jar = try unsafe self.jar(of: session, isNew: &isNew) }
            let easy = try unsafe CurlEasy(
                curl,
                transfer,
                configuration,
                share: jar,
                touched: touched,
                deadlines: deadlines
            )
            transfers[ObjectIdentifier(transfer)] = easy
            if unsafe curl.pointee.multi_add_handle(handle, easy.handle) != CURLM_OK {
                transfers[ObjectIdentifier(transfer)] = nil
                throw TransportError(code: .other, message: "libcurl does not take the request")
            }
        } catch {
            transfer.finish(.failure(error))
        }
        return isNew
    }

    /// Goes on with a transfer whose reader has caught up.
    func resume(_ transfer: CurlTransfer) { transfers[ObjectIdentifier(transfer)]?.resume() }

    /// Ends a transfer before its time.
    func end(_ transfer: CurlTransfer, _ reason: any Error) {
        if let easy = transfers.removeValue(forKey: ObjectIdentifier(transfer)) {
            _ = unsafe curl.pointee.multi_remove_handle(handle, easy.handle)
        }
        transfer.finish(.failure(reason))
    }

    /// Ends all transfers.
    func endAll() {
        for easy in transfers.values {
            let error = TransportError(
                code: .closed,
                message: "the transport was shut down",
                mayHaveBeenSent: easy.mayHaveBeenSent
            )
            end(easy.transfer, error)
        }
    }

    /// Empties a session's cookie jar.
    func forget(session: Int) {
        if let jar = unsafe jars.removeValue(forKey: session) { _ = unsafe curl.pointee.share_cleanup(jar) }
    }

    /// Does what can be done without waiting, then waits for a socket, a time limit or ``wake()``.
    func turn() {
        var running: Int32 = 0
        _ = unsafe curl.pointee.multi_perform(handle, &running)
        var left: Int32 = 0
        while let message = unsafe curl.pointee.multi_info_read(handle, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle else {
                continue
            }
            // The message is gone once its handle is removed.
            unsafe finish(easy, exo_curl_msg_result(message))
        }
        touched.flush()
        for easy in deadlines.expired(among: transfers.values) {
            end(easy.transfer, CurlFailure(timeoutOf: easy).error)
        }
        _ = unsafe curl.pointee.multi_poll(handle, nil, 0, deadlines.pollTimeout, nil)
        deadlines.tick()
    }

    private func finish(_ handle: UnsafeMutableRawPointer, _ code: CURLcode) {
        var context: UnsafeMutableRawPointer?
        guard unsafe exo_curl_easy_getinfo_pointer(curl, handle, CURLINFO_PRIVATE, &context) == CURLE_OK,
            let context = unsafe context
        else { return }
        let easy = unsafe Unmanaged<CurlEasy>.fromOpaque(context).takeUnretainedValue()
        _ = unsafe curl.pointee.multi_remove_handle(self.handle, handle)
        transfers[ObjectIdentifier(easy.transfer)] = nil
        easy.finish(code)
    }

    private func jar(of session: HTTPSession, isNew: inout Bool) throws -> UnsafeMutableRawPointer {
        if let jar = unsafe jars[session.number] { return unsafe jar }
        guard let jar = unsafe curl.pointee.share_init() else {
            throw TransportError(code: .other, message: "libcurl has no memory for cookies")
        }
        unsafe exo_curl_share_setopt_data(curl, jar, CURL_LOCK_DATA_COOKIE)
        unsafe jars[session.number] = unsafe jar
        isNew = true
        return unsafe jar
    }

    private func set(_ option: CURLMoption, _ value: Int) {
        unsafe exo_curl_multi_setopt_long(curl, handle, option, value)
    }
}
