import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import Synchronization

/// Client secrets that were right once, so that only the first use of each pays for the slow hash.
///
/// What is kept is a digest under a key that this process alone has. The stored hash is part of it: a secret that was
/// replaced is looked at again, and one that was deleted or has ended is never asked for here.
package final class VerifiedSecrets: Sendable {
    private static let most = 10_000

    private struct Memory {
        var key: [UInt8] = []
        var digests: [String: [UInt8]] = [:]
    }

    private let memory = Mutex(Memory())

    /// Whether a secret is the one of a record.
    ///
    /// - Parameters:
    ///   - secret: The secret.
    ///   - record: What the store keeps of the right one.
    ///   - compare: The slow comparison with a stored hash.
    /// - Returns: Whether it is.
    /// - Throws: `CryptoError`.
    func matches(
        _ secret: [UInt8],
        _ record: ClientSecretRecord,
        by compare: ([UInt8], String) throws -> Bool = { try PasswordHash.matches($0, $1) }
    ) throws -> Bool {
        let key = try key()
        let digest = try HMAC.sha256(Array(record.hash.utf8) + [0] + secret, key: key)
        if let known = memory.withLock({ $0.digests[record.keyID] }), constantTimeEquals(known, digest) { return true }
        guard try compare(secret, record.hash) else { return false }
        memory.withLock { memory in
            if memory.digests.count >= Self.most { memory.digests = [:] }
            memory.digests[record.keyID] = digest
        }
        return true
    }

    private func key() throws -> [UInt8] {
        let fresh = try memory.withLock { $0.key.isEmpty } ? RandomBytes.make(32) : []
        return memory.withLock { memory in
            if memory.key.isEmpty { memory.key = fresh }
            return memory.key
        }
    }
}
