import EntraTokens
import ExoJSON
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Keys and replies for tests of what is kept.
enum CachedTokens {
    static let user = "33333333-3333-4333-8333-333333333333"
    static let publicClient = "aaaaaaaa-0000-4000-8000-000000000001"
    static let confidentialClient = "aaaaaaaa-0000-4000-8000-000000000002"
    static let exchange = "https://outlook.office365.com/.default"
    static let now = TestClock().date

    static func home(_ user: String = user) -> String { "\(user).\(TestToken.contoso)" }

    static func key(
        _ account: String? = nil,
        client: String = publicClient,
        isForUser: Bool = true,
        scopes: [String] = [exchange],
        changing change: (inout Authority) -> Void = { _ in }
    ) -> TokenCacheKey {
        var authority = Authority(.commercial, tenant: TestToken.contoso)
        change(&authority)
        return TokenCacheKey(
            TokenRequest(authority: authority, scopes: scopes, account: account),
            clientID: client,
            isForUser: isForUser
        )
    }

    static func application() -> TokenCacheKey { key(client: confidentialClient, isForUser: false) }

    static func reply(
        _ token: String,
        user: String? = user,
        name: String = "Adele@contoso.com",
        life: Double = 3600,
        refreshToken: String? = nil,
        family: String? = nil,
        scopes: [String] = []
    ) throws -> TokenReply {
        TokenReply(
            accessToken: try AccessToken(issued: token, expiresOn: nil),
            expiresOn: now.addingTimeInterval(life),
            refreshToken: refreshToken.map { RefreshToken($0) },
            account: user.map {
                TokenAccount(
                    homeAccountID: home($0),
                    username: name,
                    localAccountID: $0,
                    tenantID: TestToken.contoso
                )
            },
            scopes: scopes,
            familyID: family
        )
    }

    /// What `msal` 1.39 for Python writes for a user of the family and for an application.
    static let msalForPython = """
        {
            "AccessToken": {
                "33333333-3333-4333-8333-333333333333.11111111-1111-4111-8111-111111111111-login.microsoftonline.com-accesstoken-aaaaaaaa-0000-4000-8000-000000000001-11111111-1111-4111-8111-111111111111-https://outlook.office365.com/.default https://outlook.office365.com/exchange.manage openid": {
                    "credential_type": "AccessToken",
                    "secret": "AT-user",
                    "home_account_id": "33333333-3333-4333-8333-333333333333.11111111-1111-4111-8111-111111111111",
                    "environment": "login.microsoftonline.com",
                    "client_id": "aaaaaaaa-0000-4000-8000-000000000001",
                    "target": "https://outlook.office365.com/.default https://outlook.office365.com/Exchange.Manage openid",
                    "realm": "11111111-1111-4111-8111-111111111111",
                    "token_type": "Bearer",
                    "cached_at": "1780000000",
                    "expires_on": "1780003600",
                    "extended_expires_on": "1780003600",
                    "refresh_on": "1780001800"
                },
                "-login.microsoftonline.com-accesstoken-aaaaaaaa-0000-4000-8000-000000000002-11111111-1111-4111-8111-111111111111-https://outlook.office365.com/.default": {
                    "credential_type": "AccessToken",
                    "secret": "AT-app",
                    "home_account_id": null,
                    "environment": "login.microsoftonline.com",
                    "client_id": "aaaaaaaa-0000-4000-8000-000000000002",
                    "target": "https://outlook.office365.com/.default",
                    "realm": "11111111-1111-4111-8111-111111111111",
                    "token_type": "Bearer",
                    "cached_at": "1780000000",
                    "expires_on": "1780003600",
                    "extended_expires_on": "1780003600"
                }
            },
            "Account": {
                "33333333-3333-4333-8333-333333333333.11111111-1111-4111-8111-111111111111-login.microsoftonline.com-11111111-1111-4111-8111-111111111111": {
                    "home_account_id": "33333333-3333-4333-8333-333333333333.11111111-1111-4111-8111-111111111111",
                    "environment": "login.microsoftonline.com",
                    "realm": "11111111-1111-4111-8111-111111111111",
                    "local_account_id": "33333333-3333-4333-8333-333333333333",
                    "username": "Adele@contoso.com",
                    "authority_type": "MSSTS",
                    "account_source": "authorization_code"
                }
            },
            "RefreshToken": {
                "33333333-3333-4333-8333-333333333333.11111111-1111-4111-8111-111111111111-login.microsoftonline.com-refreshtoken-aaaaaaaa-0000-4000-8000-000000000001--https://outlook.office365.com/.default https://outlook.office365.com/exchange.manage openid": {
                    "credential_type": "RefreshToken",
                    "secret": "RT-user",
                    "home_account_id": "33333333-3333-4333-8333-333333333333.11111111-1111-4111-8111-111111111111",
                    "environment": "login.microsoftonline.com",
                    "client_id": "aaaaaaaa-0000-4000-8000-000000000001",
                    "target": "https://outlook.office365.com/.default https://outlook.office365.com/Exchange.Manage openid",
                    "last_modification_time": "1780000000",
                    "family_id": "1"
                }
            },
            "AppMetadata": {
                "appmetadata-login.microsoftonline.com-aaaaaaaa-0000-4000-8000-000000000001": {
                    "client_id": "aaaaaaaa-0000-4000-8000-000000000001",
                    "environment": "login.microsoftonline.com",
                    "family_id": "1"
                },
                "appmetadata-login.microsoftonline.com-aaaaaaaa-0000-4000-8000-000000000002": {
                    "client_id": "aaaaaaaa-0000-4000-8000-000000000002",
                    "environment": "login.microsoftonline.com"
                }
            }
        }
        """
}
