#if os(Linux)
import EmulatorCore
import ExoCrypto

/// What makes programs in a box trust the emulator's authority.
struct BoxTrust: Sendable {
    /// The password of Java's trust store, which is no secret: every Java has it.
    static let storePassword = "changeit"

    /// Where distributions keep the authorities they trust, in one file.
    private static let bundles = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
    ]

    /// The PEM file of the authority.
    var authorityFile: String

    /// Writes the authority in the forms that programs read, and puts the bundle in the place of the system's.
    func write(to folder: BoxFolder) throws {
        guard let own = PrivateFile.read(authorityFile) else {
            throw EmulatorError("\(authorityFile) cannot be read")
        }
        try folder.write(own, to: "ca.pem")
        let system = Self.bundles.lazy.compactMap { PrivateFile.read($0) }.first ?? []
        try folder.write(system + [UInt8(ascii: "\n")] + own, to: "bundle.pem")
        do {
            let authority = try Certificate(pem: own)
            try folder.makeFolder("certs")
            try folder.write(own, to: "certs/\(authority.subjectHash).0")
            let store = try PKCS12.trustStore(of: [authority], password: Self.storePassword)
            try folder.write(store, to: "truststore.p12")
        } catch let error as CryptoError {
            throw EmulatorError("\(authorityFile) cannot be handed on: \(error)")
        }
        for bundle in Self.bundles { try folder.cover(bundle, with: "bundle.pem") }
    }
}
#endif
