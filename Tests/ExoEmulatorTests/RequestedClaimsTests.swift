import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

/// What a client asks of its tokens where the sign-in begins has to be in those that come from it.
struct RequestedClaimsTests {
    private static let claims =
        #"{"access_token":{"xms_cc":{"values":["CP1"]},"acrs":{"essential":true,"value":"c1"}}}"#

    private func fulfils(_ reply: JSONObject) throws {
        let claims = try EntraBench.claims(reply["access_token"]?.stringValue)
        #expect(claims["acrs"] == ["c1"] && claims["xms_cc"] == ["CP1"])
        #expect((reply["expires_in"]?.integerValue ?? 0) > 70_000)
    }

    @Test func fulfilsInACodesTokensWhatTheSignInAskedFor() throws {
        let bench = try TenantBench()
        let code = try bench.code("admin@contoso.com", ["claims": Self.claims])
        let first = try bench.token(EntraBench.redemption(code)).body
        try fulfils(first)
        let second = try bench.token(TenantBench.refresh(first["refresh_token"])).body
        try fulfils(second)
        try fulfils(try bench.token(TenantBench.refresh(second["refresh_token"])).body)
        let plain = try bench.token(EntraBench.redemption(bench.code())).body
        let claims = try EntraBench.claims(plain["access_token"]?.stringValue)
        #expect(claims["acrs"] == nil && claims["xms_cc"] == nil)
    }

    @Test func addsWhatALaterRequestAsksFor() throws {
        let bench = try TenantBench()
        let code = try bench.code("admin@contoso.com", ["claims": Self.claims])
        let first = try bench.token(EntraBench.redemption(code)).body
        let more = ("claims", #"{"access_token":{"acrs":{"value":"c2"},"xms_cc":{"values":["cp1"]}}}"#)
        let second = try bench.token(TenantBench.refresh(first["refresh_token"]) + [more]).body
        let claims = try EntraBench.claims(second["access_token"]?.stringValue)
        #expect(claims["acrs"] == ["c1", "c2"] && claims["xms_cc"] == ["cp1"])
    }

    @Test func fulfilsInADevicesTokensWhatTheSignInAskedFor() throws {
        let bench = try TenantBench()
        let begun = try bench.token(
            [
                ("client_id", EntraBench.publicClient), ("scope", "\(EntraBench.exchangeDefault) offline_access"),
                ("claims", Self.claims),
            ],
            at: "/organizations/oauth2/v2.0/devicecode"
        ).body
        let device = try #require(begun["device_code"]?.stringValue)
        let user = try #require(try bench.directory.user("admin@contoso.com"))
        let isApproved = try bench.directory.approveDeviceCode(
            hash: OpaqueText.digest(device),
            by: user.id,
            sessionID: "eeeeeeee-0000-4000-8000-00000000000a",
            authenticationMethods: ["pwd"],
            authenticatedOn: bench.emulator.context.clock.now
        )
        #expect(isApproved)
        try fulfils(
            bench.token([
                ("client_id", EntraBench.publicClient), ("device_code", device), ("grant_type", "device_code"),
            ]).body
        )
    }

    @Test func holdsTheRefreshToThePolicyThatTheSignInNamed() throws {
        let bench = try TenantBench()
        let code = try bench.code("admin@contoso.com", ["claims": Self.claims])
        let first = try bench.token(EntraBench.redemption(code)).body
        bench.control(
            "PUT",
            "policies",
            [
                "tenant": "contoso.com", "displayName": "Step up",
                "conditions": [
                    "users": ["includeUsers": ["All"]],
                    "applications": ["includeAuthenticationContextClassReferences": ["c1"]],
                    "clientAppTypes": ["all"],
                ],
                "grantControls": ["operator": "OR", "builtInControls": ["mfa"]],
            ]
        )
        #expect(try bench.token(TenantBench.refresh(first["refresh_token"])).body["error_codes"] == [50076])
    }
}
