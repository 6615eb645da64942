package import HTTPServer

/// Which pages of other origins may read an answer (the CORS protocol of the Fetch standard).
package struct CrossOrigin: Sendable {
    /// Whose pages may read.
    package enum Readers: Sendable {
        /// Everybody's: the answer is public.
        case everybody
        /// Those under an origin that is a single-page application's by its redirect URIs.
        case singlePageApplications
    }

    /// Seconds for which a browser may keep the answer to a preflight; a registration may change soon after.
    private static let lifetime = "60"
    /// Header fields that scripts may read beside those they always may.
    private static let exposed = """
        client-request-id, ETag, Location, Preference-Applied, request-id, Retry-After, WWW-Authenticate, x-ms-clitelem, \
        x-ms-request-id
        """

    private let request: ServerRequest
    private let readers: Readers
    private let isAllowed: Bool

    /// Decides for a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - readers: Whose pages may read the answer.
    ///   - isSinglePage: Whether an origin is a single-page application's.
    /// - Throws: What `isSinglePage` throws.
    package init(_ request: ServerRequest, _ readers: Readers, isAllowed isSinglePage: (String) throws -> Bool) throws {
        self.request = request
        self.readers = readers
        isAllowed =
            switch readers {
            case .everybody: true
            case .singlePageApplications: try request.header("Origin").map(isSinglePage) ?? false
            }
    }

    /// The answer to a browser that asks before it sends a request; `nil` when the request is the thing itself.
    ///
    /// - Parameter methods: What the resource takes.
    /// - Returns: The answer.
    package func preflight(_ methods: String) -> ServerResponse? {
        guard request.method == "OPTIONS", request.header("Origin") != nil,
            request.header("Access-Control-Request-Method") != nil
        else { return nil }
        guard isAllowed else { return ServerResponse(status: 403, headers: fields) }
        var headers = fields
        headers.append(.init("Access-Control-Allow-Methods", methods))
        // What is asked for is a list of field names, which nobody but the asking page sends.
        if let asked = request.header("Access-Control-Request-Headers"), asked.utf8.allSatisfy(Self.isOfNames) {
            headers.append(.init("Access-Control-Allow-Headers", asked))
        }
        headers.append(.init("Access-Control-Max-Age", Self.lifetime))
        return ServerResponse(status: 204, headers: headers)
    }

    /// The header fields of an answer.
    package var fields: [ServerRequest.Field] {
        switch readers {
        case .everybody: return [.init("Access-Control-Allow-Origin", "*")]
        case .singlePageApplications:
            guard let origin = request.header("Origin") else { return [] }
            guard isAllowed else { return [.init("Vary", "Origin")] }
            return [
                .init("Access-Control-Allow-Origin", origin), .init("Access-Control-Expose-Headers", Self.exposed),
                .init("Vary", "Origin"),
            ]
        }
    }

    private static func isOfNames(_ byte: UInt8) -> Bool {
        PercentCoding.isUnreserved(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: " ")
    }
}
