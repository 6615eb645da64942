import EmulatorCore
import ExoCrypto
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
        let id = UUID.random()
        var fields: [ServerRequest.Field] = [
            .init("request-id", id.uuidString.lowercased()),
            .init("MS-CV", Self.correlationVector(id)),
            .init("Cache-Control", "no-cache"),
            .init("X-CalculatedBETarget", place),
            .init("X-CalculatedFETarget", "AM0PR01CU001.internal.outlook.com"),
            .init("X-FEServer", "AM0PR01CA0001"),
            .init("X-ExchangeVersion", TenantNames.version),
            .init("OData-Version", "4.0"),
            .init("Preference-Applied", #"odata.include-annotations="*""#),
            .init("Vary", "Accept-Encoding"),
        ]
        fields += request.request.strictTransport("max-age=31536000; includeSubDomains; preload")
        // As documented for EWS and REST.
        if request.request.header("return-client-request-id")?.lowercased() == "true",
            let own = request.request.header("client-request-id")
        {
            fields.append(.init("client-request-id", String(own.prefix(256))))
        }
        guard let caller else { return fields }
        let second = Int64(now.timeIntervalSince1970)
        let window = second / Self.window
        let calls = used.withLock { used in
            let entry = used[caller.tenantID]
            let calls = entry?.window == window ? (entry?.calls ?? 0) + 1 : 1
            used[caller.tenantID] = (window, calls)
            return calls
        }
        fields += [
            .init("Rate-Limit-Limit", String(Self.budget)),
            .init("Rate-Limit-Remaining", String(max(0, Self.budget - calls))),
            .init("Rate-Limit-Reset", Self.reset(second: (window + 1) * Self.window)),
            .init("X-ConcurrencyCount", "0"),
            .init("X-CombinedAppOnlyConcurrencyCount", "0"),
            .init("OrganizationStatus", "Active"),
            .init("X-UserType", caller.isApplication ? "AppOnly" : "Business"),
            .init("X-MS-AppId", caller.applicationID),
        ]
        if request.server != server {
            fields.append(.init("Set-Cookie", "\(Affinity.cookieName)=\(server); path=/; secure; HttpOnly"))
        }
        return fields
    }

    /// The end of a window, with the three digits that the service gives.
    static func reset(second: Int64) -> String {
        "\(ServiceDate(ticks: second * 10_000_000).text(.unspecified).prefix(23))Z"
    }

    /// The id of the request once more: its bytes as a GUID lies in memory, in base 64 without padding.
    private static func correlationVector(_ id: UUID) -> String {
        Base64.encode(IdentifierBytes.bytes(of: id)).prefix(22) + ".1.1"
    }
}
