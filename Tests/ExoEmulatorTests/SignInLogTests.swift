import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct SignInLogTests {
    private let bench: EntraBench

    init() throws { bench = try EntraBench() }

    private var log: SignInLog { bench.context.signInLog }

    private func newest() throws -> SignInEntry { try #require(log.entries(limit: 1).first) }

    @Test func tellsWhoGotAnApplicationToken() throws {
        _ = try bench.token(
            [
                ("client_id", EntraBench.confidentialClient.uppercased()), ("client_secret", EntraBench.secret),
                ("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault),
            ],
            headers: [("x-client-SKU", "MSAL.Python"), ("x-client-Ver", "1.39.0"), ("User-Agent", "python-requests")]
        )
        let entry = try newest()
        #expect(entry.endpoint == .token)
        #expect(entry.outcome == .succeeded)
        #expect(entry.code == 0)
        #expect(entry.grant == "client_credentials")
        #expect(entry.protocolVersion == "2.0")
        #expect(entry.tenantID == EntraBench.contoso)
        #expect(entry.clientID == EntraBench.confidentialClient)
        #expect(entry.clientName == "Exchange Automation")
        #expect(entry.clientCredential == "secret")
        #expect(entry.resourceID == ResourceAPI.exchange)
        #expect(entry.resource == "https://outlook.office365.com")
        #expect(entry.correlationID == EntraBench.correlation)
        #expect(entry.library == "MSAL.Python")
        #expect(entry.libraryVersion == "1.39.0")
        #expect(entry.userAgent == "python-requests")
        #expect(entry.remoteAddress == "127.0.0.1")
        #expect(entry.userID == nil)
        let principal = try bench.context.directory.servicePrincipal(
            EntraBench.confidentialClient,
            in: EntraBench.contoso
        )
        #expect(entry.servicePrincipalID == principal?.objectID)
        #expect(!entry.isInteractive)
    }

    @Test func tellsWhyAClientWasRefused() throws {
        let secret = "not-the-secret-at-all"
        let reply = try bench.token([
            ("client_id", EntraBench.confidentialClient), ("client_secret", secret),
            ("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault),
        ])
        let entry = try newest()
        #expect(entry.outcome == .failed)
        #expect(entry.code == 7_000_215)
        #expect(entry.error == "invalid_client")
        #expect(entry.traceID == reply.body["trace_id"]?.stringValue)
        #expect(entry.clientName == "Exchange Automation")
        #expect(!String(reflecting: entry).contains(secret))
    }

    @Test func followsAUserFromThePageToTheToken() throws {
        let reply = try bench.signIn()
        _ = try bench.token(EntraBench.redemption(try #require(reply.locationFields["code"])))
        let entries = log.entries()
        #expect(entries.map(\.endpoint) == [.token, .authorize, .authorize])
        #expect(entries.map(\.outcome) == [.succeeded, .succeeded, .interrupted])
        #expect(entries.map(\.userPrincipalName) == ["admin@contoso.com", "admin@contoso.com", nil])
        #expect(entries.map(\.tenantID) == [EntraBench.contoso, EntraBench.contoso, nil])
        #expect(entries.first?.grant == "authorization_code")
        #expect(entries.first?.clientCredential == "none")
        #expect(entries.first?.authenticationMethods == ["pwd"])
        #expect(entries.dropFirst().first?.isInteractive == true)
    }

    @Test(arguments: [
        ("adele@contoso.com", "wrong", 50126, true), ("nobody@contoso.com", Seed.password, 50034, false),
    ])
    func tellsWhoFailedToSignIn(_ login: String, _ password: String, _ code: Int, _ isKnown: Bool) throws {
        _ = try bench.signIn(login, password: password)
        let entry = try newest()
        #expect(entry.code == code)
        #expect(entry.outcome == .failed)
        #expect(entry.userPrincipalName == login)
        #expect((entry.userID != nil) == isKnown)
    }

    @Test func tellsLongLivedTokensApart() throws {
        let form = [
            ("client_id", EntraBench.confidentialClient), ("client_secret", EntraBench.secret),
            ("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault),
        ]
        _ = try bench.token(form)
        #expect(try !newest().isLongLived)
        _ = try bench.token(form + [("claims", #"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#)])
        #expect(try newest().isLongLived)
    }

    @Test func keepsWhatACallerMadeUpShort() throws {
        let long = String(repeating: "x", count: 100_000)
        _ = try bench.token([("client_id", long), ("grant_type", long)], headers: [("User-Agent", long)])
        let entry = try newest()
        #expect(entry.grant == "other")
        #expect(entry.code == 70003)
        #expect(String(reflecting: entry).utf8.count < 4000)
    }

    @Test func leavesDocumentsOut() throws {
        _ = try bench.send("GET", "/common/v2.0/.well-known/openid-configuration")
        _ = try bench.send("GET", "/contoso.com/discovery/v2.0/keys")
        #expect(log.entries().isEmpty)
    }

    @Test func findsByTextOutcomeAndTenant() throws {
        _ = try bench.applicationToken()
        _ = try bench.applicationToken(tenant: "fabrikam.com")
        _ = try bench.signIn("adele@contoso.com", password: "wrong")
        #expect(log.entries(of: EntraBench.fabrikam).map(\.grant) == ["client_credentials"])
        #expect(log.entries(matching: SignInFilter(text: "ADELE")).count == 1)
        #expect(log.entries(matching: SignInFilter(text: "AADSTS50126")).count == 1)
        #expect(log.entries(matching: SignInFilter(outcome: .succeeded)).count == 2)
        #expect(log.entries(matching: SignInFilter(code: 50126)).first?.userPrincipalName == "adele@contoso.com")
        #expect(log.entries(matching: SignInFilter(since: bench.context.clock.now.addingTimeInterval(1))).isEmpty)
        #expect(log.entries(limit: 1).count == 1)
    }

    @Test func keepsTheNewest() {
        let log = SignInLog()
        for number in 0..<(SignInLog.capacity + 3) {
            log.add(
                SignInEntry(
                    time: Date(timeIntervalSince1970: TimeInterval(number)),
                    endpoint: .token,
                    traceID: String(number),
                    correlationID: "",
                    remoteAddress: ""
                )
            )
        }
        let entries = log.entries(limit: .max)
        #expect(entries.count == SignInLog.capacity)
        #expect(entries.first?.traceID == String(SignInLog.capacity + 2))
        #expect(entries.last?.traceID == "3")
        let times = entries.map(\.time)
        #expect(times == times.sorted(by: >))
    }
}
