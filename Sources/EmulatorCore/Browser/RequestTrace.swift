package import HTTPServer

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// The numbers by which a request to the sign-in side is found again.
package struct RequestTrace: Sendable {
    /// The service's own number of the request; its last byte is zero, as the service's are.
    package let traceID: UUID
    /// The caller's number, or a new one where it gave none that is a GUID.
    package let correlationID: String
    /// The number as the caller gave it.
    package let clientRequestID: String?
    /// When the request was taken up.
    package let now: Date

    /// Makes the numbers of a request.
    package init(_ request: ServerRequest, now: Date) {
        var bytes = UUID.random().uuid
        bytes.15 = 0
        traceID = UUID(uuid: bytes)
        let given = request.header("client-request-id") ?? request.query.value(ignoringCase: "client-request-id")
        let number = given.flatMap { UUID(uuidString: $0) }
        clientRequestID = number.map { $0.uuidString.lowercased() }
        correlationID = (number ?? .random()).uuidString.lowercased()
        self.now = now
    }

    /// The trace id as it is written.
    package var traceText: String { traceID.uuidString.lowercased() }

    /// The time as error bodies write it.
    package var timestamp: String { now.formatted(.iso8601).replacing("T", with: " ") }
}
