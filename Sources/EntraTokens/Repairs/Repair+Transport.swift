package import ExoTransport

extension Repair {
    /// What may help when an address gave no reply.
    ///
    /// - Parameters:
    ///   - address: The address, beginning with its scheme.
    ///   - failure: Why there is no reply.
    /// - Returns: The repair, or `nil` where nothing is known to help.
    package static func reaching(_ address: String, after failure: TransportError) -> Repair? {
        switch failure.code {
        case .cannotResolve: .checkNetwork
        case .cannotConnect: address.hasPrefix("https://localhost") ? .startEmulator : .checkNetwork
        case .untrusted: .trustAuthority
        case .proxyRefused: .checkProxy
        default: nil
        }
    }
}
