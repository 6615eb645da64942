import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

/// A policy asks for a second factor whichever way tokens are asked for.
struct SecondFactorDemandTests {
    private static let scope = "openid profile offline_access"

    @Test(arguments: [scope, "\(EntraBench.exchangeDefault) \(scope)"])
    func isMadeOfPasswordsAndOldRefreshTokensToo(_ scope: String) throws {
        let bench = try TenantBench()
        let before = try bench.token(TenantBench.password(scope)).body
        #expect(before["refresh_token"] != nil)
        bench.demandSecondFactor(at: EntraBench.publicClient)
        let page = try bench.signIn("admin@contoso.com", ["scope": scope])
        #expect(page.text.contains("Enter code") && page.header("Location") == nil)
        #expect(try bench.token(TenantBench.password(scope)).body["error_codes"] == [50076])
        let renewed = try bench.token(TenantBench.refresh(before["refresh_token"], scope: scope)).body
        #expect(renewed["error_codes"] == [50076] && renewed["suberror"] == "basic_action")
    }

    @Test func isMadeOfACodeFromBeforeThePolicy() throws {
        let bench = try TenantBench()
        let code = try bench.code()
        bench.demandSecondFactor(at: EntraBench.publicClient)
        #expect(try bench.token(EntraBench.redemption(code)).body["error_codes"] == [50076])
    }

    @Test func isNotMadeOfOtherApplications() throws {
        let bench = try TenantBench()
        bench.demandSecondFactor(at: "dddddddd-0000-4000-8000-000000000009")
        #expect(try bench.token(TenantBench.password(Self.scope)).response.status == 200)
        #expect(try bench.code("admin@contoso.com", ["scope": Self.scope]).isEmpty == false)
    }
}
