import EmulatorAdministration
import EmulatorCore
import EmulatorGraph
import ExoCrypto
import ExoJSON
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A service of the emulator's own whose tokens prove a workload, as a cluster's or a pipeline's would.
final class FederationIssuer: Sendable {
    private let context: EmulatorContext
    private let key = Mutex<SigningKey?>(nil)

    init(_ context: EmulatorContext) { self.context = context }

    /// As it stands in `iss`.
    var name: String { "\(context.endpoints.base)/_emulator/federation" }

    /// The document that describes it (OpenID Connect Discovery).
    var configuration: JSONObject {
        [
            "issuer": .string(name),
            "jwks_uri": .string("\(name)/keys"),
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        ]
    }

    /// Its key, as others read it.
    func keySet() throws -> JSONValue { ["keys": [.object(try known().published)]] }

    /// A token that says who a workload is.
    ///
    /// - Parameters:
    ///   - subject: Who it is.
    ///   - audience: For whom the token is.
    ///   - lifetime: Seconds; a token of less than none has ended already.
    ///   - claims: Further claims, or other values of these.
    /// - Returns: The token.
    /// - Throws: `CryptoError`, `DatabaseError`.
    func assertion(subject: String, audience: String, lifetime: Int, claims: JSONObject) throws -> String {
        let key = try known()
        let now = Int64(context.clock.now.timeIntervalSince1970)
        var all: JSONObject = [
            "iss": .string(name), "sub": .string(subject), "aud": .string(audience),
            "iat": .integer(now), "nbf": .integer(min(now, now + Int64(lifetime) - 1)),
            "exp": .integer(now + Int64(lifetime)), "jti": .string(UUID().uuidString.lowercased()),
        ]
        for claim in claims.members { all[claim.name] = claim.value }
        return try JSONWebToken.sign(all, with: key)
    }

    // The directory forgets it when it is reset, and the name changes with the port.
    private func known() throws -> SigningKey {
        let key = try self.key.withLock { key in
            if let key { return key }
            let made = try SigningKey.make(commonName: "exo-emulator federation", now: context.clock.now)
            let parsed = try SigningKey(made)
            key = parsed
            return parsed
        }
        let keys = JSONValue.object(["keys": [.object(key.published)]]).text()
        let record = TrustedIssuerRecord(issuer: name, keys: keys)
        if try context.directory.trustedIssuer(name) != record { try context.directory.save(record) }
        return key
    }
}
