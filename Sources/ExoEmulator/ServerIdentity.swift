import EmulatorAdministration
import EmulatorCore
import EmulatorEntra
import ExoCrypto
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The emulator's own authority and the certificate of its listeners, kept in its home folder.
enum ServerIdentity {
    private static let day: TimeInterval = 86_400
    private static let commonName = "exo-emulator local authority"
    private static let loopback = ["localhost", "127.0.0.1", "::1"]

    /// The file with the authority's certificate, which clients are told to trust.
    static func authorityFile(home: String) -> String { home + "/ca.pem" }

    /// Reads both, and makes what is missing, near its end, or for other hosts.
    static func load(home: String, hosts: [String], now: Date) throws -> TLSIdentity {
        do {
            try PrivateFile.makeFolder(home)
            let authority = try loadAuthority(home: home, now: now)
            let names = loopback + hosts.sorted()
            if let identity = try storedIdentity(home: home, names: names, authority: authority, now: now) {
                return identity
            }
            let issued = try authority.issue(
                hosts: names,
                notBefore: now.addingTimeInterval(-day),
                notAfter: now.addingTimeInterval(365 * day)
            )
            try PrivateFile.write(Array(try issued.keyPEM.utf8), to: home + "/server.key")
            try PrivateFile.write(Array(issued.certificate.pem.utf8), to: home + "/server.pem")
            try PrivateFile.write(Array(names.joined(separator: "\n").utf8), to: home + "/server.hosts")
            return TLSIdentity(certificatePEM: issued.certificate.pem, privateKeyPEM: try issued.keyPEM)
        } catch let error as EmulatorError {
            throw error
        } catch let error as PrivateFileError {
            throw EmulatorError(error.message)
        } catch {
            throw EmulatorError("The server's certificate cannot be made: \(error)")
        }
    }

    /// Makes both anew for one run; only the authority's certificate is written.
    static func makeBrief(home: String, hosts: [String], now: Date) throws -> TLSIdentity {
        do {
            try PrivateFile.makeFolder(home)
            let made = try BriefAuthority(
                commonName: commonName,
                hosts: loopback + hosts.sorted(),
                notBefore: now.addingTimeInterval(-day),
                notAfter: now.addingTimeInterval(365 * day)
            )
            try PrivateFile.write(Array(made.authority.pem.utf8), to: authorityFile(home: home))
            return TLSIdentity(certificatePEM: made.certificate.pem, privateKeyPEM: made.keyPEM)
        } catch let error as PrivateFileError {
            throw EmulatorError(error.message)
        } catch {
            throw EmulatorError("The server's certificate cannot be made: \(error)")
        }
    }

    private static func loadAuthority(home: String, now: Date) throws -> CertificateAuthority {
        let files = (certificate: authorityFile(home: home), key: home + "/ca.key")
        if let certificate = PrivateFile.read(files.certificate), let key = PrivateFile.read(files.key) {
            let stored = try reading([files.certificate, files.key]) {
                let authority = try CertificateAuthority(certificatePEM: certificate, keyPEM: key)
                return (authority: authority, notAfter: try authority.certificate.notAfter)
            }
            if stored.notAfter > now.addingTimeInterval(30 * day) { return stored.authority }
        }
        let authority = try CertificateAuthority.create(
            commonName: commonName,
            notBefore: now.addingTimeInterval(-day),
            notAfter: now.addingTimeInterval(3650 * day)
        )
        try PrivateFile.write(Array(authority.privateKey.pem.utf8), to: files.key)
        try PrivateFile.write(Array(authority.certificate.pem.utf8), to: files.certificate)
        return authority
    }

    private static func reading<Result>(_ files: [String], _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch {
            let names = files.joined(separator: " and ")
            throw EmulatorError("\(names) cannot be used: \(error). Remove these two files and start again.")
        }
    }

    private static func storedIdentity(
        home: String,
        names: [String],
        authority: CertificateAuthority,
        now: Date
    ) throws -> TLSIdentity? {
        guard let certificate = PrivateFile.read(home + "/server.pem"),
            let key = PrivateFile.read(home + "/server.key"),
            let hosts = PrivateFile.read(home + "/server.hosts"),
            String(decoding: hosts, as: UTF8.self) == names.joined(separator: "\n")
        else { return nil }
        let isGood = try reading([home + "/server.pem", home + "/server.key"]) {
            let parsed = try Certificate(pem: certificate)
            guard try parsed.publicKey == RSAPrivateKey(pem: key).publicKey else {
                throw EmulatorError("they do not belong together")
            }
            return try parsed.notAfter > now.addingTimeInterval(day)
                && parsed.isSigned(by: authority.certificate.publicKey)
        }
        guard isGood else { return nil }
        return TLSIdentity(
            certificatePEM: String(decoding: certificate, as: UTF8.self),
            privateKeyPEM: String(decoding: key, as: UTF8.self)
        )
    }
}
