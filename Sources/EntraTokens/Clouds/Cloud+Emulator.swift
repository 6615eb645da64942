extension Cloud {
    /// The local emulator.
    ///
    /// - Parameters:
    ///   - port: The port of its front door.
    ///   - regionalPort: The port that stands for a regional backend.
    ///   - authorities: The PEM file of its certificate authority; `nil` trusts those of the system.
    /// - Returns: The cloud.
    public static func emulator(port: Int = 8443, regionalPort: Int = 8444, authorities: String? = nil) -> Cloud {
        // The default port is not written, neither in addresses nor in audiences.
        let base = port == 443 ? "https://localhost" : "https://localhost:\(port)"
        func endpoint(_ like: ServiceEndpoint) -> ServiceEndpoint {
            ServiceEndpoint(
                base: base,
                scope: like.scope,
                audiences: like.audiences + [base],
                serviceDomains: ["localhost"],
                backendPorts: [446: regionalPort],
                trustedAuthorities: authorities
            )
        }
        return Cloud(
            name: "emulator",
            displayName: "exo-emulator",
            authority: base,
            exchange: endpoint(commercial.exchange),
            compliance: endpoint(commercial.compliance),
            graph: commercial.graph.map { like in
                // A token for the bare address is Exchange's, so that the address is no audience of Graph's.
                ServiceEndpoint(
                    base: base,
                    scope: like.scope,
                    audiences: like.audiences,
                    serviceDomains: ["localhost"],
                    trustedAuthorities: authorities
                )
            },
            trustedAuthorities: authorities
        )
    }

    /// The emulator as the environment places it.
    ///
    /// `EXO_EMULATOR_PORT` and `EXO_EMULATOR_REGIONAL_PORT` give its ports. Its certificate authority is `ca.pem` in
    /// `EXO_EMULATOR_HOME`, else in `exo-emulator` below `XDG_DATA_HOME`, else in `~/.local/share/exo-emulator`.
    ///
    /// - Throws: ``TokenError`` with code `invalidRequest` when a port is no number from 1 to 65535.
    static func emulator(environment: [String: String]) throws -> Cloud {
        try emulator(
            port: port("EXO_EMULATOR_PORT", in: environment) ?? 8443,
            regionalPort: port("EXO_EMULATOR_REGIONAL_PORT", in: environment) ?? 8444,
            authorities: home(in: environment).map { "\($0)/ca.pem" }
        )
    }

    private static func home(in environment: [String: String]) -> String? {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        return value("EXO_EMULATOR_HOME") ?? value("XDG_DATA_HOME").map { "\($0)/exo-emulator" }
            ?? value("HOME").map { "\($0)/.local/share/exo-emulator" }
    }

    private static func port(_ name: String, in environment: [String: String]) throws -> Int? {
        guard let text = environment[name], !text.isEmpty else { return nil }
        guard let port = Int(text), (1...65535).contains(port) else {
            throw TokenError(code: .invalidRequest, message: "\(name) is '\(text)', which is no port from 1 to 65535")
        }
        return port
    }
}
