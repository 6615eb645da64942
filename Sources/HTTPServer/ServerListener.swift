/// One address a server listens on.
package struct ServerListener: Sendable {
    /// The name that requests carry and `HTTPServer.port(of:)` takes.
    package var name: String
    /// A numeric IPv4 or IPv6 address.
    package var address: String
    /// The port; 0 lets the system choose one.
    package var port: Int
    /// The certificate to serve TLS with; nil for plain HTTP.
    package var tls: TLSIdentity?

    package init(name: String = "front", address: String = "127.0.0.1", port: Int, tls: TLSIdentity? = nil) {
        self.name = name
        self.address = address
        self.port = port
        self.tls = tls
    }
}

/// A certificate chain and its private key, both as PEM.
package struct TLSIdentity: Sendable, CustomStringConvertible, CustomReflectable {
    /// The server's certificate first, then those that issued it.
    package var certificatePEM: String
    package var privateKeyPEM: String

    package init(certificatePEM: String, privateKeyPEM: String) {
        self.certificatePEM = certificatePEM
        self.privateKeyPEM = privateKeyPEM
    }

    /// Without the key.
    package var description: String { "TLSIdentity" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
