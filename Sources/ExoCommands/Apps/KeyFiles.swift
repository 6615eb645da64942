internal import ExoCrypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A new key with a certificate in its own name, in two files: both together for their owner alone, and the certificate beside.
struct KeyFiles: Sendable {
    /// Holds the key and the certificate, as clients want them.
    let keyFile: String
    /// Holds the certificate alone, for uploading it elsewhere.
    let certificateFile: String
    let certificate: Certificate

    /// Makes the key and writes the files.
    ///
    /// - Parameters:
    ///   - path: Where the key goes; nothing may be there yet.
    ///   - name: Whom the certificate names.
    ///   - days: How long it is good.
    ///   - now: The time.
    /// - Throws: ``CommandError`` when a file is there or cannot be written.
    init(writing path: String, name: String, days: Int, now: Date) throws {
        keyFile = path
        certificateFile = (path.hasSuffix(".pem") ? String(path.dropLast(4)) : path) + ".crt"
        try Self.refuseToReplace(keyFile)
        try Self.refuseToReplace(certificateFile)
        let key: RSAPrivateKey
        let keyText: String
        do {
            key = try RSAPrivateKey.generate()
            // The authority's clock may be a little behind.
            certificate = try Certificate.selfSigned(
                commonName: String(name.unicodeScalars.prefix(64)),
                key: key,
                notBefore: now.addingTimeInterval(-300),
                notAfter: now.addingTimeInterval(Double(days) * 86_400)
            )
            keyText = try key.pem
        } catch let error as CryptoError {
            throw CommandError(.failed, "no certificate could be made: \(error.message)")
        }
        try PrivateFile.replace(keyFile, with: Array((keyText + certificate.pem).utf8))
        do { try PrivateFile.replace(certificateFile, with: Array(certificate.pem.utf8)) } catch {
            _ = try PrivateFile.remove(keyFile)
            throw error
        }
    }

    /// Takes the files back, since the certificate came to nothing.
    func remove() throws {
        _ = try PrivateFile.remove(keyFile)
        _ = try PrivateFile.remove(certificateFile)
    }

    /// Makes sure that nothing is there.
    ///
    /// - Throws: ``CommandError`` when there is something: a key that others rely on is never replaced by the way.
    static func refuseToReplace(_ path: String) throws {
        guard PrivateFile.exists(path) else { return }
        throw CommandError(.usage, "\(path) is there already; it was not replaced", repair: "name a new file")
    }
}
