/// A request that arrived whole and passed the checks of form.
package struct ServerRequest: Sendable {
    /// One header field or one form field.
    package struct Field: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }

        /// Whether this is the field's name; ASCII letters of both cases count as one.
        package func isNamed(_ other: String) -> Bool {
            guard name.utf8.count == other.utf8.count else { return false }
            return zip(name.utf8, other.utf8).allSatisfy { Self.lower($0) == Self.lower($1) }
        }

        private static func lower(_ byte: UInt8) -> UInt8 {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        }
    }

    /// The method, in capitals.
    package var method: String
    /// The target as it stood on the wire, without scheme and authority: path and query.
    package var target: String
    /// Header fields in their order.
    package var headers: [Field]
    /// The body.
    package var body: [UInt8]
    /// A body that is too long to stand in memory; then `body` is empty.
    package var spooled: SpoolFile?
    /// The listener that took the request, as it was named when the server was made.
    package var listener: String
    /// The peer's numeric address.
    package var remoteAddress: String
    /// Who stands before the requests that travel inside this one, `nil` for nobody.
    package var partDoor: (@Sendable (ServerRequest, () -> ServerResponse) -> ServerResponse)?

    package init(
        method: String,
        target: String,
        headers: [Field] = [],
        body: [UInt8] = [],
        listener: String = "front",
        remoteAddress: String = "127.0.0.1"
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.listener = listener
        self.remoteAddress = remoteAddress
    }

    /// The path as written, percent-encoded.
    package var rawPath: Substring { target[..<queryMark] }

    /// The query as written, without the question mark.
    package var rawQuery: Substring {
        let mark = queryMark
        return mark == target.endIndex ? "" : target[target.utf8.index(after: mark)...]
    }

    private var queryMark: String.Index { target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex }

    /// Whether the peer is on this machine.
    package var isFromLoopback: Bool {
        let address = remoteAddress.hasPrefix("::ffff:") ? remoteAddress.dropFirst(7) : remoteAddress[...]
        return address.hasPrefix("127.") || address == "::1"
    }

    /// The first value of a header field, names compared without letter case.
    package func header(_ name: String) -> String? {
        headers.first { $0.isNamed(name) }?.value
    }
}
