import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorAdministration
@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

/// What Graph asks of a token where it is told to ask.
struct GraphPermissionTests {
    private static let scopes = "User.Read User.ReadWrite Directory.AccessAsUser.All"

    /// A bench that asks for permissions, with a token of a user for some of the scopes.
    private static func bench(_ scope: String, _ user: String) throws -> (TenantBench, JSONValue?) {
        let bench = try TenantBench()
        try bench.directory.save(
            DelegatedGrantRecord(
                tenantID: EntraBench.contoso,
                clientAppID: EntraBench.publicClient,
                resourceAppID: FirstParty.graph,
                scope: scope
            )
        )
        bench.control("PATCH", "settings", ["enforcesGraphPermissions": true])
        return (bench, try bench.token(TenantBench.password(TenantBench.graphDefault, user: user)).body["access_token"])
    }

    struct Write: Sendable, CustomTestStringConvertible {
        var method: String
        var target: String
        var body: JSONValue?
        var testDescription: String { "\(method) \(target)" }
    }

    static let writes = [
        Write(method: "PATCH", target: "/v1.0/me", body: ["jobTitle": "Chief"]),
        Write(method: "PATCH", target: "/v1.0/me", body: ["accountEnabled": false]),
        Write(method: "DELETE", target: "/v1.0/me"),
        Write(method: "POST", target: "/v1.0/me/revokeSignInSessions", body: [:]),
        Write(
            method: "POST",
            target: "/v1.0/me/changePassword",
            body: ["currentPassword": .string(Seed.password), "newPassword": "An0ther-Password"]
        ),
        Write(method: "PATCH", target: "/v1.0/users/adele@contoso.com", body: ["jobTitle": "Chief"]),
        Write(method: "PATCH", target: "/beta/me", body: ["jobTitle": "Chief"]),
    ]

    @Test(arguments: writes) func countsWritesToTheOwnUserAsWrites(_ write: Write) throws {
        let (bench, token) = try Self.bench("User.Read", "adele@contoso.com")
        #expect(bench.call("GET", "/v1.0/me", token: token).status == 200)
        let reply = bench.call(write.method, write.target, token: token, json: write.body)
        #expect(reply.status == 403 && reply.text.contains("Authorization_RequestDenied"))
    }

    @Test func asksForMoreWhereSignInsAndMailboxesAreRead() throws {
        let targets = ["/v1.0/me?$select=id,signInActivity", "/v1.0/me/mailboxSettings"]
        let (bench, token) = try Self.bench("User.Read", "adele@contoso.com")
        for target in targets { #expect(bench.call("GET", target, token: token).status == 403, "\(target)") }
        #expect(bench.call("GET", targets[0], token: token).text.contains("AuditLog.Read.All"))
        let (other, able) = try Self.bench("User.Read AuditLog.Read.All MailboxSettings.Read", "adele@contoso.com")
        for target in targets { #expect(other.call("GET", target, token: able).status == 200, "\(target)") }
    }

    @Test func letsPeopleDoWhatIsTheirsToDo() throws {
        let (bench, token) = try Self.bench(Self.scopes, "adele@contoso.com")
        func status(_ method: String, _ target: String, _ body: JSONValue) -> Int {
            bench.call(method, target, token: token, json: body).status
        }
        #expect(status("PATCH", "/v1.0/me", ["mobilePhone": "+49 30 1"]) == 204)
        // Their title is an administrator's affair, whatever the app may do.
        #expect(status("PATCH", "/v1.0/me", ["jobTitle": "Chief"]) == 403)
        #expect(status("PATCH", "/v1.0/me", ["mobilePhone": "1", "accountEnabled": false]) == 403)
        #expect(status("POST", "/v1.0/me/getMemberGroups", ["securityEnabledOnly": false]) == 200)
        #expect(
            status(
                "POST",
                "/v1.0/me/changePassword",
                ["currentPassword": .string(Seed.password), "newPassword": "An0ther-Password"]
            ) == 204
        )
    }

    @Test func letsAnAdministratorChangeEverythingOfItsOwn() throws {
        let (bench, token) = try Self.bench(Self.scopes, "admin@contoso.com")
        let reply = bench.call("PATCH", "/v1.0/me", token: token, json: ["jobTitle": "Chief"])
        #expect(reply.status == 204, "\(reply.text)")
    }
}
