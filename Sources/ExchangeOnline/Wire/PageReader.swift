internal import EntraTokens
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
    /// What the page came in.
    let response: ReceivedResponse
    private let isRead: Bool
    private var body: HTTPBody.AsyncIterator
    private var splitter = PageSplitter()
    private var isEmpty = true
    /// The beginning of a body in which no row was found yet; explains what came in place of a page.
    private var beginning: [UInt8] = []

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - response: A response with a good status.
    ///   - isRead: Whether rows are what it is for, so that an empty one is one that was cut off.
    init(_ response: ReceivedResponse, isRead: Bool) {
        self.response = response
        self.isRead = isRead
        body = response.body.makeAsyncIterator()
    }

    /// The service's id of the request.
    var requestID: String? { response.requestID }

    /// Reads on.
    ///
    /// - Throws: ``ServiceRefusal`` when the service refused in its page, or the response is not one of the service;
    ///   ``PageError`` or `TransportError` when it was cut off.
    mutating func next() async throws -> Event {
        let part = try await body.next()
        do {
            guard let part else { return .end(try end()) }
            isEmpty = false
            if rows == 0, beginning.count < 4096 { beginning += part.prefix(4096 - beginning.count) }
            guard let batch = try splitter.consume(part) else { return .nothing }
            rows += batch.count
            return .rows(batch)
        } catch let error as PageError {
            guard rows == 0, case .malformed = error else { throw error }
            throw ServiceRefusal(response, body: beginning, cause: .foreign(error))
        }
    }

    private mutating func end() throws -> PageEnd {
        if isEmpty {
            let comesFromService = ServiceForm.isIn(response.headers)
            if response.status == 204 ? comesFromService : comesFromService && !isRead { return PageEnd() }
            if isRead, response.status != 204 { throw PageError.empty }
            throw ServiceRefusal(response, cause: .foreign(nil))
        }
        let envelope = PageEnvelope(try splitter.finish())
        if let error = envelope.error, !error.isNull { throw ServiceRefusal(response, error: error) }
        guard ServiceForm.isIn(envelope) || ServiceForm.isEmpty(envelope) && ServiceForm.isIn(response.headers) else {
            throw ServiceRefusal(response, body: beginning, cause: .foreign(nil))
        }
        return PageEnd(
            entity: envelope.entity,
            nextLink: envelope.nextLink,
            warnings: envelope.warnings,
            errors: envelope.errors.map { ErrorMapper.error(reported: $0, in: response) },
            confirmationMessage: envelope.confirmationMessage
        )
    }
}
