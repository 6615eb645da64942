import EntraTokens
import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

struct ConnectingTests {
    static let banner = #"{"sessionType":"AutogenSession","moduleBannerContent":"Welcome"}"#

    func request(
        _ identity: ConnectionIdentity = .userPrincipalName("admin@contoso.com"),
        token: String,
        service: AdminService = .exchange,
        remembered: ConnectionRequest.Remembered? = nil,
        clock: TestClock
    ) throws -> ConnectionRequest {
        ConnectionRequest(
            service: service,
            identity: identity,
            tokenSource: PassedTokenSource(try AccessToken(token), now: { clock.date }),
            remembered: remembered
        )
    }

    @Test func asksOnceAndForLittleWhetherTheTokenIsAccepted() async throws {
        let bench = Bench([.json(Self.banner)])
        let token = TestToken.user(now: bench.clock.date)
        let connection = try await bench.client.connect(request(token: token, clock: bench.clock))
        let sent = try #require(bench.transport.requests.first)
        #expect(sent.method == "GET")
        let path = "AdminApi/v1.0/\(TestToken.contoso)/EXOBanner('AutogenSession')?Version=3.9.0"
        #expect(sent.url == "https://outlook.office365.com/\(path)")
        #expect(sent.headers["X-AnchorMailbox"] == "UPN:admin@contoso.com")
        #expect(sent.headers["exomodule-version"] == "3.9.0")
        #expect(sent.headers["connection-id"] == connection.information.connectionID)
        #expect(bench.transport.requests.count == 1)
    }

    @Test func connectsWhereTheServiceHasNoGreeting() async throws {
        let bench = Bench([.json(#"{"error":{"code":"NotFound","message":"no banner"}}"#, status: 404)])
        let token = TestToken.user(now: bench.clock.date)
        _ = try await bench.client.connect(request(token: token, clock: bench.clock))
        try bench.transport.expectNothingLeft()
    }

    @Test(arguments: ["<html>Sign in to the network</html>", "", "[]"])
    func refusesToConnectToSomethingElse(_ body: String) async throws {
        let bench = Bench([.text(body)])
        let token = TestToken.user(now: bench.clock.date)
        let error = await #expect(throws: ExchangeError.self) {
            try await bench.client.connect(request(token: token, clock: bench.clock))
        }
        #expect(error?.code == .unexpectedResponse)
    }

    @Test func refusesWithEveryContradictionBeforeAnyRequest() async throws {
        let bench = Bench()
        let token = TestToken.user(
            "someone@contoso.com",
            audience: "https://graph.microsoft.com",
            now: bench.clock.date
        )
        let error = await #expect(throws: ExchangeError.self) {
            try await bench.client.connect(request(token: token, clock: bench.clock))
        }
        #expect(error?.code == .tokenRefused)
        let claims = Set(error?.contradictions.map(\.claim) ?? [])
        #expect(claims.contains("aud"))
        #expect(claims.contains("upn"))
        #expect(error?.repair != nil)
        #expect(bench.transport.requests.isEmpty)
    }

    struct RefusalCase: CustomTestStringConvertible {
        var why: String
        var identity: ConnectionIdentity = .userPrincipalName("admin@contoso.com")
        var token: String
        var code: ExchangeError.Code = .tokenRefused
        var testDescription: String { why }
    }

    @Test(arguments: [
        RefusalCase(
            why: "another tenant",
            identity: .organization(TestToken.fabrikam),
            token: TestToken.application()
        ),
        RefusalCase(
            why: "another tenant by delegation",
            identity: .delegatedOrganization(TestToken.fabrikam),
            token: TestToken.user()
        ),
        RefusalCase(why: "another user", token: TestToken.user("other@contoso.com")),
        RefusalCase(why: "an application with a user's name", token: TestToken.application()),
        RefusalCase(why: "no scope", token: TestToken.user(changing: ["scp": "User.Read"])),
        RefusalCase(
            why: "no role",
            identity: .organization(TestToken.contoso),
            token: TestToken.application(changing: ["roles": nil])
        ),
        RefusalCase(
            why: "not yet valid",
            token: TestToken.user(changing: ["nbf": 1_999_999_999, "exp": 2_000_003_600])
        ),
        RefusalCase(why: "expired", token: TestToken.user(changing: ["exp": 1_700_000_000]), code: .tokenExpired),
    ])
    func refusesATokenThatContradicts(_ example: RefusalCase) async throws {
        let bench = Bench()
        let error = await #expect(throws: ExchangeError.self) {
            try await bench.client.connect(request(example.identity, token: example.token, clock: bench.clock))
        }
        #expect(error?.code == example.code)
        #expect(error?.message.isEmpty == false)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func takesLetterCaseOfTheUserForNoContradiction() async throws {
        let bench = Bench([.json(Self.banner)])
        let token = TestToken.user("Admin@Contoso.com", now: bench.clock.date)
        _ = try await bench.client.connect(request(token: token, clock: bench.clock))
    }

