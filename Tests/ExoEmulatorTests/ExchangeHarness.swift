import ExoCrypto
import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorEntra
@testable import EmulatorExchange
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The admin API of an emulator with the seed in memory, called with tokens of the control API.
struct ExchangeHarness {
    let emulator: Emulator
    var context: EmulatorContext { emulator.context }

    static let contoso = Seed.contosoID
    static let moment = Date(timeIntervalSince1970: 1_790_000_000)
    static let anchor = "UPN:admin@contoso.com"

    private static let seeded = Result { try ExchangeHarness() }

    /// A harness that tests share which only read and change no switch.
    static func reading() throws -> ExchangeHarness { try seeded.get() }

    /// The admin API of an emulator that is there.
    init(_ emulator: Emulator) { self.emulator = emulator }

    init(mailboxes: Int = 0) throws {
        emulator = try SeededStore.emulator(.temporary(now: { Self.moment }))
        context.clock.freeze(at: Self.moment)
        try addMailboxes(mailboxes)
    }

    /// Adds mailboxes `bulk0001` and so on to contoso.
    func addMailboxes(_ count: Int) throws {
        guard count > 0, let tenant = try context.directory.tenant(matching: Self.contoso) else { return }
        let maker = ExchangeObjectMaker(tenant: tenant, now: ServiceDate(Self.moment))
        let objects = ObjectStore(store: context.store, names: maker.names)
        try context.store.write { _ in
            for number in 1...count {
                let digits = String(number)
                let alias = "bulk" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
                let person = SeedPerson(
                    kind: .user,
                    tenantID: tenant.id,
                    alias: alias,
                    domain: "contoso.com",
                    displayName: "Bulk \(digits)"
                )
                try objects.insert(maker.recipient(person))
            }
        }
    }

    // MARK: Callers

    /// What the control API is asked for in the name of a caller.
    private static let callers: [String: JSONValue] = [
        "admin": user("admin", [DirectoryRoleID.globalAdministrator, DirectoryRoleID.exchangeAdministrator]),
        "reader": user("reader", [DirectoryRoleID.globalReader]),
        "adele": user("adele", []),
        "unscoped": user("admin", [DirectoryRoleID.globalAdministrator], scopes: "User.Read"),
        "app": application(["Exchange.ManageAsApp"], [DirectoryRoleID.exchangeAdministrator]),
        "app-without-role": application(["Exchange.ManageAsApp"], []),
        "app-without-permission": application([], [DirectoryRoleID.exchangeAdministrator]),
        "app-without-anything": application([], []),
        "endpoints": user("admin", [DirectoryRoleID.exchangeAdministrator], scopes: "Exchange.ManageV2"),
        "app-endpoints": application(["Exchange.ManageAsAppV2"], [DirectoryRoleID.exchangeAdministrator]),
        "compliance": compliance("admin", [DirectoryRoleID.globalAdministrator]),
        "compliance-reader": compliance("reader", [DirectoryRoleID.globalReader]),
        "compliance-nobody": compliance("adele", []),
        "compliance-exchange": compliance("admin", [DirectoryRoleID.exchangeAdministrator]),
        "compliance-app": complianceApplication([DirectoryRoleID.globalAdministrator]),
        "compliance-app-exchange": complianceApplication([DirectoryRoleID.exchangeAdministrator]),
        "graph": ["resource": "https://graph.microsoft.com"],
        "stranger": ["user": "admin@contoso.com", "kind": "wrongAudience"],
    ]

    private static func user(_ alias: String, _ roles: [String], scopes: String = "Exchange.Manage") -> JSONValue {
        [
            "user": .string("\(alias)@contoso.com"),
            "claims": ["scp": .string(scopes), "wids": .array(roles.map { .string($0) })],
        ]
    }

    private static let complianceResource = "https://ps.compliance.protection.outlook.com"

    private static func compliance(_ alias: String, _ roles: [String]) -> JSONValue {
        [
            "user": .string("\(alias)@contoso.com"), "resource": .string(complianceResource),
            "claims": ["scp": "FfoPowerShell.AccessAsUser.All", "wids": .array(roles.map { .string($0) })],
        ]
    }

    private static func complianceApplication(_ roles: [String]) -> JSONValue {
        [
            "resource": .string(complianceResource),
            "claims": ["roles": ["Exchange.ManageAsApp"], "wids": .array(roles.map { .string($0) })],
        ]
    }

    private static func application(_ appRoles: [String], _ roles: [String]) -> JSONValue {
        [
            "claims": [
                "roles": .array(appRoles.map { .string($0) }), "wids": .array(roles.map { .string($0) }),
            ]
        ]
    }

    /// A token of a caller; of one that is not known, a word that is none.
    func token(of caller: String) throws -> String {
        guard let asked = Self.callers[caller] else { return caller }
        let reply = emulator.respond(
            to: ServerRequest(
                method: "POST",
                target: "/_emulator/tokens",
                headers: [.init("Content-Type", "application/json")],
                body: asked.serialized()
            )
        )
        return try #require(try JSONValue(parsing: reply.body)["access_token"]?.stringValue)
    }

    // MARK: Requests

    /// A reply with its body read.
    struct Reply {
        var response: ServerResponse
        var body: JSONValue

