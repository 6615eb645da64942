import EmulatorAdministration
package import EmulatorCore
package import ExoCrypto
import ExoJSON

extension ClientAssertion {
    /// Checks that a certificate signed the assertion which is registered for the client and valid now.
    func checkCertificate(_ algorithm: SignatureAlgorithm) throws {
        let registered = try registeredCredential()
        guard (registered.startsOn...max(registered.startsOn, registered.endsOn)).contains(call.trace.now) else {
            throw EntraError.expiredCertificate(registered.sha1Thumbprint)
        }
        if let leaf = try shownCertificate(), try thumbprint(leaf) != registered.sha256Thumbprint {
            throw EntraError.otherCertificate(client.id)
        }
        guard let key = try registered.publicKey, try token.isSigned(by: key, algorithm) else {
            throw EntraError.wrongAssertionSignature(
                "The key was found, but the signature is not its own, thumbprint of key used by client: "
                    + "'\(registered.sha1Thumbprint)'"
            )
        }
    }

    private func registeredCredential() throws -> KeyCredentialRecord {
        let directory = call.context.directory
        let principal = try authority.principalID(of: client)
        let all = try directory.keyCredentials(of: client.id).filter {
            $0.principalID == nil || $0.principalID == principal
        }
        let matching = try all.filter(isMeant)
        // A certificate may be registered anew before the one it replaces has ended.
        let now = call.trace.now
        guard let found = matching.first(where: { $0.startsOn <= now && now <= $0.endsOn }) ?? matching.first else {
            throw EntraError.wrongAssertionSignature("The key was not found among those registered for '\(client.id)'")
        }
        return found
    }

    // The header says which certificate it is by one thumbprint or both, else by the key's name, else by showing it.
    private func isMeant(_ record: KeyCredentialRecord) throws -> Bool {
        let named = [("x5t", record.sha1Thumbprint), ("x5t#S256", record.sha256Thumbprint)].compactMap {
            name,
            thumbprint in
            token.header[name].map { Self.bytes($0.stringValue) == Base64URL.decode(thumbprint) }
        }
        guard named.isEmpty else { return named.allSatisfy { $0 } }
        if let kid = token.header["kid"]?.stringValue {
            guard let thumbprint = Base64URL.decode(record.sha1Thumbprint) else { return false }
            return kid.uppercased() == Hex.encode(thumbprint) || Self.bytes(kid) == thumbprint
        }
        return try shownCertificate().map { try thumbprint($0) == record.sha256Thumbprint } ?? false
    }

    // Libraries send the chain as a list, or the one certificate as text, some with line breaks.
    private func shownCertificate() throws -> Certificate? {
        guard let shown = token.header["x5c"] else { return nil }
        guard let bytes = Self.bytes(shown.stringValue ?? shown[0]?.stringValue) else {
            throw EntraError.malformedAssertion("its certificate is not in base 64")
        }
        do { return try Certificate(der: bytes) } catch is CryptoError {
            throw EntraError.malformedAssertion("its certificate cannot be read")
        }
    }

    private func thumbprint(_ certificate: Certificate) throws -> String {
        Base64URL.encode(try certificate.sha256Thumbprint)
    }

    private static func bytes(_ text: String?) -> [UInt8]? { text.flatMap { Base64.decodeTolerantly($0.utf8) } }
}

extension KeyCredentialRecord {
    /// The key, when it is one that signs assertions.
    package var publicKey: RSAPublicKey? {
        get throws {
            guard let der = Base64.decode(certificate) else { return nil }
            do { return try Certificate(der: der).publicKey } catch let error as CryptoError
                where [.malformed, .wrongKeyType].contains(error.code)
            {
                return nil
            }
        }
    }
}
