internal import ExoJSON
internal import ExoTransport

/// Reads the body of one page as it arrives.
struct PageReader {
    /// What was found next.
    enum Event {
        /// Bytes without a complete row.
        case nothing
        /// Complete rows.
        case rows(bytes: [UInt8], ranges: [Range<Int>])
        /// The end of the page.
        case end(PageEnd)
    }

    /// The rows so far.
    private(set) var rows = 0
    private let call: AdminCall
    private let channel: AdminChannel
    private let status: Int
    private let headers: HTTPHeaders
    private var body: HTTPBody.AsyncIterator
    private var splitter = PageSplitter()
    private var isEmpty = true
    /// The beginning of a body in which no row was found yet; explains what came in place of a page.
    private var beginning: [UInt8] = []

    init(_ response: HTTPResponse, call: AdminCall, channel: AdminChannel) {
        self.call = call
        self.channel = channel
        status = response.status
        headers = response.headers
        body = response.body.makeAsyncIterator()
    }

    /// The service's id of the request.
    var requestID: String? { headers["request-id"] }

    /// Reads on.
    ///
    /// - Throws: ``ExchangeError`` with code `incomplete` when the page was cut off, another when it is none.
    mutating func next() async throws -> Event {
        let part: [UInt8]?
        do {
            part = try await body.next()
        } catch let error as TransportError {
            throw cutOff(error.message, cause: error)
        }
        do {
            guard let part else { return .end(try end()) }
            isEmpty = false
            if rows == 0, beginning.count < 4096 { beginning += part.prefix(4096 - beginning.count) }
            guard let batch = try splitter.consume(part), !batch.rows.isEmpty else { return .nothing }
            rows += batch.rows.count
            return .rows(bytes: batch.bytes, ranges: batch.rows)
        } catch let fault as PageFault {
            throw error(for: fault)
        }
    }

    private mutating func end() throws -> PageEnd {
        if isEmpty {
            guard call.isRead, status != 204 else { return PageEnd() }
            throw cutOff("the reply is empty", cause: nil)
        }
        let envelope = try splitter.finish()
        if let error = envelope.error, !error.isNull {
            throw explained(ServiceFailure(status: status, headers: headers, error: error))
        }
        guard envelope.hasValue || !call.isRead || envelope.isPage else {
            throw error(for: .malformed("a member value is missing"))
        }
        return PageEnd(
            nextLink: envelope.nextLink,
            warnings: envelope.warnings,
            errors: envelope.errors.map { reported($0) },
            confirmationMessage: envelope.confirmationMessage
        )
    }

    /// An error that the cmdlet reported beside its rows.
    private func reported(_ value: JSONValue) -> ExchangeError {
        let text =
            value.stringValue ?? value["message"]?.stringValue ?? value["Message"]?.stringValue ?? value.text()
        let details = ErrorDetails(text)
        return ExchangeError(
            code: details.type?.hasSuffix("ManagementObjectNotFoundException") == true ? .notFound : .serviceFailed,
            message: ErrorText.capped(details.text ?? text),
            exceptionType: details.type,
            status: status,
            requestID: requestID,
            correlationID: call.correlationID
        )
    }

    private func error(for fault: PageFault) -> ExchangeError {
        if case .cutOff = fault { return cutOff("the page has no end", cause: fault) }
        if case .empty = fault { return cutOff("the reply is empty", cause: fault) }
        guard rows == 0 else {
            var error = cutOff("the page is not well formed", cause: fault)
            error.code = .unexpectedResponse
            return error
        }
        let failure = ServiceFailure(status: status, headers: headers, body: beginning)
        if failure.isConcurrencyRefusal { return explained(failure) }
        return ExchangeError(
            code: .unexpectedResponse,
            message: "the service's reply is not a page of rows" + (failure.message.map { ": \($0)" } ?? ""),
            repair: "check any proxy between here and \(channel.origin.host)",
            status: status,
            requestID: requestID,
            cause: fault
        )
    }

    private func explained(_ failure: ServiceFailure) -> ExchangeError {
        Explanation(call: call, channel: channel, token: channel.gate.latest).error(for: failure)
    }

    private func cutOff(_ reason: String, cause: (any Error)?) -> ExchangeError {
        ExchangeError(
            code: .incomplete,
            message: "the service's reply was cut off (\(reason)); the rows before are good",
            repair: "run it again",
            status: status,
            requestID: requestID,
            cause: cause
        )
    }
}

extension PageEnvelope {
    /// Whether a reply without rows is one of the service all the same.
    fileprivate var isPage: Bool { others["value"] != nil || others["@odata.context"] != nil }
}
