/// Tells requests that two programs could read differently, and others that no handler should see.
///
/// The library underneath is lenient where leniency lets a request hide inside another, so everything that RFC 9112
/// lets a server refuse is refused here.
enum RequestShape {
    /// A refusal: the status to answer and the reason for a person.
    struct Refusal: Equatable {
        var status: Int
        var reason: String

        init(_ status: Int, _ reason: String) {
            self.status = status
            self.reason = reason
        }

        /// A request nobody should have sent.
        init(_ reason: String) {
            self.init(400, reason)
        }
    }

    /// What is wrong with a request's first lines, if anything is.
    static func refusal(method: String, version: String, target: String?, headers: [ServerRequest.Field]) -> Refusal? {
        guard version.hasPrefix("HTTP/1.") else { return Refusal(505, "HTTP/1.0 and HTTP/1.1 are understood") }
        guard isToken(method) else { return Refusal("the method is malformed") }
        guard let target, isTarget(target) else { return Refusal("the target is malformed") }
        for header in headers {
            guard isToken(header.name) else { return Refusal("a header field's name is malformed") }
            guard !holdsControls(header.value) else {
                return Refusal("a header field holds control characters")
            }
        }
        return framingRefusal(version: version, headers: headers)
    }

    /// The target without scheme and authority; nil where it is neither a path nor an absolute URL nor `*`.
    static func originForm(_ target: String) -> String? {
        if target.hasPrefix("/") || target == "*" { return target }
        guard let scheme = target.firstRange(of: "://") else { return nil }
        guard ["http", "https"].contains(target[..<scheme.lowerBound].lowercased()) else { return nil }
        let rest = target[scheme.upperBound...]
        guard let end = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return rest.isEmpty ? nil : "/" }
        guard end > rest.startIndex else { return nil }
        return rest[end] == "/" ? String(rest[end...]) : "/" + rest[end...]
    }

    private static func framingRefusal(version: String, headers: [ServerRequest.Field]) -> Refusal? {
        var lengths: [String] = []
        var codings: [String] = []
        var (hosts, authorizations) = (0, 0)
        for header in headers {
            if header.isNamed("Host") {
                hosts += 1
            } else if header.isNamed("Authorization") {
                authorizations += 1
            } else if header.isNamed("Content-Length") {
                lengths.append(header.value)
            } else if header.isNamed("Transfer-Encoding") {
                codings.append(header.value)
            }
        }
        guard hosts <= 1 else { return Refusal("more than one Host") }
        guard hosts == 1 || version == "HTTP/1.0" else { return Refusal("no Host") }
        guard authorizations <= 1 else { return Refusal("more than one Authorization") }
        guard lengths.count <= 1 else { return Refusal("more than one Content-Length") }
        guard codings.count <= 1 else { return Refusal("more than one Transfer-Encoding") }
        guard lengths.isEmpty || codings.isEmpty else { return Refusal("both Content-Length and Transfer-Encoding") }
        if let length = lengths.first, length.isEmpty || !length.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            return Refusal("Content-Length is no number")
        }
        if let coding = codings.first {
            guard coding.lowercased() == "chunked" else { return Refusal("a transfer coding other than chunked") }
            guard version != "HTTP/1.0" else { return Refusal("Transfer-Encoding in HTTP/1.0") }
        }
        return nil
    }

    private static func isTarget(_ target: String) -> Bool {
        target.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f } && originForm(target) != nil
    }

    private static func holdsControls(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in unsafe bytes.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7f } }
    }

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isTokenByte[Int($0)] }
    }

    private static let isTokenByte: [Bool] = (0...255).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(UInt8(byte))
        }
    }
}
