import EmulatorCore
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The sign-in side of a recording of Exchange alone: the made-up tenant has one, so that a client that signs in gets as
/// far as what was recorded.
///
/// Whoever asks gets a token, which nothing but a replay takes.
struct ReplayedAuthority: Sendable {
    private static let unknownTenant = "00000000-0000-4000-8000-00000000000f"
    private static let lifetime: Int64 = 3600

    private let tenantID: String

    /// - Parameter tenantID: The made-up id in the addresses of the recording, `nil` where none has one.
    init(tenantID: String?) { self.tenantID = tenantID ?? Self.unknownTenant }

    /// The made-up tenant that a recorded address names by its id.
    static func tenant(in target: String) -> String? {
        let segments = target.prefix { $0 != "?" }.split(separator: "/")
        guard segments.count > 2, segments[0].lowercased() == "adminapi" else { return nil }
        return IdentityNames.guid(String(segments[2]))
    }

    /// Answers what was not recorded: the description of the tenant's authority, and its token endpoint.
    ///
    /// - Returns: `nil` for anything else.
    func respond(to request: ServerRequest, _ body: RecordedExchange.Body, origin: String) -> ServerResponse? {
        let segments = request.pathSegments
        if request.method == "GET", segments.suffix(2) == [".well-known", "openid-configuration"] {
            return .json(.object(description(origin, isVersion2: segments.contains("v2.0"))))
        }
        guard request.method == "POST", segments.count > 2, segments.last == "token", case .form(let form) = body else {
            return nil
        }
        return .json(.object(token(form)))
    }

    private func description(_ origin: String, isVersion2: Bool) -> JSONObject {
        let root = "\(origin)/\(tenantID)"
        let endpoints = isVersion2 ? "\(root)/oauth2/v2.0" : "\(root)/oauth2"
        return [
            "token_endpoint": .string("\(endpoints)/token"),
            "authorization_endpoint": .string("\(endpoints)/authorize"),
            "jwks_uri": .string("\(root)/discovery/v2.0/keys"),
            "issuer": .string(isVersion2 ? "\(root)/v2.0" : "https://sts.windows.net/\(tenantID)/"),
            "response_types_supported": ["code"], "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"], "tenant_region_scope": "EU",
        ]
    }

    private func token(_ form: FormFields) -> JSONObject {
        let now = Int64(Date().timeIntervalSince1970)
        let scope = form["scope"] ?? form["resource"] ?? ""
        let names = scope.split(separator: " ").filter { $0.hasPrefix("https://") }
        let audience =
            names.first.map { String($0).replacing("/.default", with: "") } ?? "https://outlook.office365.com"
        var claims: JSONObject = [
            "aud": .string(audience), "iss": .string("https://sts.windows.net/\(tenantID)/"), "iat": .integer(now),
            "nbf": .integer(now), "exp": .integer(now + Self.lifetime), "tid": .string(tenantID), "ver": "1.0",
            "appid": .string(form["client_id"] ?? ""), "oid": .string(SeedIdentifier.make("replay", tenantID)),
            "wids": [.string(DirectoryRoleID.exchangeAdministrator)],
        ]
        if form["grant_type"] == "client_credentials" {
            claims["idtyp"] = "app"
            claims["roles"] = ["Exchange.ManageAsApp"]
        } else {
            claims["idtyp"] = "user"
            claims["scp"] = "Exchange.Manage"
            claims["upn"] = .string(form["username"] ?? "someone@domain1.example")
        }
        return [
            "token_type": "Bearer", "expires_in": .integer(Self.lifetime), "scope": .string(scope),
            "access_token": .string(Scrubber.token(claims)),
        ]
    }
}
