internal import CCurl

/// What libcurl reports, in the words of the transport.
struct CurlFailure {
    let error: TransportError

    /// The failure of a transfer that was given up at its limit.
    init(timeoutOf easy: CurlEasy) {
        let target = easy.transfer.target.name
        let what =
            if easy.hasHead { "\(target) stopped in the middle of its reply and sent nothing more in time" } else {
                easy.mayHaveBeenSent ? "no reply of \(target) in time" : "no connection to \(target) in time"
            }
        error = TransportError(code: .timedOut, message: what, mayHaveBeenSent: easy.hasHead || easy.mayHaveBeenSent)
    }

    /// Judges the code that ended a transfer.
    init(_ code: CURLcode, of easy: CurlEasy) {
        let target = easy.transfer.target.name
        let proxy = easy.transfer.proxy.name
        let detail = Self.detail(code, of: easy)
        let tunnel = easy.tunnelStatus

        func make(_ kind: TransportError.Code, _ message: String, isSent: Bool = false) -> TransportError {
            TransportError(code: kind, message: "\(message)\(detail)", mayHaveBeenSent: isSent || easy.hasHead)
        }

        if easy.hasHead {
            error =
                code == CURLE_OPERATION_TIMEDOUT
                ? make(.timedOut, "the reply of \(target) did not end in time")
                : make(.bodyCutOff, "the reply of \(target) was cut off before its end")
            return
        }
        if tunnel >= 300 {
            let reason = tunnel == 407 ? "asks for a user name and password" : "refused with status \(tunnel)"
            error = make(.proxyRefused, "the proxy \(proxy ?? "") \(reason) when asked for \(target)")
            return
        }
        let isSent = easy.mayHaveBeenSent
        if easy.hasGivenBody, code != CURLE_OPERATION_TIMEDOUT {
            error = make(.noReply, "the connection to \(target) ended before a reply", isSent: true)
            return
        }
        switch code {
        case CURLE_URL_MALFORMAT,
            CURLE_UNSUPPORTED_PROTOCOL where !isSent:
            error = make(.invalidRequest, "the URL cannot be used")
        case CURLE_COULDNT_RESOLVE_PROXY:
            error = make(.proxyRefused, "the name of the proxy \(proxy ?? "") is unknown")
        case CURLE_COULDNT_RESOLVE_HOST:
            error = make(.cannotResolve, "the name of \(target) is unknown")
        case CURLE_PROXY:
            error = make(.proxyRefused, "the proxy \(proxy ?? "") refused to connect to \(target)")
        case CURLE_COULDNT_CONNECT:
            error =
                proxy.map { make(.proxyRefused, "the proxy \($0) cannot be reached for \(target)") }
                ?? make(.cannotConnect, "cannot connect to \(target)")
        case CURLE_SSL_CONNECT_ERROR:
            error = make(.cannotConnect, "no TLS connection to \(target) came about")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            error = make(.untrusted, Self.untrusted(code, easy.transfer))
        case CURLE_OPERATION_TIMEDOUT:
            error = make(.timedOut, "no \(isSent ? "reply of" : "connection to") \(target) in time", isSent: isSent)
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_UNKNOWN_OPTION, CURLE_NOT_BUILT_IN,
            CURLE_BAD_FUNCTION_ARGUMENT:
            error = make(.other, "the request to \(target) cannot be made")
        default:
            error = make(.noReply, "the connection to \(target) ended before a reply", isSent: isSent)
        }
    }

    private static func untrusted(_ code: CURLcode, _ transfer: CurlTransfer) -> String {
        let file = transfer.request.session?.trustedAuthorities
        if code == CURLE_SSL_CACERT_BADFILE {
            return "the certificate authorities in \(file ?? "the system's file") cannot be read"
        }
        let asked = file.map { "the authorities in \($0)" } ?? "the authorities of this system"
        return "the certificate of \(transfer.target.name) is not trusted by \(asked); "
            + "if the server is the right one, name a PEM file with the authority that issued it"
    }

    private static func detail(_ code: CURLcode, of easy: CurlEasy) -> String {
        // curl's own words for it name what it could not do with the body.
        if code == CURLE_SEND_FAIL_REWIND { return " (the server closed it while the body was on its way)" }
        guard easy.failureText.isEmpty else { return " (\(easy.failureText))" }
        return unsafe easy.curl.pointee.easy_strerror(code).map { unsafe " (\(String(cString: $0)))" } ?? ""
    }
}
