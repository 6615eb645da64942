import EmulatorCore
import ExoCrypto
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Notices a client that sends one request again and again.
final class RequestLoops: Sendable {
    /// How often a request may be sent within the time.
    static let limit = 15
    private static let time: TimeInterval = 60
    private static let most = 10_000

    private struct Count {
        var begin: Date
        var requests: Int
    }

    private let counts = Mutex<[[UInt8]: Count]>([:])

    /// Counts a request.
    ///
    /// - Parameters:
    ///   - body: What was sent.
    ///   - path: Where to.
    ///   - now: When.
    /// - Throws: ``EntraError`` 50196 when it was sent too often.
    func count(_ body: [UInt8], to path: String, at now: Date) throws {
        let digest = try Digest.sha256(Array(path.utf8) + [0] + body)
        let requests = counts.withLock { counts in
            if counts.count >= Self.most { counts = [:] }
            var count = counts[digest] ?? Count(begin: now, requests: 0)
            if now.timeIntervalSince(count.begin) >= Self.time { count = Count(begin: now, requests: 0) }
            count.requests += 1
            counts[digest] = count
            return count.requests
        }
        guard requests <= Self.limit else { throw EntraError.requestLoop }
    }

    /// Forgets every request.
    func removeAll() { counts.withLock { $0 = [:] } }
}

extension EntraError {
    /// The same request was sent over and over.
    static var requestLoop: Self {
        Self(
            code: 50196,
            name: "invalid_grant",
            suberror: "loop",
            text: "The server terminated an operation because it encountered a client request loop. Please contact "
                + "your app vendor."
        )
    }
}
