package import ExoJSON
package import HTTPServer

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// One request and its reply, without query, header fields and bodies; what a handler notes of it is told.
package struct RequestEntry: Sendable {
    /// How many entries are kept.
    package static let capacity = 1000
    private static let longest = 300

    package let time: Date
    package let method: String
    package let path: String
    package let status: Int
    package let listener: String
    package let remoteAddress: String
    /// What the handler says of it: which cmdlet was called, and what became of it.
    package let note: [ServerRequest.Field]
    /// How long it took.
    package let milliseconds: Double

    package init(_ request: ServerRequest, _ response: ServerResponse, at time: Date, took duration: Duration) {
        self.time = time
        method = Self.shortened(request.method)
        path = Self.shortened(request.rawPath)
        status = response.status
        listener = request.listener
        remoteAddress = request.remoteAddress
        note = response.note
        milliseconds = (duration / .milliseconds(1) * 1000).rounded() / 1000
    }

    private static func shortened(_ text: some StringProtocol) -> String {
        text.utf8.count <= longest ? String(text) : String(text.prefix(longest))
    }

    package var json: JSONValue {
        var object: JSONObject = [
            "time": .string(time.ISO8601Format()), "method": .string(method), "path": .string(path),
            "status": .integer(Int64(status)), "listener": .string(listener),
            "remoteAddress": .string(remoteAddress), "milliseconds": .double(milliseconds),
        ]
        for field in note { object[field.name] = .string(field.value) }
        return .object(object)
    }
}
