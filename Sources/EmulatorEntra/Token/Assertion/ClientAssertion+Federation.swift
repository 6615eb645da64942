import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON

extension ClientAssertion {
    /// Checks that the assertion is of a service whose assertions the client is registered to accept.
    func checkFederation(issuer: String, subject: String, _ algorithm: SignatureAlgorithm) throws {
        // Every letter counts, in small letters or in large ones.
        let context = call.context
        let ofIssuer = try context.directory.federatedCredentials(of: client.id).filter {
            try $0.issuer == issuer || IssuerName.isSame($0.issuer, issuer, in: context)
        }
        guard !ofIssuer.isEmpty else { throw EntraError.noFederatedIssuer }
        let ofSubject = ofIssuer.filter { $0.subject == subject }
        guard !ofSubject.isEmpty else { throw EntraError.noFederatedSubject }
        let audiences = try audiences(of: issuer)
        guard ofSubject.contains(where: { !audiences.isDisjoint(with: $0.audiences) }) else {
            throw EntraError.noFederatedAudience
        }
        guard let keys = try keys(of: issuer) else { throw EntraError.unknownKeys(of: issuer) }
        guard let kid = token.header["kid"]?.stringValue, let key = keys[kid] else {
            throw EntraError.wrongAssertionSignature("The issuer has no key of that name")
        }
        guard try token.isSigned(by: key, algorithm) else {
            throw EntraError.wrongAssertionSignature("The key was found, but the signature is not its own")
        }
    }

    // A token of this service names its audience by an id, a registration by a name.
    private func audiences(of issuer: String) throws -> Set<String> {
        let named = token.audiences
        guard try IssuerName.tenant(of: issuer, in: call.context) != nil else { return Set(named) }
        return Set(try named + named.flatMap { try call.context.directory.identifierURIs(of: $0) })
    }

    private func keys(of issuer: String) throws -> [String: RSAPublicKey]? {
        let context = call.context
        if try IssuerName.tenant(of: issuer, in: context) != nil {
            return Dictionary(try call.keys.published().map { ($0.kid, $0.publicKey) }, uniquingKeysWith: { $1 })
        }
        return try context.directory.trustedIssuer(issuer).map { PublicKeySet($0.keys).keys }
    }
}
