package import ExoJSON

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Makes the text of access tokens from claims; the signature is not one.
package enum TestToken {
    /// The tenant most tests are about.
    package static let contoso = "11111111-1111-4111-8111-111111111111"
    /// Another tenant.
    package static let fabrikam = "22222222-2222-4222-8222-222222222222"

    /// A token with exactly these claims.
    package static func text(_ claims: JSONObject, header: JSONObject = ["typ": "JWT", "alg": "RS256"]) -> String {
        [JSONValue.object(header), .object(claims)].map { base64URL($0.serialized()) }.joined(separator: ".") + "."
            + base64URL(Array("not a signature".utf8))
    }

    /// Claims of a user's token for Exchange Online that lives from `now` for one hour.
    package static func userClaims(
        _ userPrincipalName: String = "admin@contoso.com",
        tenant: String = contoso,
        audience: String = "https://outlook.office365.com",
        now: Date = TestClock().date
    ) -> JSONObject {
        var claims = common(tenant: tenant, audience: audience, now: now)
        claims["upn"] = .string(userPrincipalName)
        claims["unique_name"] = .string(userPrincipalName)
        claims["idtyp"] = "user"
        claims["scp"] = "AdminApi.AccessAsUser.All Exchange.Manage FfoPowerShell.AccessAsUser.All"
        claims["wids"] = ["29232cdf-9323-42fd-ade2-1d097af3e4de"]
        return claims
    }

    /// Claims of an application's token for Exchange Online that lives from `now` for one hour.
    package static func applicationClaims(
        tenant: String = contoso,
        audience: String = "https://outlook.office365.com",
        now: Date = TestClock().date
    ) -> JSONObject {
        var claims = common(tenant: tenant, audience: audience, now: now)
        claims["idtyp"] = "app"
        claims["roles"] = ["Exchange.ManageAsApp"]
        claims["wids"] = ["29232cdf-9323-42fd-ade2-1d097af3e4de"]
        return claims
    }

    /// A user's token with some claims changed; `nil` removes one.
    package static func user(
        _ userPrincipalName: String = "admin@contoso.com",
        tenant: String = contoso,
        audience: String = "https://outlook.office365.com",
        now: Date = TestClock().date,
        changing changes: [String: JSONValue?] = [:]
    ) -> String {
        text(apply(changes, to: userClaims(userPrincipalName, tenant: tenant, audience: audience, now: now)))
    }

    /// An application's token with some claims changed; `nil` removes one.
    package static func application(
        tenant: String = contoso,
        audience: String = "https://outlook.office365.com",
        now: Date = TestClock().date,
        changing changes: [String: JSONValue?] = [:]
    ) -> String {
        text(apply(changes, to: applicationClaims(tenant: tenant, audience: audience, now: now)))
    }

    private static func apply(_ changes: [String: JSONValue?], to claims: JSONObject) -> JSONObject {
        var claims = claims
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) { claims[name] = value }
        return claims
    }

    private static func common(tenant: String, audience: String, now: Date) -> JSONObject {
        let issued = Int64(now.timeIntervalSince1970)
        return [
            "aud": .string(audience),
            "iss": .string("https://sts.windows.net/\(tenant)/"),
            "iat": .integer(issued),
            "nbf": .integer(issued),
            "exp": .integer(issued + 3600),
            "appid": "fb78d390-0c51-40cd-8e17-fdbfab77341b",
            "oid": "33333333-3333-4333-8333-333333333333",
            "tid": .string(tenant),
            "ver": "1.0",
        ]
    }

    /// The base64url text of bytes, without padding (RFC 4648, section 5).
    package static func base64URL(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
            for place in 0...group.count { text.append(alphabet[bits >> (18 - 6 * place) & 63]) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
