import ExoCrypto
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The keys in the store, read once each.
///
/// The first use of an empty store makes a key; later starts find it there.
final class SigningKeys: Sendable {
    private let directory: Directory
    private let clock: EmulatorClock
    private let known = Mutex<[String: SigningKey]>([:])
    private static let lifetime: TimeInterval = 5 * 365 * 86400

    init(_ context: EmulatorContext) {
        directory = context.directory
        clock = context.clock
    }

    /// The key that signs now.
    func current() throws -> SigningKey {
        if let record = try newest() { return try key(record) }
        let made = try make()
        try directory.store.write { connection in
            // Two requests may have made a key at the same time; the first one stays.
            if try newest() == nil { try connection.insert(made) }
        }
        guard let record = try newest() else { return try key(made) }
        return try key(record)
    }

    /// All keys whose tokens are accepted.
    func published() throws -> [SigningKey] {
        _ = try current()
        return try directory.signingKeys().filter { !$0.retired }.map(key)
    }

    /// The key of that name, when its tokens are accepted.
    func key(named kid: String) throws -> SigningKey? {
        try directory.signingKeys().first { $0.kid == kid && !$0.retired }.map(key)
    }

    /// A secret that belongs to this store and leaves it in no form.
    func secret(for purpose: String) throws -> [UInt8] {
        let key = try directory.signingKeys().last.map(key) ?? current()
        return try HMAC.sha256(Array(purpose.utf8), key: Array(key.privateKey.pem.utf8))
    }

    private func newest() throws -> SigningKeyRecord? { try directory.signingKeys().first { !$0.retired } }

    private func key(_ record: SigningKeyRecord) throws -> SigningKey {
        if let key = known.withLock({ $0[record.kid] }) { return key }
        let key = try SigningKey(record)
        known.withLock { $0[record.kid] = key }
        return key
    }

    private func make() throws -> SigningKeyRecord {
        let key = try RSAPrivateKey.generate(bits: 2048)
        let certificate = try Certificate.selfSigned(
            commonName: "accounts.accesscontrol.windows.net",
            key: key,
            notBefore: clock.now.addingTimeInterval(-86400),
            notAfter: clock.now.addingTimeInterval(Self.lifetime)
        )
        return SigningKeyRecord(
            kid: Base64URL.encode(try certificate.sha1Thumbprint),
            privateKeyPEM: try key.pem,
            certificatePEM: certificate.pem,
            createdAt: clock.now,
            retired: false
        )
    }
}
