import CmdletCatalogue
import EmulatorCore
import HTTPServer

/// Which service a request is for: the host decides, and where the emulator is called by its own name, the token does.
struct ServiceDoor: Sendable {
    private let context: EmulatorContext
    private let exchange: AccessTokenVerifier
    private let compliance: AccessTokenVerifier

    init(_ context: EmulatorContext) {
        self.context = context
        exchange = AccessTokenVerifier(context)
        compliance = AccessTokenVerifier(context, resource: ResourceAPI.exchangeProtection)
    }

    /// Who calls, and which service.
    ///
    /// - Throws: `TokenRefusal`, also for a token of the other service; `DatabaseError`.
    func enter(_ request: ExchangeRequest) throws -> (caller: CallerIdentity, service: CmdletService) {
        let authorization = request.request.header("Authorization")
        switch Self.service(named: Self.host(of: request)) {
        case .securityCompliance?: return (try compliance.verify(authorization: authorization), .securityCompliance)
        case .exchangeOnline?, .exchangeOnlineProtection?:
            return (try exchange.verify(authorization: authorization), .exchangeOnline)
        case nil:
            do {
                return (try exchange.verify(authorization: authorization), .exchangeOnline)
            } catch TokenRefusal.wrongAudience(let audience) {
                guard try ResourceAPI.named(audience, in: context)?.appID == ResourceAPI.exchangeProtection else {
                    throw TokenRefusal.wrongAudience(audience)
                }
                return (try compliance.verify(authorization: authorization), .securityCompliance)
            }
        }
    }

    /// Where a redirect sends a caller.
    ///
    /// From a front door of Security & Compliance it names a back end at port 446, as the service does: clients take the first label
    /// for the region of the front door's name, and drop the port. Where the front door has a port of its own, that one stays.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - base: Exchange's regional backend.
    /// - Returns: The address without a path, `nil` where a regional name was called already.
    static func regionalBase(of request: ExchangeRequest, or base: String) -> String? {
        let host = host(of: request)
        guard service(named: host) == .securityCompliance else { return base }
        guard ComplianceHost.isFrontDoor(host) else { return nil }
        let (_, port) = AuthorityHost.split(request.request.header("Host") ?? "")
        return "https://\(ComplianceHost.redirected(host)):\(port.isEmpty || port == "443" ? "446" : port)"
    }

    /// Whether a request is for Security & Compliance by its host, whatever its token says.
    static func isCompliance(_ request: ExchangeRequest) -> Bool {
        service(named: host(of: request)) == .securityCompliance
    }

    private static func host(of request: ExchangeRequest) -> String {
        AuthorityHost.split((request.request.header("Host") ?? "").lowercased()).host
    }

    /// The service that a name in small letters belongs to, `nil` for what is no service's.
    private static func service(named host: String) -> CmdletService? {
        if ComplianceHost.isOne(host) { return .securityCompliance }
        guard Cloud(host: host) == nil, Cloud(service: host) != nil else { return nil }
        return .exchangeOnline
    }
}
