import ExoJSON
import FoundationEssentials
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import ExoEmulator

/// A request that the service refuses, and how.
struct ErrorCase: Sendable, CustomTestStringConvertible {
    /// Where a refusal is told.
    enum Place: Sendable {
        /// In a JSON body.
        case body
        /// In the query that goes back to the client.
        case redirect
        /// On a page, because nothing may be sent to the client, or because the user can mend it.
        case page
        /// On a page with a form by which the user can mend it.
        case form
    }

    var code: Int
    var error: String
    var status: Int
    var suberror: String?
    var furtherCodes: [Int] = []
    /// Whether the refusal names the policy that the next try has to meet.
    var namesPolicy = false
    var place: Place
    var fire: @Sendable (APIBench) throws -> ServerResponse

    var testDescription: String { "AADSTS\(code) \(place)" }

    /// A refusal by a token endpoint or by a document.
    static func body(
        _ code: Int,
        _ error: String,
        _ suberror: String? = nil,
        further: [Int] = [],
        namesPolicy: Bool = false,
        _ fire: @escaping @Sendable (APIBench) throws -> ServerResponse
    ) -> ErrorCase {
        ErrorCase(
            code: code,
            error: error,
            status: error == "invalid_client" && code != 65002 ? 401 : 400,
            suberror: suberror,
            furtherCodes: further,
            namesPolicy: namesPolicy,
            place: .body,
            fire: fire
        )
    }

    /// A refusal of a sign-in that is told to the client.
    static func redirect(_ code: Int, _ error: String, _ changes: [String: String?]) -> ErrorCase {
        ErrorCase(code: code, error: error, status: 302, place: .redirect) {
            try $0.bench.send("GET", EntraBench.authorizeTarget(changes))
        }
    }

    /// A refusal of a sign-in that stays on a page.
    static func page(
        _ code: Int,
        status: Int = 400,
        _ fire: @escaping @Sendable (APIBench) throws -> ServerResponse
    ) -> ErrorCase {
        ErrorCase(code: code, error: "", status: status, place: .page, fire: fire)
    }

    /// A refusal of a sign-in that stays on a page with a form.
    static func form(
        _ code: Int,
        status: Int = 200,
        _ fire: @escaping @Sendable (APIBench) throws -> ServerResponse
    ) -> ErrorCase {
        ErrorCase(code: code, error: "", status: status, place: .form, fire: fire)
    }
}

extension APIBench {
    /// Asks a token endpoint and hands back the whole reply.
    func post(
        _ fields: [String: String?],
        _ changes: [String: String?] = [:],
        tenant: String = "contoso.com",
        version1: Bool = false
    ) throws -> ServerResponse {
        let form = fields.merging(changes) { $1 }.compactMap { name, value in value.map { (name, $0) } }
            .sorted { $0.0 < $1.0 }
        return try bench.send(
            "POST",
            version1 ? "/\(tenant)/oauth2/token" : "/\(tenant)/oauth2/v2.0/token",
            form: form,
            headers: [("client-request-id", EntraBench.correlation)]
        )
    }

    /// Asks for an application's token.
    func application(_ changes: [String: String?] = [:], tenant: String = "contoso.com") throws -> ServerResponse {
        try post(
            [
                "client_id": EntraBench.confidentialClient, "client_secret": EntraBench.secret,
                "grant_type": "client_credentials", "scope": EntraBench.exchangeDefault,
            ],
            changes,
            tenant: tenant
        )
    }

    /// Asks for an application's token by an assertion.
    func assertion(
        header: [String: JSONValue?] = [:],
        claims: [String: JSONValue?] = [:],
        from maker: AssertionMaker? = nil
    ) throws -> ServerResponse {
        let own = try AssertionMaker()
        if try bench.context.directory.keyCredentials(of: EntraBench.confidentialClient).isEmpty {
            try own.register(in: bench)
        }
        let text = try (maker ?? own).make(header: header, claims: claims)
        return try application([
            "client_secret": nil, "client_assertion_type": ClientAssertion.type, "client_assertion": text,
        ])
    }

    /// Signs the administrator in by password.
    func password(_ changes: [String: String?] = [:], tenant: String = "organizations") throws -> ServerResponse {
        try post(
            [
                "client_id": EntraBench.publicClient, "grant_type": "password", "username": "admin@contoso.com",
                "password": Seed.password, "scope": "\(EntraBench.exchangeDefault) offline_access",
            ],
            changes,
            tenant: tenant
        )
    }

    /// Signs the administrator in by password after a change to the account.
    func password(after change: (inout UserRecord) -> Void) throws -> ServerResponse {
        try changeAdministrator(change)
        return try password()
    }

    /// Changes the administrator's account.
    func changeAdministrator(_ change: (inout UserRecord) -> Void) throws {
        var user = try #require(try bench.context.directory.user("admin@contoso.com"))
        change(&user)
        try bench.context.directory.save(user)
    }

    /// Redeems a code.
    func redemption(
        _ changes: [String: String?] = [:],
        code: String? = nil,
        tenant: String = "organizations",
        version1: Bool = false,
        waiting seconds: TimeInterval = 0
    ) throws -> ServerResponse {
        let code = try code ?? bench.code()
        bench.context.clock.advance(by: seconds)
        return try post(
            Dictionary(uniqueKeysWithValues: EntraBench.redemption(code).map { ($0.0, Optional($0.1)) }),
            changes,
            tenant: tenant,
            version1: version1
        )
    }

    /// Redeems the refresh token of a sign-in.
    func refresh(
        _ changes: [String: String?] = [:],
        user: String = "admin@contoso.com",
        tenant: String = "organizations",
        version1: Bool = false,
        after event: (EntraBench) throws -> Void = { _ in }
    ) throws -> ServerResponse {
        let reply = try JSONValue(parsing: password(["username": user]).body)
        try event(bench)
        return try post(
            [
                "client_id": EntraBench.publicClient, "grant_type": "refresh_token",
                "refresh_token": try #require(reply["refresh_token"]?.stringValue), "scope": EntraBench.exchangeDefault,
            ],
            changes,
            tenant: tenant,
            version1: version1
        )
    }

    /// Exchanges a user's token, with some of its claims or of the form changed.
    func exchange(
        claims: [String: JSONValue?] = [:],
        _ changes: [String: String?] = [:],
        version1: Bool = false
    ) throws -> ServerResponse {
        try post(
            Dictionary(uniqueKeysWithValues: APIBench.form(try forged(claims)).map { ($0.0, Optional($0.1)) }),
            changes,
            version1: version1
        )
    }

    /// Lets an application demand that users, or applications, be assigned to it.
    func requireAssignment(to appID: String) throws {
        var principal = try #require(try bench.context.directory.servicePrincipal(appID, in: EntraBench.contoso))
        principal.appRoleAssignmentRequired = true
        try bench.context.directory.save(principal)
    }
}
