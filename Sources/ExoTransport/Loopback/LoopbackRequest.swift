/// What a browser asked a ``LoopbackListener``.
package struct LoopbackRequest: Sendable {
    /// The longest request that is read, head and body together.
    static let longest = 8192

    /// Its method.
    package var method: String
    /// Its path.
    package var path: String
    /// What follows the question mark; empty where nothing does.
    package var query: String
    /// Its body.
    package var body: String

    /// How far a request has come.
    enum Reading {
        case incomplete
        case complete(LoopbackRequest)
        case refused(status: Int)
    }

    /// Reads what came so far (RFC 9112): a request line, fields, and a body whose length is said.
    static func read(_ bytes: [UInt8]) -> Reading {
        guard let end = headEnd(in: bytes) else {
            return bytes.count < longest ? .incomplete : .refused(status: 431)
        }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        guard words.count == 3, words[2].hasPrefix("HTTP/1."), words[1].hasPrefix("/") else {
            return .refused(status: 400)
        }
        var length = 0
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return .refused(status: 400) }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            switch line[..<colon].lowercased() {
            case "content-length":
                guard let number = Int(value), number >= 0 else { return .refused(status: 400) }
                length = number
            case "transfer-encoding": return .refused(status: 411)
            default: break
            }
        }
        let start = end + 4
        guard length <= longest - start else { return .refused(status: 413) }
        guard bytes.count >= start + length else { return .incomplete }
        let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return .complete(
            LoopbackRequest(
                method: String(words[0]),
                path: String(target[0]),
                query: target.count == 2 ? String(target[1]) : "",
                body: String(decoding: bytes[start..<start + length], as: UTF8.self)
            )
        )
    }

    private static func headEnd(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...bytes.count - 4).first {
            bytes[$0] == 13 && bytes[$0 + 1] == 10 && bytes[$0 + 2] == 13 && bytes[$0 + 3] == 10
        }
    }
}
