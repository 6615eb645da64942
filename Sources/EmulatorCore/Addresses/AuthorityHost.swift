package import HTTPServer

/// The host under which a client reached the sign-in side.
///
/// Documents and issuers repeat it, so that a client that compares them with its authority is content. Only names that are
/// the emulator's, or that it may be made to stand in for, are repeated: whatever else a request claims, the emulator's
/// own name is used.
package struct AuthorityHost: Sendable, Equatable {
    /// Scheme, host and port.
    package let origin: String

    /// Reads the host a request was sent to.
    package init(_ request: ServerRequest, endpoints: EmulatorEndpoints) {
        origin =
            if let host = request.header("Host"), let known = Self(known: host, endpoints) {
                known.origin
            } else {
                endpoints.base
            }
    }

    /// The authority that a service names when it refuses a caller: that of the cloud whose service was called by its name,
    /// else the front door, under the name by which the caller came.
    package static func responsible(for request: ServerRequest, _ endpoints: EmulatorEndpoints) -> String {
        let host = split((request.header("Host") ?? "").lowercased()).host
        if Cloud(host: host) == nil, let cloud = Cloud(service: host) { return "https://\(cloud.preferredNetwork)" }
        return request.listener == "regional" ? endpoints.base : Self(request, endpoints: endpoints).origin
    }

    /// Whether a request was sent to the endpoint of one region, which no tenant here may use.
    package static func isRegional(_ request: ServerRequest) -> Bool {
        guard let host = request.header("Host") else { return false }
        return split(host.lowercased()).host.hasSuffix(".login.microsoft.com")
    }

    /// Accepts a host, with or without a port, that is one of the emulator's.
    package init?(known text: String, _ endpoints: EmulatorEndpoints) {
        let text = text.lowercased()
        let (host, port) = Self.split(text)
        guard port.isEmpty || port.allSatisfy(\.isASCIIDigit) && UInt16(port) != nil else { return nil }
        guard endpoints.isOwn(host: host) || Cloud(host: host) != nil else { return nil }
        origin = port.isEmpty || port == "443" ? "https://\(host)" : "https://\(host):\(port)"
    }

    /// Host and port.
    package var authority: Substring { origin.dropFirst("https://".count) }

    /// The host alone.
    package var host: String { Self.split(authority).host }

    /// The cloud whose authority has this name.
    package var cloud: Cloud? { Cloud(host: host) }

    /// Host and port of an authority; the port is empty where none is named.
    package static func split(_ text: some StringProtocol) -> (host: String, port: String) {
        guard let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") else { return (String(text), "") }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }
}

extension Character {
    /// Whether this is one of 0 to 9.
    package var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
