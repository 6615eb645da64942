import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One request and its reply, without query, header fields and bodies.
struct RequestEntry: Sendable {
    /// How many entries are kept.
    static let capacity = 1000
    private static let longest = 300

    let time: Date
    let method: String
    let path: String
    let status: Int
    let listener: String
    let remoteAddress: String
    let milliseconds: Double

    init(_ request: ServerRequest, _ response: ServerResponse, at time: Date, took duration: Duration) {
        self.time = time
        method = String(request.method.prefix(Self.longest))
        path = String(request.rawPath.prefix(Self.longest))
        status = response.status
        listener = request.listener
        remoteAddress = request.remoteAddress
        milliseconds = (duration / .milliseconds(1) * 1000).rounded() / 1000
    }

    var json: JSONValue {
        [
            "time": .string(time.ISO8601Format()), "method": .string(method), "path": .string(path),
            "status": .integer(Int64(status)), "listener": .string(listener),
            "remoteAddress": .string(remoteAddress), "milliseconds": .double(milliseconds),
        ]
    }
}
