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
package final class SigningKeys: Sendable {
    private let directory: Directory
    private let clock: EmulatorClock
    private let known = Mutex<[String: (pem: String, key: SigningKey)]>([:])

    package init(_ context: EmulatorContext) {
        directory = context.directory
        clock = context.clock
    }

    /// The key that signs now.
    package func current() throws -> SigningKey {
        if let record = try newest() { return try key(record) }
        let made = try make()
        let kept = try directory.store.write { connection in
            // Two requests may have made a key at the same time; the first one stays.
            if let record = try newest() { return record }
            try connection.insert(made)
            return made
        }
        return try key(kept)
    }

    /// Makes another key, which signs from now on; tokens of the one before stay good until that is retired.
    package func rotate() throws {
        let before = try current()
        var made = try make()
        // The newest key signs, also when the clock was set back.
        if let record = try directory.signingKeys().first(where: { $0.kid == before.kid }) {
            made.createdAt = max(made.createdAt, record.createdAt)
        }
        try directory.insert(made)
    }

    /// All keys whose tokens are accepted.
    package func published() throws -> [SigningKey] {
        _ = try current()
        return try directory.signingKeys().filter { !$0.retired }.map(key)
    }

    /// The key of that name, when its tokens are accepted.
    package func key(named kid: String) throws -> SigningKey? {
        try directory.signingKeys().first { $0.kid == kid && !$0.retired }.map(key)
    }

    /// A secret that belongs to this store and leaves it in no form.
    package func secret(for purpose: String) throws -> [UInt8] {
        let key = try directory.oldestSigningKey().map(key) ?? current()
        return try HMAC.sha256(Array(purpose.utf8), key: Array(key.privateKey.pem.utf8))
    }

    private func newest() throws -> SigningKeyRecord? { try directory.signingKeys().first { !$0.retired } }

    // An import may have put another key under a name.
    private func key(_ record: SigningKeyRecord) throws -> SigningKey {
        if let entry = known.withLock({ $0[record.kid] }), entry.pem == record.privateKeyPEM { return entry.key }
        let key = try SigningKey(record)
        known.withLock { $0[record.kid] = (record.privateKeyPEM, key) }
        return key
    }

    private func make() throws -> SigningKeyRecord {
        try SigningKey.make(commonName: "accounts.accesscontrol.windows.net", now: clock.now)
    }
}
