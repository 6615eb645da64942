import EmulatorCore
import HTTPServer
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The header fields that every reply of the admin API carries.
final class ReplyHeaders: Sendable {
    private let used = Mutex<[String: (window: Int64, calls: Int)]>([:])
    private static let budget = 30_000
    private static let window: Int64 = 16

    /// The fields for one reply.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - caller: Who called, `nil` when nobody was recognised.
    ///   - now: The time.
    /// - Returns: The fields.
    func fields(for request: ExchangeRequest, caller: CallerIdentity?, now: Date) -> [ServerRequest.Field] {
        let server = Affinity.server(of: request)
        let place = "\(server).eurprd01.prod.outlook.com"
        var fields: [ServerRequest.Field] = [
            .init("request-id", UUID.random().uuidString.lowercased()),
            .init("X-CalculatedBETarget", place),
            .init("X-CalculatedFETarget", "AM0PR01CU001.internal.outlook.com"),
            .init("X-FEServer", "AM0PR01CA0001"),
            .init("X-ExchangeVersion", "15.20.7587.28"),
            .init("OData-Version", "4.0"),
            .init("Preference-Applied", #"odata.include-annotations="*""#),
            .init("Vary", "Accept-Encoding"),
        ]
        fields += request.request.strictTransport("max-age=31536000; includeSubDomains; preload")
        guard let caller else { return fields }
        let second = Int64(now.timeIntervalSince1970)
        let window = second / Self.window
        let calls = used.withLock { used in
            let entry = used[caller.tenantID]
            let calls = entry?.window == window ? (entry?.calls ?? 0) + 1 : 1
            used[caller.tenantID] = (window, calls)
            return calls
        }
        let reset = ServiceDate(ticks: (window + 1) * Self.window * 10_000_000).text(.unspecified).prefix(19)
        fields += [
            .init("Rate-Limit-Limit", String(Self.budget)),
            .init("Rate-Limit-Remaining", String(max(0, Self.budget - calls))),
            .init("Rate-Limit-Reset", "\(reset)Z"),
            .init("X-ConcurrencyCount", "1"),
            .init("OrganizationStatus", "Active"),
            .init("X-UserType", caller.isApplication ? "AppOnly" : "Business"),
            .init("X-MS-AppId", caller.applicationID),
        ]
        if request.server != server {
            fields.append(.init("Set-Cookie", "\(Affinity.cookieName)=\(server); path=/; secure; HttpOnly"))
        }
        return fields
    }
}
