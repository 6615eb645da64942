public import ExoTransport
internal import ExoJSON
internal import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Finds the tenant that a domain belongs to, by the token service's public metadata (OpenID Connect Discovery 1.0).
///
/// What was found is remembered as long as the resolver lives; failures are not. Many tasks may ask for the same domain at once: the
/// service is asked once.
public final class TenantResolver: Sendable {
    private let cloud: Cloud
    private let session: HTTPSession
    private let executor: RequestExecutor
    private let now: @Sendable () -> Date
    private let known = Mutex<[String: String]>([:])
    private let lookUps = SingleFlight<String, String>()

    /// Makes a resolver.
    ///
    /// - Parameters:
    ///   - transport: What sends the requests.
    ///   - cloud: Whose tenants.
    ///   - session: Cookies, trust and proxy; `nil` makes one that trusts what the cloud says.
    ///   - retry: How often a request is sent that failed within the service, or that it puts off (429); other refusals are final.
    ///   - clock: What the waiting is done with.
    ///   - now: The time, for a `Retry-After` that is a date.
    ///   - observer: Who is told of the requests.
    public init(
        transport: any HTTPTransport,
        cloud: Cloud,
        session: HTTPSession? = nil,
        retry: RetryPolicy = RetryPolicy(),
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() },
        observer: RequestObserver = .none
    ) {
        self.cloud = cloud
        self.now = now
        executor = RequestExecutor(
            transport: transport,
            policy: retry,
            clock: clock,
            now: now,
            observer: observer.observe
        )
        self.session = session ?? HTTPSession(trustedAuthorities: cloud.trustedAuthorities)
    }

    /// The id of the tenant.
    ///
    /// - Parameter organization: A domain of it; a tenant id is given back as it is, without a request.
    /// - Returns: The tenant's id, in lower case.
    /// - Throws: ``TokenError`` with code `noSuchTenant`, `invalidRequest`, `unavailable`, `throttled` or
    ///   `unexpectedResponse`; `CancellationError`.
    public func tenantID(of organization: String) async throws -> String {
        if GUID.isGUID(organization) { return organization.lowercased() }
        let domain = try TenantName.checked(organization)
        if let id = known.withLock({ $0[domain] }) { return id }
        return try await lookUps.value(for: domain) {
            if let id = known.withLock({ $0[domain] }) { return id }
            let id = try await ask(domain)
            known.withLock { $0[domain] = id }
            return id
        }
    }

    private func ask(_ domain: String) async throws -> String {
        try TenantName.requireHTTPS(cloud.authority)
        let request = HTTPRequest(
            "GET",
            "\(cloud.authority)/\(domain)/v2.0/.well-known/openid-configuration",
            headers: ["Accept": "application/json"],
            timeout: .seconds(30),
            session: session
        )
        var call = AuthorityCall(request: request, effect: .read, authority: cloud.authority) { response, body in
            guard response.status == 200 else { throw self.refusal(of: domain, response, body) }
            return try self.tenant(of: domain, in: body)
        }
        call.waitsUnasked = true
        return try await call.value(by: executor)
    }

    /// The tenant that a configuration names as its issuer.
    private func tenant(of domain: String, in body: [UInt8]) throws -> String {
        let document: JSONValue
        do { document = try JSONValue(parsing: body) } catch {
            throw TokenError(
                code: .unexpectedResponse,
                message:
                    "\(cloud.authority) answered the question for \(domain)'s tenant with something that is not JSON",
                repair: "check the cloud, and whether a proxy answers in its place"
            )
        }
        guard let issuer = document["issuer"]?.stringValue, let id = TokenClaims.tenant(inIssuer: issuer) else {
            throw TokenError(
                code: .unexpectedResponse,
                message: "\(cloud.authority) names no tenant for \(domain)",
                repair: "name the organization by a domain of it or by its tenant id"
            )
        }
        return id
    }

    private func refusal(of domain: String, _ response: ReceivedResponse, _ body: [UInt8]) -> TokenError {
        let status = response.status
        let refusal = EntraError(body: body, status: status)
        if let refusal,
            refusal.error == "invalid_tenant" || refusal.codes.contains(where: { [90002, 900_023].contains($0) })
        {
            return TokenError(
                code: .noSuchTenant,
                message: "no tenant of \(cloud.displayName) has the domain \(domain)",
                repair:
                    "check the spelling, and whether the organization is in another cloud (\(Cloud.names.joined(separator: ", ")))",
                cause: refusal
            )
        }
        return TokenError(
            code: status == 429 ? .throttled : status >= 500 ? .unavailable : .unexpectedResponse,
            message: "\(cloud.authority) answered \(status) to the question for \(domain)'s tenant"
                + (refusal.map { ": \($0)" } ?? ""),
            repair: refusal.flatMap { EntraAdvice.repair(for: $0) } ?? repair(of: response),
            cause: refusal
        )
    }

    private func repair(of response: ReceivedResponse) -> Repair {
        switch response.status {
        case 429:
            response.headers["Retry-After"].flatMap { RetryPolicy.retryAfter($0, now: now()) }.map { .wait($0) }
                ?? "wait a few minutes and run it again"
        case 500...: "run it again in a few minutes"
        default: "check the cloud, and whether a proxy or a firewall answers in its place"
        }
    }
}