    @Test(arguments: ["admin", "", "a b@contoso.com", "admin@contoso.com\r\nX-Evil: 1"])
    func refusesWhatIsNoUserPrincipalName(_ name: String) async throws {
        let bench = Bench()
        let token = TestToken.user(now: bench.clock.date)
        let error = await #expect(throws: ExchangeError.self) {
            try await bench.client.connect(request(.userPrincipalName(name), token: token, clock: bench.clock))
        }
        #expect(error?.code == .invalidRequest)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func looksUpTheTenantOfAnOrganizationWithoutTheToken() async throws {
        let issuer = "https://sts.windows.net/\(TestToken.contoso)/"
        let configuration: JSONValue = [
            "issuer": .string(issuer),
            "token_endpoint": .string("https://login.microsoftonline.com/\(TestToken.contoso)/oauth2/v2.0/token"),
        ]
        let bench = Bench([.json(configuration.text()), .json(Self.banner)])
        let token = TestToken.application(now: bench.clock.date)
        let connection = try await bench.client.connect(
            request(.organization("contoso.onmicrosoft.com"), token: token, clock: bench.clock)
        )
        let lookUp = try #require(bench.transport.requests.first)
        #expect(lookUp.url.hasPrefix("https://login.microsoftonline.com/contoso.onmicrosoft.com/"))
        #expect(lookUp.headers["Authorization"] == nil)
        #expect(connection.information.tenantID == TestToken.contoso)
        #expect(connection.information.userPrincipalName == "OAuthUser@contoso.onmicrosoft.com")
    }

    struct OtherTenant: CustomTestStringConvertible {
        var why: String
        var user = "admin@contoso.com"
        var tenant: String?
        var remembered: String?
        var token: String
        var testDescription: String { why }
    }

    @Test(arguments: [
        OtherTenant(why: "of the user's domain", token: TestToken.user(tenant: TestToken.fabrikam)),
        OtherTenant(
            why: "that was named",
            tenant: TestToken.fabrikam,
            token: TestToken.user()
        ),
        OtherTenant(
            why: "of the connection",
            remembered: TestToken.fabrikam,
            token: TestToken.user()
        ),
        OtherTenant(
            why: "of the domain in which a guest's name stands",
            user: "jo_example.com#EXT#@contoso.com",
            token: TestToken.user(
                tenant: TestToken.fabrikam,
                changing: ["upn": nil, "unique_name": "mail#jo@example.com"]
            )
        ),
    ])
    func refusesAUsersTokenOfAnotherTenant(_ example: OtherTenant) async throws {
        let bench = Bench()
        var request = try request(.userPrincipalName(example.user), token: example.token, clock: bench.clock)
        request.tenant = example.tenant
        request.remembered = example.remembered.map { ConnectionRequest.Remembered(tenantID: $0) }
        let error = await #expect(throws: ExchangeError.self) { try await bench.client.connect(request) }
        #expect(error?.code == .tokenRefused)
        #expect(error?.contradictions.map(\.claim) == ["tid"])
        #expect(error?.message.contains(TestToken.contoso) == true)
        #expect(error?.message.contains(TestToken.fabrikam) == true)
        #expect(error?.repair?.description.contains("delegated organization") == true)
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func letsAGuestNameTheTenant() async throws {
        let bench = Bench([.json(Self.banner)])
        let token = TestToken.user(changing: ["upn": nil, "unique_name": "mail#jo@fabrikam.com"])
        var request = try request(.userPrincipalName("jo@fabrikam.com"), token: token, clock: bench.clock)
        request.tenant = "contoso.com"
        let connection = try await bench.client.connect(request)
        #expect(connection.information.tenantID == TestToken.contoso)
    }

    @Test func saysToNameTheTenantOfAGuestWhoseDomainIsUnknown() async throws {
        let refusal = #"{"error":"invalid_tenant","error_description":"AADSTS90002: Tenant not found."}"#
        let bench = Bench([.json(refusal, status: 400)])
        let token = TestToken.user(changing: ["upn": nil, "unique_name": "mail#jo@mail.example"])
        let error = await #expect(throws: ExchangeError.self) {
            try await bench.client.connect(
                request(.userPrincipalName("jo@mail.example"), token: token, clock: bench.clock)
            )
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.repair == .nameTenant(ofToken: TestToken.contoso))
    }

    @Test(arguments: [
        TestToken.user(changing: ["exp": 1_700_000_000]), TestToken.user(audience: "https://graph.microsoft.com"),
    ])
    func saysWhatTheTokenContradictsBeforeTheTenantIsAskedFor(_ token: String) async throws {
        let bench = Bench([.failure(.cannotConnect)])
        for identity in [ConnectionIdentity.userPrincipalName("admin@other.test"), .organization("other.test")] {
            let error = await #expect(throws: ExchangeError.self) {
                try await bench.client.connect(request(identity, token: token, clock: bench.clock))
            }
            #expect([.tokenExpired, .tokenRefused].contains(error?.code))
        }
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func asksForATokenRatherThanTakeAnExpiredOneAtHand() async throws {
        let bench = Bench()
        let expired = try AccessToken(TestToken.user(changing: ["exp": 1_700_000_000]))
        let source = try RenewingSource(atHand: expired, next: AccessToken(TestToken.user()))
        _ = try await bench.connection(source: source)
    }

    @Test func usesWhatAnEarlierConnectionFoundOut() async throws {
        let bench = Bench([.json(Self.banner)])
        let token = TestToken.application(now: bench.clock.date)
        let remembered = ConnectionRequest.Remembered(
            tenantID: TestToken.contoso,
            connectionURI: "https://eu.outlook.office365.com"
        )
        _ = try await bench.client.connect(
            request(.organization("contoso.com"), token: token, remembered: remembered, clock: bench.clock)
        )
        #expect(bench.transport.requests.map(\.url).first?.hasPrefix("https://eu.outlook.office365.com/") == true)
    }

    @Test func refusesARememberedAddressOutsideTheService() async throws {
        let bench = Bench()
        let token = TestToken.user(now: bench.clock.date)
        let remembered = ConnectionRequest.Remembered(connectionURI: "https://evil.example.com")
        let error = await #expect(throws: ExchangeError.self) {
            try await bench.client.connect(request(token: token, remembered: remembered, clock: bench.clock))
        }
        #expect(error?.code == .redirectRefused)
        #expect(bench.transport.requests.isEmpty)
    }

    struct DeniedCase: CustomTestStringConvertible {
        var why: String
        var identity: ConnectionIdentity = .userPrincipalName("admin@contoso.com")
        var token: String
        var status: Int
        var code: ExchangeError.Code
        var repair: String
        var testDescription: String { why }
    }

    @Test(arguments: [
        DeniedCase(
            why: "a user without a role",
            token: TestToken.user(changing: ["wids": ["b79fbf4d-3ef9-4689-8143-76b194e85509"]]),
            status: 403,
            code: .forbidden,
            repair: "assign admin@contoso.com a role"
        ),
        DeniedCase(
            why: "an application without a role",
            identity: .organization(TestToken.contoso),
            token: TestToken.application(changing: ["wids": ["0997a1d0-0d1d-4acb-b408-d5ca73121e90"]]),
            status: 403,
            code: .forbidden,
            repair: "assign the application fb78d390-0c51-40cd-8e17-fdbfab77341b a role"
        ),
        DeniedCase(
            why: "a revoked token",
            token: TestToken.user(),
            status: 401,
            code: .unauthorized,
            repair: "compare"
        ),
    ])
    func namesTheLikelyCauseOfARefusal(_ example: DeniedCase) async throws {
        let bench = Bench([.text("", status: example.status)])
        let error = await #expect(throws: ExchangeError.self) {
            try await bench.client.connect(request(example.identity, token: example.token, clock: bench.clock))
        }
        #expect(error?.code == example.code)
        #expect(error?.repair?.description.contains(example.repair) == true)
    }

    @Test func tellsTheTrueExpiry() async throws {
        let bench = Bench()
        let connection = try await bench.connection()
        let members = connection.information.members(id: 1, name: "contoso")
        #expect(members["TokenExpiryTimeUTC"] == "2026-05-28T21:26:40Z")
        #expect(members["TokenStatus"] == "Active")
        #expect(members["State"] == "Connected")
        #expect(members["TenantID"] == .string(TestToken.contoso))
        #expect(members["UserPrincipalName"] == "admin@contoso.com")
        #expect(members["ConnectionUri"] == "https://outlook.office365.com")
        #expect(members["AzureAdAuthorizationEndpointUri"] == "https://login.microsoftonline.com/organizations")
        #expect(members["IsEopSession"] == false)
        #expect(members["PageSize"] == 1000)
    }

    struct PingCase {
        var reply: ScriptedReply
        var works: Bool
    }

    @Test(arguments: [
        PingCase(reply: .json(#"{"PropertyName":"AdminApiState","PropertyValue":"RUNNING"}"#), works: true),
        PingCase(reply: .json(#"{"PropertyName":"AdminApiState","PropertyValue":"Down"}"#), works: false),
        PingCase(reply: .json(#"{"value":[]}"#), works: false),
        PingCase(reply: .text("", status: 401), works: false),
        PingCase(reply: .text("<html>", status: 200), works: false),
        PingCase(reply: .failure(.cannotConnect), works: false),
    ])
    func checksWhetherTheServiceAnswers(_ example: PingCase) async throws {
        let bench = Bench([example.reply])
        let connection = try await bench.connection()
        let (information, reason) = try await connection.check()
        #expect(information.state == (example.works ? .connected : .broken))
        #expect((reason == nil) == example.works)
        #expect(
            bench.transport.requests.first?.url
                == "https://outlook.office365.com/AdminApi/beta/\(TestToken.contoso)/basicinfo('AdminApiState')"
        )
    }

    @Test func keepsAThousandConnectionsApart() async throws {
        let clock = TestClock()
        let transport = AnsweringTransport { request in
            let path = request.url.split(separator: "/")
            let anchor = request.headers["X-AnchorMailbox"] ?? ""
            guard request.headers["Authorization"] != nil, anchor.hasSuffix("@\(path[4])") else {
                return .text("mixed", status: 500)
            }
            return .json(#"{"value":[{"Name":"\#(path[4])"}]}"#)
        }
        let client = ExchangeClient(transport: transport, now: { clock.date }, clock: clock)
        try await withThrowingTaskGroup { group in
            for number in 0..<1000 {
                group.addTask {
                    let padded = String(number + 1000)
                    let tenant = "11111111-1111-4111-8111-11111111\(padded)"
                    let connection = try await client.connect(
                        ConnectionRequest(
                            identity: .organization(tenant),
                            tokenSource: PassedTokenSource(
                                try AccessToken(TestToken.application(tenant: tenant)),
                                now: { clock.date }
                            ),
                            verifiesAccess: false
                        )
                    )
                    let outcome = try await connection.run(Cmdlet("Get-OrganizationConfig"))
                    #expect(try outcome.rows.first?["Name"]?.stringValue == tenant)
                }
            }
            try await group.waitForAll()
        }
        let sessions = Set(transport.requests.compactMap { $0.session.map { ObjectIdentifier($0) } })
        #expect(sessions.count == 1000)
    }
}

/// A source that keeps an old token and gives another.
private struct RenewingSource: TokenSource {
    let atHand: AccessToken
    let next: AccessToken
    var renewal: TokenRenewal { .silent }
    var tokenAtHand: AccessToken? { atHand }
    func token(for request: TokenRequest) async throws -> AccessToken { next }
}
