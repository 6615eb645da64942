import ExoCommands
import ExoJSON
import ExoTransport
import TestSupport
import Testing

/// Every cause of "UnAuthorized" that the emulator can make, named.
struct DoctorTests {
    private let tenant: TenantRun
    private var run: TestRun { tenant.run }

    init() throws {
        tenant = try TenantRun()
        run.environment["EXO_GRAPH_TOKEN"] = nil
    }

    private static let application = ["--organization", "contoso.onmicrosoft.com"]
    private static let user = ["--user-principal-name", "admin@contoso.com"]

    /// Looks, and gives the checks by their names.
    private func doctor(
        _ token: String,
        _ words: [String] = application
    ) async throws -> (checks: [String: JSONValue], outcome: TestRun.Outcome) {
        run.environment["EXO_ACCESS_TOKEN"] = token
        let outcome = await run.run(["doctor"] + words + ["--output", "json"])
        let rows = try #require(try JSONValue(parsing: outcome.output).arrayValue, "\(outcome.errors)")
        let names = rows.compactMap { $0["Check"]?.stringValue }
        #expect(
            names == [
                "clock", "name resolution", "proxy", "network", "TLS", "authority", "client", "consent", "assignment",
                "token", "audience", "scope or role", "Exchange", "PowerShell switch",
            ]
        )
        #expect(!(outcome.output + outcome.errors).contains(token))
        return (Dictionary(zip(names, rows)) { first, _ in first }, outcome)
    }

    private func expect(
        _ found: (checks: [String: JSONValue], outcome: TestRun.Outcome),
        fails step: String,
        with code: ExitCode,
        says words: [String],
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(found.checks[step]?["Result"] == "failed", "\(found.outcome.output)", sourceLocation: location)
        let failed = found.checks.values.count { $0["Result"] == "failed" }
        #expect(failed == 1 && found.outcome.code == code, "\(found.outcome.errors)", sourceLocation: location)
        for word in words {
            #expect(found.outcome.errors.contains(word), "\(found.outcome.errors)", sourceLocation: location)
        }
    }

    @Test func findsNothingWrongWithAGoodApplication() async throws {
        let found = try await doctor(try tenant.token([:]))
        #expect(found.outcome.code == .done, "\(found.outcome.errors)")
        #expect(found.checks["Exchange"]?["Result"] == "ok")
        #expect(found.checks["PowerShell switch"]?["Result"] == "skipped")
    }

    @Test func findsNothingWrongWithAGoodUser() async throws {
        let found = try await doctor(try tenant.token(["user": "admin@contoso.com"]), Self.user)
        #expect(found.outcome.code == .done, "\(found.outcome.errors)")
        #expect(found.checks["token"]?["Evidence"]?.stringValue?.contains("admin@contoso.com") == true)
    }

    struct Fault: CustomTestStringConvertible {
        /// The control API's name of what is wrong with the token.
        var kind: String
        var step: String
        var code: ExitCode
        var says: [String]
        var testDescription: String { kind }
    }

    @Test(arguments: [
        Fault(kind: "expired", step: "token", code: .notConnected, says: ["the token expired at"]),
        Fault(kind: "notYetValid", step: "token", code: .notConnected, says: ["is not valid before"]),
        Fault(kind: "wrongAudience", step: "audience", code: .notConnected, says: ["https://elsewhere.example"]),
        Fault(kind: "wrongIssuer", step: "token", code: .notConnected, says: ["was issued by"]),
        Fault(kind: "wrongTenant", step: "token", code: .notConnected, says: ["tenant 99999999"]),
        Fault(kind: "stranger", step: "Exchange", code: .notAuthorised, says: ["its signature is not", "2000000"]),
        Fault(kind: "unknownKey", step: "Exchange", code: .notAuthorised, says: ["its signature is not", "2000000"]),
        Fault(kind: "tampered", step: "Exchange", code: .notAuthorised, says: ["its signature is not", "2000000"]),
        Fault(kind: "sharedSecret", step: "Exchange", code: .notAuthorised, says: ["its signature is not", "2000000"]),
    ])
    func namesWhatIsWrongWithAToken(fault: Fault) async throws {
        let found = try await doctor(try tenant.token(["kind": .string(fault.kind)]))
        expect(found, fails: fault.step, with: fault.code, says: fault.says + ["next: "])
    }

    @Test(arguments: ["unsigned", "algNone"]) func namesATokenWithoutASignature(kind: String) async throws {
        run.environment["EXO_ACCESS_TOKEN"] = try tenant.token(["kind": .string(kind)])
        let outcome = await run.run(["doctor"] + Self.application)
        #expect(outcome.code == .notConnected || outcome.code == .notAuthorised, "\(outcome.errors)")
        #expect(outcome.errors.contains("token"))
    }

    @Test func namesAMissingApplicationRole() async throws {
        let found = try await doctor(try tenant.token(["client": "aaaaaaaa-0000-4000-8000-000000000003"]))
        expect(found, fails: "scope or role", with: .notConnected, says: ["Exchange.ManageAsApp is missing"])
    }

    @Test func namesAMissingScope() async throws {
        let token = try tenant.token(["user": "admin@contoso.com", "claims": ["scp": "User.Read"]])
        let found = try await doctor(token, Self.user)
        expect(found, fails: "scope or role", with: .notConnected, says: ["the scope Exchange.Manage is missing"])
    }

    @Test func namesAMissingDirectoryRole() async throws {
        let found = try await doctor(try tenant.token(["client": "aaaaaaaa-0000-4000-8000-000000000004"]))
        expect(
            found,
            fails: "Exchange",
            with: .notAuthorised,
            says: ["no directory role that the service accepts", "exo app grant aaaaaaaa-0000-4000-8000-000000000004"]
        )
        #expect(found.checks["scope or role"]?["Result"] == "doubtful")
    }

    @Test func namesARevokedToken() async throws {
        let token = try tenant.token(["user": "admin@contoso.com"])
        run.clock.advance(by: .seconds(60))
        try tenant.control("POST", "users/admin@contoso.com/revoke", [:])
        let found = try await doctor(token, Self.user)
        expect(found, fails: "Exchange", with: .notAuthorised, says: ["the token was revoked", "2000008"])
    }

    /// Nobody signs in anew as an application.
    @Test func namesAnApplicationThatIsRefused() async throws {
        let token = try tenant.token([:])
        _ = try tenant.control("POST", "faults", ["kind": "tokenRevoked", "times": 20])
        let found = try await doctor(token)
        expect(found, fails: "Exchange", with: .notAuthorised, says: ["the application was disabled", "is disabled ("])
        #expect(!found.outcome.errors.contains("the account"), "\(found.outcome.errors)")
    }

    @Test func namesABlockedAccount() async throws {
        let token = try tenant.token(["user": "exchange.admin@contoso.com"])
        try tenant.control("PATCH", "users/exchange.admin@contoso.com", ["accountEnabled": false])
        let found = try await doctor(token, ["--user-principal-name", "exchange.admin@contoso.com"])
        expect(found, fails: "Exchange", with: .notAuthorised, says: ["the account was blocked"])
    }

    @Test func namesAnotherUsersToken() async throws {
        let token = try tenant.token(["user": "exchange.admin@contoso.com"])
        expect(try await doctor(token, Self.user), fails: "token", with: .notConnected, says: ["exchange.admin"])
    }

    @Test func namesAUnknownTenant() async throws {
        let found = try await doctor(try tenant.token([:]), ["--organization", "nowhere.example"])
        expect(found, fails: "authority", with: .failed, says: ["nowhere.example"])
        #expect(found.checks["token"]?["Evidence"] == "not looked at, since authority failed")
    }

    @Test func namesAClockThatIsWrong() async throws {
        let real = tenant.transport
        // 1,780,000,000 s, the test's own time, is Thu, 28 May 2026 20:26:40 GMT.
        for (date, step, result) in [
            ("Thu, 28 May 2026 20:26:20 GMT", "clock", "ok"), ("Thu, 28 May 2026 20:10:00 GMT", "clock", "failed"),
        ] {
            run.transport = DetourTransport { request in
                var reply = try await real.send(request)
                reply.headers["Date"] = date
                return reply
            }
            let found = try await doctor(try tenant.token([:]))
            #expect(found.checks[step]?["Result"] == .string(result), "\(found.outcome.output)")
            guard result == "failed" else { continue }
            expect(found, fails: step, with: .failed, says: ["16 min ahead of", "timedatectl"])
        }
    }

    @Test func namesTheClockOfAnEmulatorThatIsOff() async throws {
        let token = try tenant.token([:])
        _ = try tenant.control("POST", "faults", ["kind": "clockSkew", "seconds": -1000, "service": "signIn"])
        let found = try await doctor(token)
        expect(found, fails: "clock", with: .failed, says: ["16 min ahead of"])
        #expect(try await doctor(token).checks["clock"]?["Result"] == "ok")
    }

    struct Way: CustomTestStringConvertible {
        var code: TransportError.Code
        var proxy: String?
        var step: String
        var testDescription: String { step }
    }

    @Test(arguments: [
        Way(code: .cannotResolve, step: "name resolution"),
        Way(code: .proxyRefused, proxy: "http://p:1", step: "proxy"),
        Way(code: .cannotConnect, proxy: "http://p:1", step: "proxy"), Way(code: .cannotConnect, step: "network"),
        Way(code: .timedOut, step: "network"), Way(code: .untrusted, step: "TLS"),
    ])
    func namesWhereTheWayEnds(way: Way) async throws {
        run.transport = DetourTransport { _ in throw TransportError(code: way.code, message: "the way ends") }
        run.environment["https_proxy"] = way.proxy
        let found = try await doctor(try tenant.token([:]))
        expect(found, fails: way.step, with: .failed, says: ["the way ends", "next: "])
        #expect(found.checks["clock"]?["Result"] == "skipped")
    }

    @Test func namesTheUsersPowerShellSwitch() async throws {
        let real = tenant.transport
        run.transport = DetourTransport { request in
            guard request.url.contains("InvokeCommand") else { return try await real.send(request) }
            let row = #"{"value":[{"UserPrincipalName":"admin@contoso.com","RemotePowerShellEnabled":false}]}"#
            return HTTPResponse(
                status: 200,
                headers: ["Content-Type": "application/json"],
                body: HTTPBody(Array(row.utf8))
            )
        }
        let found = try await doctor(try tenant.token(["user": "admin@contoso.com"]), Self.user)
        expect(
            found,
            fails: "PowerShell switch",
            with: .notAuthorised,
            says: ["RemotePowerShellEnabled of admin@contoso.com is false", "exo Set-User"]
        )
    }

    @Test func looksAtTheStoredConnectionEvenWhenItsTokenHasExpired() async throws {
        run.environment["EXO_ACCESS_TOKEN"] = try tenant.token([:])
        #expect(await run.run(["connect"] + Self.application).code == .done)
        run.environment["EXO_ACCESS_TOKEN"] = nil
        #expect(await run("doctor").code == .done)
        run.clock.advance(by: .seconds(100_000))
        let outcome = await run("doctor", "--output", "table")
        #expect(outcome.code == .notConnected && outcome.errors.contains("expired at"), "\(outcome.errors)")
        #expect(outcome.output.contains("name resolution"))
    }

    @Test func saysThatThereIsNothingToLookAt() async throws {
        let outcome = await run("doctor")
        #expect(outcome.code == .notConnected && outcome.errors.contains("not connected"))
    }
}
