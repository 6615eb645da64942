import EmulatorCore
import EmulatorEntra
import HTTPServer

/// A part of the service, as a fault names it.
enum FaultService: String, Sendable, CaseIterable {
    /// Exchange's admin API.
    case exchange
    /// The same of Security & Compliance, told apart by the host.
    case compliance
    case graph
    /// The authority: pages, tokens, keys.
    case signIn
    /// Managed identities.
    case identity
    case resourceManager
    case portal

    /// The part that a request is for.
    init(_ request: ServerRequest, path: [String]) {
        guard request.listener != ManagedIdentityService.listener else {
            self = .identity
            return
        }
        switch path.first?.lowercased() {
        case "adminapi":
            let host = AuthorityHost.split((request.header("Host") ?? "").lowercased()).host
            self = host.contains("compliance.protection.") ? .compliance : .exchange
        case "v1.0", "beta", "graph": self = .graph
        case nil, "portal", "favicon.ico": self = .portal
        case "metadata", "subscriptions", "tenants": self = .resourceManager
        default: self = .signIn
        }
    }
}
