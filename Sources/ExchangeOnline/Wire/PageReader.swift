internal import ExoJSON
internal import ExoRows
internal import ExoTransport

/// Reads the body of one page as it arrives.
struct PageReader {
    /// What was found next.
    enum Event {
        /// Bytes without a complete row.
        case nothing
        /// Complete rows.
        case rows(RowBatch)
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
            guard let batch = try splitter.consume(part) else { return .nothing }
            rows += batch.count
            return .rows(batch)
        } catch let failure as PageError {
            throw error(for: failure)
        }
    }

    private mutating func end() throws -> PageEnd {
        if isEmpty {
            guard call.isRead, status != 204 else { return PageEnd() }
            throw cutOff("the reply is empty", cause: nil)
        }
        let envelope = PageEnvelope(try splitter.finish())
        if let error = envelope.error, !error.isNull {
            throw explained(ServiceFailure(status: status, headers: headers, error: error))
        }
        guard envelope.hasValue || !call.isRead || envelope.isPage else {
            throw error(for: .malformed("a member value is missing"))
        }
        return PageEnd(
            entity: envelope.entity,
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

    private func error(for failure: PageError) -> ExchangeError {
        if case .cutOff = failure { return cutOff("the page has no end", cause: failure) }
        if case .empty = failure { return cutOff("the reply is empty", cause: failure) }
        guard rows == 0 else {
            var error = cutOff("the page is not well formed", cause: failure)
            error.code = .unexpectedResponse
            return error
        }
        let refusal = ServiceFailure(status: status, headers: headers, body: beginning)
        if refusal.isConcurrencyRefusal { return explained(refusal) }
        return ExchangeError(
            code: .unexpectedResponse,
            message: "the service's reply is not a page of rows" + (refusal.message.map { ": \($0)" } ?? ""),
            repair: "check any proxy between here and \(channel.origin.host)",
            status: status,
            requestID: requestID,
            cause: failure
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
    fileprivate var isPage: Bool { others["value"] != nil || others.value(ignoringCase: "@odata.context") != nil }
}
