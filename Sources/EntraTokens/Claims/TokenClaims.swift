public import ExoJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What an access token says about itself, whether in the v1.0 or the v2.0 form.
///
/// Reading is tolerant: a missing claim is `nil` or empty, numbers may be text, and lists may be a single text.
public struct TokenClaims: Sendable {
    /// For whom a token speaks.
    public enum Kind: String, Sendable {
        /// A person who signed in.
        case user
        /// An application in its own name.
        case application
    }

    /// The services it is for (`aud`); usually one.
    public let audiences: [String]
    /// Who issued it (`iss`).
    public let issuer: String?
    /// The form of the claims (`ver`): `1.0` or `2.0`.
    public let version: String?
    /// The tenant (`tid`, else the one in `iss`), in lower case; `nil` when that is no GUID.
    public let tenantID: String?
    /// The user's or service principal's object id in that tenant (`oid`).
    public let objectID: String?
    /// The user's name: `upn`, else `unique_name`, else `preferred_username`; a guest's without `live.com#` before it.
    public let userPrincipalName: String?
    /// Whether the name comes from `upn`; a guest's token has none.
    public let hasOwnUserPrincipalName: Bool
    /// The application that asked for it (`appid`, else `azp`).
    public let applicationID: String?
    /// That application's name (`app_displayname`).
    public let applicationName: String?
    /// Whether it is a user's or an application's (`idtyp`, else told by scopes, names and roles).
    public let kind: Kind
    /// Delegated permissions (`scp`).
    public let scopes: [String]
    /// Application permissions (`roles`).
    public let roles: [String]
    /// Template ids of the directory roles (`wids`), in lower case.
    public let directoryRoles: [String]
    /// When it was issued (`iat`).
    public let issuedAt: Date?
    /// When it becomes valid (`nbf`).
    public let notBefore: Date?
    /// When it expires (`exp`).
    public let expiresOn: Date?
    /// What the client said it can do (`xms_cc`), such as `CP1`.
    public let clientCapabilities: [String]
    /// How the user signed in (`amr`), such as `pwd` and `mfa`.
    public let authenticationMethods: [String]
    /// Every claim as it stands.
    public let raw: JSONObject

    /// The first of the audiences.
    public var audience: String? { audiences.first }

    /// Whether they are those of an ID token, which tells an application who signed in and opens no service.
    ///
    /// Its audience is the application itself, and it has neither scopes nor another application that asked for it.
    public var isIDToken: Bool {
        guard let audience, audiences.count == 1, GUID.isGUID(audience), scopes.isEmpty else { return false }
        return applicationID.map { $0.lowercased() == audience.lowercased() } ?? true
    }

    /// Whether the application proved itself by a signed assertion, such as that of a certificate (`appidacr`, `azpacr`).
    public var isByCertificate: Bool { ["appidacr", "azpacr"].contains { raw[$0] == "2" || raw[$0] == 2 } }

    /// Whether the token can be used only together with a key that its owner holds (`cnf`, RFC 7800).
    public var isBoundToKey: Bool { raw["cnf"] != nil }

    /// Reads claims.
    ///
    /// - Parameter raw: The token's payload.
    public init(_ raw: JSONObject) {
        let reader = ClaimReader(raw)
        self.raw = raw
        audiences = reader.list("aud")
        issuer = reader.text("iss")
        version = reader.text("ver")
        tenantID = Self.tenant(reader.text("tid"), issuer: issuer)
        objectID = reader.text("oid")
        let ownName = reader.text("upn")
        let name = ownName ?? reader.text("unique_name") ?? reader.text("preferred_username")
        hasOwnUserPrincipalName = ownName != nil
        userPrincipalName = name.map(Self.withoutProvider)
        applicationID = reader.text("appid") ?? reader.text("azp")
        applicationName = reader.text("app_displayname")
        scopes = reader.words("scp")
        roles = reader.list("roles")
        kind = Self.kind(reader.text("idtyp"), scopes: scopes, roles: roles, name: name)
        directoryRoles = reader.list("wids").map { $0.lowercased() }
        issuedAt = reader.date("iat")
        notBefore = reader.date("nbf")
        expiresOn = reader.date("exp")
        clientCapabilities = reader.list("xms_cc")
        authenticationMethods = reader.list("amr")
    }

    private static func kind(_ declared: String?, scopes: [String], roles: [String], name: String?) -> Kind {
        switch declared?.lowercased() {
        case "user": .user
        case "app": .application
        default: scopes.isEmpty && (name == nil || !roles.isEmpty) ? .application : .user
        }
    }

    /// A guest's `live.com#jo@example.com` without the provider.
    private static func withoutProvider(_ name: String) -> String {
        guard let mark = name.firstIndex(of: "#"), !name[..<mark].contains("@"), !name[mark...].hasPrefix("#EXT#")
        else {
            return name
        }
        return String(name[name.index(after: mark)...])
    }

    private static func tenant(_ declared: String?, issuer: String?) -> String? {
        if let declared { return GUID.isGUID(declared) ? declared.lowercased() : nil }
        return issuer.flatMap(tenant(inIssuer:))
    }

    /// The tenant in `https://sts.windows.net/{tenant}/` or `https://login.microsoftonline.com/{tenant}/v2.0`.
    static func tenant(inIssuer issuer: String) -> String? {
        issuer.split(separator: "/").first { GUID.isGUID($0) }?.lowercased()
    }
}
