import EntraTokens
import ExoJSON
import Testing
import TestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct TokenReportTests {
    private let now = TestClock().date

    @Test func describesAUsersToken() throws {
        let token = try AccessToken(
            TestToken.user(changing: [
                "amr": ["pwd", "mfa"], "xms_cc": ["CP1"],
                "wids": [
                    "29232cdf-9323-42fd-ade2-1d097af3e4de", "b79fbf4d-3ef9-4689-8143-76b194e85509",
                    "99999999-0000-4000-8000-000000000000",
                ],
            ])
        )
        #expect(
            TokenReport(token, now: now.addingTimeInterval(60)).description == """
                Kind               token of a user
                User               admin@contoso.com
                Application        Exchange Online PowerShell (fb78d390-0c51-40cd-8e17-fdbfab77341b)
                Object             33333333-3333-4333-8333-333333333333
                Tenant             11111111-1111-4111-8111-111111111111
                For                Exchange Online (https://outlook.office365.com)
                Scopes             AdminApi.AccessAsUser.All, Exchange.Manage, FfoPowerShell.AccessAsUser.All
                Directory roles    Exchange Administrator, 99999999-0000-4000-8000-000000000000
                Signed in with     password, multi-factor authentication
                Issued             2026-05-28 20:26:40 UTC
                Expires            2026-05-28 21:26:40 UTC (in 59 minutes)
                Revocation         at once (continuous access evaluation); the client answers claims challenges
                Issuer             https://sts.windows.net/11111111-1111-4111-8111-111111111111/
                Version            1.0
                """
        )
    }

    @Test func describesAnApplicationsTokenThatExpired() throws {
        let token = try AccessToken(
            TestToken.application(changing: [
                "aud": "00000003-0000-0000-c000-000000000000", "roles": nil, "wids": nil,
                "app_displayname": "Night\u{1B}[31m job", "iss": nil, "iat": nil, "oid": nil, "ver": nil,
            ])
        )
        #expect(
            TokenReport(token, now: now.addingTimeInterval(3600 + 93_900)).description == """
                Kind               token of an application in its own name
                Application        Night\\u{1B}[31m job (fb78d390-0c51-40cd-8e17-fdbfab77341b)
                Tenant             11111111-1111-4111-8111-111111111111
                For                Microsoft Graph (00000003-0000-0000-c000-000000000000)
                Application roles  none
                Directory roles    none
                Expires            2026-05-28 21:26:40 UTC (expired 1 day 2 hours ago)
                """
        )
    }

    @Test func saysWhatIsMissing() throws {
        let report = try TokenReport(AccessToken(TestToken.text([:])), now: now)
        #expect(
            report.fields.map(\.value)
                == [
                    "token of an application in its own name", "not named", "no service is named", "none", "none",
                    "not named",
                ]
        )
    }

    @Test func marksGuestsAndTokensThatAreNotYetValid() throws {
        let later = now.addingTimeInterval(7260).timeIntervalSince1970
        let token = try AccessToken(
            TestToken.user(changing: [
                "upn": nil, "unique_name": "live.com#jo@outlook.com", "nbf": .integer(Int64(later)),
            ])
        )
        let lines = TokenReport(token, now: now).lines
        #expect(lines.contains("User               jo@outlook.com (a guest of this tenant)"))
        #expect(lines.contains("Valid from         2026-05-28 22:27:40 UTC (in 2 hours 1 minute)"))
    }

    @Test(arguments: [
        (0.0, "1970-01-01 00:00:00 UTC"), (951_782_400, "2000-02-29 00:00:00 UTC"),
        (1_709_251_199, "2024-02-29 23:59:59 UTC"), (4_107_542_400, "2100-03-01 00:00:00 UTC"),
        (253_402_300_799, "9999-12-31 23:59:59 UTC"),
    ])
    func writesDates(_ seconds: Double, _ text: String) throws {
        let token = try AccessToken(TestToken.text(["iat": .double(seconds)]))
        #expect(TokenReport(token, now: now).fields.contains { $0.label == "Issued" && $0.value == text })
    }
}
