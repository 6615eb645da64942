internal import EntraTokens
internal import ExchangeOnline
internal import ExoCrypto
internal import ExoJSON
internal import ExoTransport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Microsoft Graph, as far as registering applications needs it.
///
/// What was limited or failed within the service is sent again, and so is what a lagging replica does not know yet.
struct GraphClient: Sendable {
    /// Up to a minute and a half, for a replica may lag that long behind.
    private static let attempts = 12

    private let address: String
    private let source: any TokenSource
    private let token: TokenRequest
    private let session: HTTPSession
    private let executor: RequestExecutor
    /// Whether objects were made a moment ago, so that what a replica does not know is asked for again.
    var awaitsReplicas = false

    /// Makes a client; nothing is sent yet.
    init(
        _ endpoint: ServiceEndpoint,
        source: any TokenSource,
        token: TokenRequest,
        proxy: String?,
        _ context: CommandContext
    ) {
        address = "\(endpoint.base)/v1.0"
        self.source = source
        self.token = token
        session = HTTPSession(trustedAuthorities: endpoint.trustedAuthorities, proxy: proxy)
        let observer = context.observer
        executor = RequestExecutor(
            transport: context.makeTransport(),
            policy: RetryPolicy(
                attempts: Self.attempts,
                maximumDelay: .seconds(10),
                maximumRetryAfter: .seconds(300),
                jitter: context.jitter
            ),
            clock: context.clock,
            now: context.now,
            observer: { observer.observe(ConnectionEvent($0, of: ConnectionEvent.Subject())) }
        )
    }

    /// Reads one object.
    func object(
        _ path: String,
        _ query: [String: String] = [:],
        to purpose: String
    ) async throws -> JSONObject {
        try await send("GET", path, query, to: purpose)
    }

    /// Reads all objects of a set, page by page.
    func objects(_ path: String, _ query: [String: String] = [:], to purpose: String) async throws -> [JSONObject] {
        var page = try await send("GET", path, query, to: purpose)
        var objects: [JSONObject] = []
        var seen: Set<String> = []
        while true {
            objects += page["value"]?.arrayValue?.compactMap(\.objectValue) ?? []
            guard let next = page["@odata.nextLink"]?.stringValue else { return objects }
            // The token goes to no other address.
            guard next.hasPrefix("\(address)/") else {
                throw CommandError(.failed, "Microsoft Graph's list goes on at an address that is not its own")
            }
            guard seen.insert(next).inserted else {
                throw CommandError(.failed, "Microsoft Graph's list leads in a circle and would never end")
            }
            page = try await run(call("GET", path, url: next, to: purpose))
        }
    }

    /// Makes an object, or has something done.
    @discardableResult
    func post(
        _ path: String,
        _ body: JSONObject,
        to purpose: String
    ) async throws -> JSONObject {
        try await send("POST", path, body: body, to: purpose)
    }

    /// Changes an object.
    func patch(_ path: String, _ body: JSONObject, to purpose: String) async throws {
        _ = try await send("PATCH", path, body: body, to: purpose)
    }

    /// Removes an object.
    func delete(_ path: String, to purpose: String) async throws {
        _ = try await send("DELETE", path, to: purpose)
    }

    private func send(
        _ method: String,
        _ path: String,
        _ query: [String: String] = [:],
        body: JSONObject? = nil,
        to purpose: String
    ) async throws -> JSONObject {
        let options = query.sorted { $0.key < $1.key }.map { "\($0.key)=\(GraphText.encoded($0.value))" }
        let url = "\(address)/\(path)" + (options.isEmpty ? "" : "?" + options.joined(separator: "&"))
        return try await run(call(method, path, url: url, body: body, to: purpose))
    }

    private func call(
        _ method: String,
        _ path: String,
        url: String,
        body: JSONObject? = nil,
        to purpose: String
    ) -> GraphCall {
        GraphCall(
            method,
            path,
            url: url,
            body: body,
            purpose: purpose,
            awaitsReplicas: awaitsReplicas,
            source: source,
            token: token,
            session: session,
            correlationID: RandomBytes.uuid()
        )
    }

    private func run(_ call: GraphCall) async throws -> JSONObject {
        var call = call
        switch await executor.run(&call) {
        case .success(let object): return object
        case .failure(let failure):
            switch failure.cause {
            case .refusal(let error): throw error
            case .transport(let error): throw Self.error(error, call, failure.mayHaveBeenExecuted)
            case .cancelled where failure.mayHaveBeenExecuted:
                throw CommandError(.interrupted, "interrupted; nobody knows whether it came to \(call.purpose)")
            case .cancelled: throw CancellationError()
            case .other(let error): throw error
            }
        }
    }

    private static func error(_ error: TransportError, _ call: GraphCall, _ mayBeDone: Bool) -> CommandError {
        var report = ErrorReport.commandError(error)
        report.message = "Microsoft Graph cannot be reached to \(call.purpose): \(error.message)"
        if mayBeDone { report.details.append("it may have been done all the same: look before running it again") }
        report.repair = report.repair ?? Repair.reaching(call.url, after: error).map(RepairText.text)
        return report
    }
}
