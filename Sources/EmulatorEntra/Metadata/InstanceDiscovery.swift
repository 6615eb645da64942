import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// Tells clients whether a host is an authority of this service.
enum InstanceDiscovery {
    /// Answers `/common/discovery/instance`.
    ///
    /// - Throws: ``EntraError`` 900561, 900144 or 50049.
    static func respond(_ call: EntraCall) throws -> ServerResponse {
        guard call.isRead else { throw EntraError.wrongVerb("GET") }
        let query = call.request.query
        guard let version = query.value(ignoringCase: "api-version") else { throw EntraError.missing("api-version") }
        guard let endpoint = query.value(ignoringCase: "authorization_endpoint") else {
            throw EntraError.missing("authorization_endpoint")
        }
        guard ["1.0", "1.1"].contains(version) else {
            throw EntraError.malformedRequest("the api-version is not supported")
        }
        guard let address = RedirectURI(endpoint), address.scheme == "https",
            let asked = AuthorityHost(
                known: address.host + (address.port.map { ":\($0)" } ?? ""),
                call.context.endpoints
            )
        else { throw EntraError.unknownInstance }
        let own = AuthorityHost(call.request, endpoints: call.context.endpoints)
        // MSAL for Python leaves the port away when it asks about the host it asks.
        let host = address.port == nil && asked.host == own.host ? own : asked
        let segments = address.path.split(separator: "/")
        let tenant = segments.first.map { PercentCoding.decoded($0) } ?? "common"
        let generation = segments.contains { $0.lowercased() == "v2.0" } ? "v2.0/" : ""
        var body: JSONObject = [
            "tenant_discovery_endpoint": .string(
                "\(host.origin)/\(PercentCoding.encoded(tenant))/\(generation).well-known/openid-configuration"
            ),
            "api-version": .string(version),
        ]
        if version == "1.1" { body["metadata"] = metadata(host) }
        return call.document(.object(body))
    }

    private static func metadata(_ host: AuthorityHost) -> JSONValue {
        guard host.cloud == nil else { return .array(Cloud.all.map(\.metadata)) }
        // Some libraries drop the port where they name their cache.
        let aliases = [String(host.authority), host.host]
        return [
            [
                "preferred_network": .string(String(host.authority)),
                "preferred_cache": .string(host.host),
                "aliases": .array(Set(aliases).sorted { $0.utf8.count > $1.utf8.count }.map { .string($0) }),
            ]
        ]
    }
}

extension EntraError {
    /// The host is no authority.
    static var unknownInstance: Self {
        Self(code: 50049, name: "invalid_instance", text: "Unknown or invalid instance.")
    }
}