        var status: Int { response.status }
        var rows: [JSONValue] { body["value"]?.arrayValue ?? [] }
        var warnings: [String] { body["@adminapi.warnings"]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        var nextLink: String? { body["@odata.nextLink"]?.stringValue }
        /// The text of the innermost exception.
        var errorText: String {
            body["error"]?["innererror"]?["internalexception"]?["message"]?.stringValue
                ?? body["error"]?["message"]?.stringValue ?? ""
        }
        func texts(_ property: String) -> [String] { rows.compactMap { $0[property]?.stringValue } }
    }

    /// Sends one request.
    func send(
        _ method: String = "GET",
        _ target: String,
        as caller: String? = "admin",
        headers: [String: String] = [:],
        body: JSONValue? = nil,
        listener: String = "front",
        host: String = "localhost:8443"
    ) throws -> Reply {
        var fields: [ServerRequest.Field] = [.init("Host", host)]
        if let caller { fields.append(.init("Authorization", "Bearer \(try token(of: caller))")) }
        for (name, value) in headers { fields.append(.init(name, value)) }
        let request = ServerRequest(
            method: method,
            target: target,
            headers: fields,
            body: body?.serialized() ?? [],
            listener: listener
        )
        let response = emulator.respond(to: request)
        let isJSON = response.header("Content-Type")?.hasPrefix("application/json") ?? false
        return Reply(response: response, body: isJSON ? try JSONValue(parsing: response.body) : .null)
    }

    /// Runs a cmdlet.
    func run(
        _ cmdlet: String,
        _ parameters: JSONObject = [:],
        as caller: String = "admin",
        headers: [String: String] = [:],
        query: String = "",
        host: String = "localhost:8443"
    ) throws -> Reply {
        var headers = headers
        if headers["X-AnchorMailbox"] == nil { headers["X-AnchorMailbox"] = Self.anchor }
        return try send(
            "POST",
            "/adminapi/beta/\(Self.contoso)/InvokeCommand\(query)",
            as: caller,
            headers: headers,
            body: ["CmdletInput": ["CmdletName": .string(cmdlet), "Parameters": .object(parameters)]],
            host: host
        )
    }

    /// Runs a cmdlet of Security & Compliance.
    func comply(
        _ cmdlet: String,
        _ parameters: JSONObject = [:],
        as caller: String = "compliance",
        headers: [String: String] = [:]
    ) throws -> Reply { try run(cmdlet, parameters, as: caller, headers: headers, host: Self.complianceHost) }

    static let complianceHost = "ps.compliance.protection.outlook.com"

    /// Asks Microsoft Graph as an application.
    func graph(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> Reply {
        let headers = body == nil ? [:] : ["Content-Type": "application/json"]
        return try send(method, "/v1.0/\(path)", as: "graph", headers: headers, body: body)
    }

    /// The rows of all pages, each asked for by a request of its own.
    func walk(_ cmdlet: String, _ parameters: JSONObject, pageSize: Int) throws -> [JSONValue] {
        let headers = ["Prefer": "odata.maxpagesize=\(pageSize)", "X-AnchorMailbox": Self.anchor]
        var page = try run(cmdlet, parameters, headers: headers)
        var rows = page.rows
        while let link = page.nextLink {
            page = try send(
                "POST",
                String(link.dropFirst("https://localhost:8443".count)),
                headers: headers,
                body: ["CmdletInput": ["CmdletName": .string(cmdlet), "Parameters": .object(parameters)]]
            )
            #expect(page.status == 200, "\(page.errorText)")
            rows += page.rows
        }
        return rows
    }

    // MARK: Secrets and sign-in

    /// A secret as a client sends it: under the key that the module script publishes.
    func sealed(_ secret: String) throws -> String {
        let reply = try send(
            "GET",
            "/adminapi/v1.0/\(Self.contoso)/EXOModuleFile",
            headers: ["CommandName": "Set-Mailbox"]
        )
        let script = try #require(reply.rows.first?["fileContent"]?.stringValue)
        let start = try #require(script.firstRange(of: "$script:ParameterKey = '")).upperBound
        let xml = try #require(Base64.decode(String(script[start...].prefix { $0 != "'" })))
        let parts = String(decoding: xml, as: UTF8.self).split { $0 == "<" || $0 == ">" }
        #expect(parts.first == "RSAKeyValue")
        let key = try RSAPublicKey(
            modulus: try #require(Base64.decode(parts[2])),
            exponent: try #require(Base64.decode(parts[5]))
        )
        return Base64.encode(try key.encryptPKCS1(Array(secret.utf8)))
    }

    /// Asks the token endpoint.
    func token(_ form: [(String, String)]) throws -> JSONObject {
        let reply = emulator.respond(
            to: ServerRequest(
                method: "POST",
                target: "/contoso.com/oauth2/v2.0/token",
                headers: [
                    .init("Host", "localhost:8443"), .init("Content-Type", "application/x-www-form-urlencoded"),
                ],
                body: Array(EntraBench.encoded(form).utf8)
            )
        )
        return try #require(try JSONValue(parsing: reply.body).objectValue, "\(reply.text)")
    }

    /// Signs a user in by password.
    func signIn(_ login: String, password: String) throws -> JSONObject {
        try token([
            ("grant_type", "password"), ("client_id", EntraBench.publicClient), ("username", login),
            ("password", password), ("scope", "\(EntraBench.exchangeDefault) offline_access"),
        ])
    }
}
