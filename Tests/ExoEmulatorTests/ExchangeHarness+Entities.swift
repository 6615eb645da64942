import ExoCrypto
import ExoJSON
import Testing

/// Entities, asked for as the official module asks.
extension ExchangeHarness {
    static let root = "/adminapi/beta/\(contoso)"
    static let place = "https://localhost:8443\(root)"

    /// An identity as keys have it.
    static func key(_ identity: String) -> String { Base64.encode(Array(identity.utf8)) }

    /// Reads entities.
    ///
    /// `path` is what stands behind the tenant, or a whole path, or a next link.
    func entities(
        _ path: String,
        as caller: String? = "admin",
        headers: [String: String] = [:]
    ) throws -> Reply {
        var headers = headers
        if headers["X-AnchorMailbox"] == nil { headers["X-AnchorMailbox"] = Self.anchor }
        var target = path.hasPrefix("/") ? path : "\(Self.root)/\(path)"
        if path.hasPrefix("https://localhost:8443/") { target = String(path.dropFirst("https://localhost:8443".count)) }
        return try send("GET", target, as: caller, headers: headers)
    }
}

/// A suite that asks for entities, of the seed where it names no harness.
protocol EntityAsking {}

extension EntityAsking {
    func key(_ identity: String) -> String { ExchangeHarness.key(identity) }

    func get(
        _ path: String,
        as caller: String? = "admin",
        headers: [String: String] = [:],
        in harness: ExchangeHarness? = nil
    ) throws -> ExchangeHarness.Reply {
        try (harness ?? ExchangeHarness.reading()).entities(path, as: caller, headers: headers)
    }
}
