import ExoCrypto
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Decides whether an access token is one of this service's, for a resource, and valid now.
package struct AccessTokenVerifier: Sendable {
    private let context: EmulatorContext
    private let keys: SigningKeys
    private let resource: String
    private let known = KnownTokens()

    /// Makes a verifier for a resource.
    ///
    /// - Parameters:
    ///   - context: The emulator's clock and directory.
    ///   - resource: The client id of the service that was called.
    package init(_ context: EmulatorContext, resource: String = ResourceAPI.exchange) {
        self.context = context
        self.resource = resource
        keys = SigningKeys(context)
    }

    /// Reads who calls from an `Authorization` header field.
    ///
    /// - Parameter authorization: The field's value.
    /// - Returns: The caller.
    /// - Throws: ``TokenRefusal``; `DatabaseError` when the store fails.
    package func verify(authorization: String?) throws -> CallerIdentity {
        guard let authorization, let blank = authorization.firstIndex(of: " "),
            authorization[..<blank].lowercased() == "bearer"
        else { throw TokenRefusal.missing }
        let text = authorization[blank...].drop { $0 == " " }
        guard !text.isEmpty else { throw TokenRefusal.missing }
        // All reads are one transaction.
        return try context.store.snapshot { try caller(of: String(text)) }
    }

    private func caller(of text: String) throws -> CallerIdentity {
        let entry = known.entry(text)
        guard let token = entry?.token ?? JSONWebToken(text) else { throw TokenRefusal.malformed }
        // The algorithm is fixed: a token that names another one, or none, is not looked at further.
        guard token.header["alg"]?.stringValue == "RS256", let kid = token.header["kid"]?.stringValue,
            let key = try keys.key(named: kid)
        else { throw TokenRefusal.badSignature }
        if entry?.modulus != key.publicKey.modulus {
            guard try token.isSigned(by: key) else { throw TokenRefusal.badSignature }
            known.keep(text, .init(token: token, modulus: key.publicKey.modulus))
        }
        // The service takes a token that is bound to a key with the proof of that key, which is not read here.
        guard token.claims["cnf"] == nil else { throw TokenRefusal.malformed }
        var caller = try identity(token.claims)
        try checkRevocation(of: &caller, claims: token.claims)
        return caller
    }

    private func identity(_ claims: JSONObject) throws -> CallerIdentity {
        guard let tenantID = claims["tid"]?.stringValue, let issuer = claims["iss"]?.stringValue,
            let audience = claims["aud"]?.stringValue, let begin = claims["nbf"]?.integerValue,
            let end = claims["exp"]?.integerValue
        else { throw TokenRefusal.malformed }
        guard issuer == IssuerName.version1(tenantID),
            try context.directory.tenant(matching: tenantID)?.id == tenantID
        else { throw TokenRefusal.wrongIssuer }
        guard try ResourceAPI.named(audience, in: context)?.appID == resource else {
            throw TokenRefusal.wrongAudience(audience)
        }
        let begins = Date(timeIntervalSince1970: TimeInterval(begin))
        let ends = Date(timeIntervalSince1970: TimeInterval(end))
        guard context.clock.now >= begins else { throw TokenRefusal.notYetValid(begins) }
        guard context.clock.now < ends else { throw TokenRefusal.expired(ends) }
        guard let objectID = claims["oid"]?.stringValue, let applicationID = claims["appid"]?.stringValue,
            let kind = claims["idtyp"]?.stringValue
        else { throw TokenRefusal.malformed }
        return CallerIdentity(
            tenantID: tenantID,
            homeTenantID: tenantID,
            isApplication: kind == "app",
            objectID: objectID,
            userPrincipalName: claims["upn"]?.stringValue,
            applicationID: applicationID,
            scopes: Set(claims["scp"]?.stringValue?.split(separator: " ").map(String.init) ?? []),
            appRoles: texts(claims["roles"]),
            directoryRoles: texts(claims["wids"]),
            audience: audience,
            beginsOn: begins,
            expiresOn: ends
        )
    }

    private func checkRevocation(of caller: inout CallerIdentity, claims: JSONObject) throws {
        if let moment = try TokenFamily.voidedOn(claims, in: context.directory) {
            throw TokenRefusal.revoked(validFrom: moment)
        }
        guard !caller.isApplication else { return }
        guard let user = try context.directory.user(id: caller.objectID), user.accountEnabled else {
            throw TokenRefusal.revoked(validFrom: context.clock.now)
        }
        caller.homeTenantID = user.tenantID
        guard TokenFamily.issueTime(claims) >= user.tokensValidFrom.timeIntervalSince1970 else {
            throw TokenRefusal.revoked(validFrom: user.tokensValidFrom)
        }
    }

    private func texts(_ value: JSONValue?) -> Set<String> {
        Set(value?.arrayValue?.compactMap(\.stringValue) ?? [])
    }
}
