internal import ExoCrypto
internal import ExoJSON
import Synchronization

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension AdminChannel {
    /// The key under which the service takes secrets among the parameters, asked for once.
    ///
    /// It stands in the script module that the service writes for each caller; with the name of one cmdlet that is short.
    ///
    /// - Throws: ``ExchangeError``.
    func parameterKey(for cmdlet: String) async throws -> RSAPublicKey {
        if let known = knownParameterKey.withLock({ $0 }) { return known.key }
        return try await publishedKey(for: cmdlet)
    }

    /// The key to use instead of one that did not do, `nil` where the service publishes no other.
    ///
    /// What was asked for a moment ago is not asked again.
    ///
    /// - Throws: ``ExchangeError``.
    func parameterKey(for cmdlet: String, insteadOf old: RSAPublicKey) async throws -> RSAPublicKey? {
        let known = knownParameterKey.withLock { $0 }
        if let known, !known.key.isSame(as: old) { return known.key }
        let age = known.map { client.now().timeIntervalSince($0.date) } ?? .infinity
        guard age > 60 else { return nil }
        let key = try await publishedKey(for: cmdlet)
        return key.isSame(as: old) ? nil : key
    }

    /// Asks for the key.
    private func publishedKey(for cmdlet: String) async throws -> RSAPublicKey {
        let id = RandomBytes.uuid()
        let module = try await moduleFile(of: [cmdlet], correlationID: id)
        do {
            guard let key = try ModuleFile.parameterKey(in: module) else { throw keyMissing(nil, id) }
            knownParameterKey.withLock { [now = client.now()] in $0 = (key, now) }
            return key
        } catch let error as JSONError {
            throw keyMissing(error, id)
        } catch let error as CryptoError {
            throw keyMissing(error, id)
        }
    }

    private func keyMissing(_ cause: (any Error)?, _ correlationID: String) -> ExchangeError {
        ExchangeError(
            code: .unexpectedResponse,
            message: "the service does not publish the key that secrets are encrypted under; nothing was changed",
            correlationID: correlationID,
            cause: cause
        )
    }
}

extension RSAPublicKey {
    fileprivate func isSame(as other: RSAPublicKey) -> Bool { modulus == other.modulus && exponent == other.exponent }
}
