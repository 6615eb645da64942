/// The head of a reply with its body still to be read.
public struct HTTPResponse: Sendable {
    /// The status code.
    public var status: Int
    /// Header fields of the final reply (none of interim ones or of a proxy).
    public var headers: HTTPHeaders
    /// The body.
    public var body: HTTPBody

    /// Makes a response.
    public init(status: Int, headers: HTTPHeaders = [:], body: HTTPBody = HTTPBody([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// A body that arrives in parts and can be read once.
///
/// A part is read only when the one before is consumed, so a slow reader slows the sender. Letting go of the body and of its
/// iterator ends the transfer. Reading throws ``TransportError`` with code `bodyCutOff` when the end is missing.
public struct HTTPBody: AsyncSequence, Sendable {
    /// A part of the body; never empty.
    public typealias Element = [UInt8]

    private let next: @Sendable () async throws -> [UInt8]?

    /// Makes a body of parts that a function delivers; `nil` ends it.
    public init(next: @escaping @Sendable () async throws -> [UInt8]?) { self.next = next }

    /// Makes a body of bytes at hand.
    public init(_ bytes: [UInt8]) {
        let rest = Parts([bytes])
        self.init { rest.next() }
    }

    /// Makes a body of parts at hand, ending in an error where one is given.
    public init(parts: [[UInt8]], failure: (any Error)? = nil) {
        let rest = Parts(parts)
        self.init {
            if let part = rest.next() { return part }
            if let failure { throw failure }
            return nil
        }
    }

    /// Delivers the parts in order.
    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        fileprivate let next: @Sendable () async throws -> [UInt8]?

        /// The next part, or `nil` at the end.
        public mutating func next() async throws -> [UInt8]? { try await next() }
    }

    /// Begins reading.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(next: next) }

    /// Reads the rest.
    ///
    /// - Parameter limit: The most bytes to accept.
    /// - Returns: All bytes.
    /// - Throws: ``TransportError`` with code `tooLarge` beyond the limit, or what ended the transfer.
    public func collect(upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in self {
            guard bytes.count + part.count <= limit else {
                throw TransportError(code: .tooLarge, message: "the reply is longer than \(limit) bytes")
            }
            if bytes.isEmpty { bytes = part } else { bytes.append(contentsOf: part) }
        }
        return bytes
    }
}
