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

    /// Lets another key sign from now on: the one that was published for it, else a new one.
    ///
    /// Tokens of the one before stay good until that is retired.
    package func rotate() throws {
        _ = try current()
        let made = try make()
        try directory.store.write { connection in
            let records = try directory.signingKeys()
            // The newest key signs, also when the clock was set back.
            let begin = max(made.createdAt, records.first { $0.signs }?.createdAt ?? made.createdAt)
            if let waiting = records.first(where: { $0.isWaiting && !$0.retired }) {
                try directory.useSigningKey(waiting.kid, from: begin)
            } else {
                var made = made
                made.createdAt = begin
                try connection.insert(made)
            }
        }
    }

    /// Publishes the key that the next rotation lets sign, so that services know it by then.
    ///
    /// - Returns: Whether none was published for that already.
    package func publishNext() throws -> Bool {
        _ = try current()
        let made = try make()
        return try directory.store.write { connection in
            let records = try directory.signingKeys()
            guard !records.contains(where: { $0.isWaiting && !$0.retired }) else { return false }
            var next = made
            next.isWaiting = true
            // The oldest key makes the secrets, also when the clock was set back.
            next.createdAt = records.map(\.createdAt).reduce(made.createdAt) { max($0, $1) }
            try connection.insert(next)
            return true
        }
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

    private func newest() throws -> SigningKeyRecord? { try directory.signingKeys().first { $0.signs } }

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

extension SigningKeyRecord {
    /// Whether the key is one that signs, if it is the newest of them.
    fileprivate var signs: Bool { !retired && !isWaiting }
}
