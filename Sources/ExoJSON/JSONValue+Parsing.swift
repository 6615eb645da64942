internal import CSimdjson

extension JSONValue {
    /// Reads one JSON document (RFC 8259, strict UTF-8, at most 1,024 levels deep).
    ///
    /// - Parameter bytes: The whole text.
    /// - Throws: ``JSONError`` when the text is not JSON.
    public init(parsing bytes: some Collection<UInt8>) throws {
        let parsed = try bytes.withContiguousStorageIfAvailable { unsafe try Self.parse($0) }
        self = try unsafe parsed ?? Array(bytes).withUnsafeBufferPointer { unsafe try Self.parse($0) }
    }

    /// Reads one JSON document from a text.
    ///
    /// - Parameter text: The whole text.
    /// - Throws: ``JSONError`` when the text is not JSON.
    public init(parsing text: String) throws { try self.init(parsing: text.utf8) }

    private static func parse(_ buffer: UnsafeBufferPointer<UInt8>) throws -> JSONValue {
        guard let start = buffer.baseAddress, !buffer.isEmpty else { throw JSONError(message: "the text is empty") }
        var message: UnsafePointer<CChar>?
        let text = unsafe UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)
        guard let document = unsafe exo_json_parse(text, buffer.count, &message) else {
            throw JSONError(message: unsafe message.map { unsafe String(cString: $0) } ?? "unknown reason")
        }
        defer { unsafe exo_json_free(document) }
        // The nodes and the texts in them live until the document is freed; everything is copied before.
        let nodes = unsafe UnsafeBufferPointer(start: exo_json_nodes(document), count: exo_json_node_count(document))
        var place = 0
        return unsafe value(in: nodes, at: &place)
    }

    private static func value(in nodes: UnsafeBufferPointer<exo_json_node>, at place: inout Int) -> JSONValue {
        let node = unsafe nodes[place]
        place += 1
        switch unsafe Int(node.kind) {
        case EXO_JSON_FALSE: return .bool(false)
        case EXO_JSON_TRUE: return .bool(true)
        case EXO_JSON_INT64: return unsafe .integer(node.value.integer)
        case EXO_JSON_UINT64: return unsafe .unsigned(node.value.magnitude)
        case EXO_JSON_DOUBLE: return unsafe .double(node.value.number)
        case EXO_JSON_STRING: return unsafe .string(text(of: node))
        case EXO_JSON_ARRAY:
            return unsafe .array((0..<node.count).map { _ in unsafe value(in: nodes, at: &place) })
        case EXO_JSON_OBJECT:
            return unsafe .object(
                JSONObject(
                    (0..<node.count).map { _ in
                        let name = unsafe text(of: nodes[place])
                        place += 1
                        return JSONObject.Member(name: name, value: unsafe value(in: nodes, at: &place))
                    }
                )
            )
        default: return .null
        }
    }

    private static func text(of node: exo_json_node) -> String {
        let start = unsafe UnsafeRawPointer(node.value.text)?.assumingMemoryBound(to: UInt8.self)
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: Int(node.count)), as: UTF8.self)
    }
}
