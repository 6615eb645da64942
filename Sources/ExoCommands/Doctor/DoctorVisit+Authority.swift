internal import EntraTokens
internal import ExoTransport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension DoctorVisit {
    /// How far the clocks may differ before tokens are refused for it.
    private static let allowedDifference = TokenCheck.allowedClockDifference

    /// Asks the token service for the tenant: the way there, the clocks, the tenant.
    ///
    /// - Returns: The tenant's id; `nil` after a failure.
    mutating func reachAuthority() async throws -> String? {
        let target = subject.target
        let authority = target.cloud.authority
        let session = HTTPSession(
            trustedAuthorities: target.trustedAuthorities ?? target.cloud.trustedAuthorities,
            proxy: target.proxy?.text
        )
        let tenant = target.tenant ?? target.identity.tenantName
        let request = HTTPRequest(
            "GET",
            "\(authority)/\(GraphText.encoded(tenant))/v2.0/.well-known/openid-configuration",
            headers: ["Accept": "application/json"],
            timeout: .seconds(30),
            session: session
        )
        let reply: (status: Int, date: Date?, body: [UInt8])
        do {
            let proxy = try session.proxyName(for: request.url, environment: context.environment)
            do {
                let response = try await context.makeTransport().send(request)
                let date = response.headers["Date"].flatMap { HTTPDate.parse($0) }
                reply = (response.status, date, try await response.body.collect(upTo: 1 << 20))
            } catch let error as TransportError {
                noteFailure(error, authority, proxy)
                return nil
            }
            notePath(authority, proxy, session)
        } catch let error as TransportError {
            note(.authority, .failed, error.message, repair: "check the cloud's address", exitCode: .usage)
            return nil
        }
        guard noteClock(reply.date) else { return nil }
        return try await noteTenant(tenant, reply.status, reply.body)
    }

    private static func host(_ address: String) -> String {
        String(address.dropFirst("https://".count).prefix { $0 != ":" && $0 != "/" })
    }

    private mutating func notePath(_ authority: String, _ proxy: String?, _ session: HTTPSession) {
        let host = Self.host(authority)
        note(.names, .ok, proxy == nil ? "\(host) is known" : "left to the proxy")
        note(.proxy, .ok, proxy.map { "through \($0)" } ?? "none")
        note(.network, .ok, "\(host) answers")
        note(
            .tls,
            .ok,
            session.trustedAuthorities.map { "trusted by the authorities in \($0)" } ?? "trusted by this system"
        )
    }

    /// Which step an answer's absence belongs to; those before it were passed.
    private mutating func noteFailure(_ error: TransportError, _ authority: String, _ proxy: String?) {
        let host = Self.host(authority)
        let step: DoctorStep =
            switch error.code {
            case .cannotResolve: .names
            case .proxyRefused: .proxy
            case .cannotConnect where proxy != nil: .proxy
            case .untrusted: .tls
            default: .network
            }
        note(.clock, .skipped, "no answer to compare it with")
        let passed: [(DoctorStep, String)] = [
            (.names, proxy == nil ? "\(host) is known" : "left to the proxy"),
            (.proxy, proxy.map { "through \($0)" } ?? "none"), (.network, "\(host) answers"),
        ]
        for (passed, evidence) in passed {
            if passed == step { break }
            note(passed, .ok, evidence)
        }
        let repair = Repair.reaching(authority, after: error).map(RepairText.text)
        note(
            step,
            .failed,
            error.message,
            repair: step == .proxy ? RepairText.text(.checkProxy) : repair ?? RepairText.text(.checkNetwork)
        )
    }

    /// Whether the clocks agree, as far as tokens need it.
    private mutating func noteClock(_ date: Date?) -> Bool {
        guard let date else {
            note(.clock, .skipped, "the authority's answer has no date")
            return true
        }
        let difference = context.now().timeIntervalSince(date)
        let words = SpanText.text(.seconds(Int64(abs(difference))))
        guard abs(difference) > Double(Self.allowedDifference.components.seconds) else {
            note(.clock, .ok, abs(difference) < 2 ? "right" : "\(words) \(difference < 0 ? "slow" : "fast")")
            return true
        }
        note(
            .clock,
            .failed,
            "this machine's clock is \(words) \(difference < 0 ? "behind" : "ahead of") the token service's",
            repair: "set the clock: sudo timedatectl set-ntp true"
        )
        return false
    }

    private mutating func noteTenant(
        _ tenant: String,
        _ status: Int,
        _ body: [UInt8]
    ) async throws -> String? {
        if status != 200, let refusal = EntraError(body: body, status: status), UUID(uuidString: tenant) != nil {
            note(
                .authority,
                .failed,
                "\(subject.target.cloud.displayName) has no tenant \(tenant)",
                details: ["\(refusal)"],
                repair: "check the tenant's id, and --cloud"
            )
            return nil
        }
        do {
            let id = try await subject.target.tenantResolver(context, retry: AuthorityClient.onceMore).tenantID(
                of: tenant
            )
            note(.authority, .ok, "\(tenant) is the tenant \(id)")
            return id
        } catch let error as TokenError {
            note(.authority, .failed, error.message, repair: error.repair.map(RepairText.text))
            return nil
        }
    }
}
