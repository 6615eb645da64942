internal import ExoJSON
internal import ExoRows
internal import ExoTransport

/// What came back for the calls of a batch: for each a reply like that of a single call.
struct BatchReply: Sendable {
    /// The most bytes of a reply; a batch is for what is small.
    private static let limit = 64 << 20

    /// The replies by the ids of their calls; the service keeps no order, and may leave some out.
    private var responses: [String: HTTPResponse] = [:]

    /// The reply to the call at that place.
    subscript(place: Int) -> HTTPResponse? { responses["\(place)"] }

    /// Reads the reply to a batch.
    ///
    /// - Throws: ``ServiceRefusal`` when it is none; `TransportError` when it was cut off.
    static func read(_ response: ReceivedResponse) async throws -> BatchReply {
        let bytes = try await response.body.collect(upTo: limit)
        let document: JSONValue
        // What .NET writes and strict readers refuse is mended as it is in rows.
        do { document = try RowBatch(row: bytes).value(0) } catch let error as JSONError {
            throw ServiceRefusal(response, body: bytes, cause: .foreign(error))
        }
        if let error = document["error"], !error.isNull { throw ServiceRefusal(response, error: error) }
        guard let entries = document["responses"]?.arrayValue else {
            throw ServiceRefusal(response, body: bytes, cause: .foreign(nil))
        }
        var reply = BatchReply()
        var contradicting: Set<String> = []
        for entry in entries {
            guard let id = entry["id"]?.stringValue ?? entry["id"]?.integerValue.map({ "\($0)" }),
                let status = entry["status"]?.integerValue.flatMap({ Int(exactly: $0) })
            else { continue }
            if let first = reply.responses[id] {
                if first.status != status { contradicting.insert(id) }
                continue
            }
            reply.responses[id] = HTTPResponse(
                status: status,
                headers: headers(entry["headers"]?.objectValue, over: response.headers),
                body: HTTPBody(body(entry["body"]))
            )
        }
        // Of two answers that differ nobody knows which holds.
        for id in contradicting { reply.responses[id] = nil }
        return reply
    }

    /// The fields of one reply over those of the batch, which say of all what a reply does not say itself.
    private static func headers(_ own: JSONObject?, over outer: HTTPHeaders) -> HTTPHeaders {
        var headers = outer
        for name in ["Content-Type", "Content-Length", "Retry-After", "Location"] { headers[name] = nil }
        for member in own?.members ?? [] { headers[member.name] = member.value.stringValue ?? member.value.text() }
        return headers
    }

    private static func body(_ value: JSONValue?) -> [UInt8] {
        switch value {
        case nil, .null: []
        // A reply that is not JSON stands in a text.
        case .string(let text): Array(text.utf8)
        case .some(let value): value.serialized()
        }
    }
}
