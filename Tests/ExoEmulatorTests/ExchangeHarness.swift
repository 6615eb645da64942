import ExoJSON
import HTTPServer
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

/// The admin API over a seeded store in memory, with callers instead of tokens.
struct ExchangeHarness {
    let context: EmulatorContext
    let service: ExchangeService

    static let contoso = Seed.contosoID
    static let moment = Date(timeIntervalSince1970: 1_790_000_000)
    static let anchor = "UPN:admin@contoso.com"

    private static let seeded = Result { try ExchangeHarness() }

    /// A harness that tests share which only read and change no switch.
    static func reading() throws -> ExchangeHarness { try seeded.get() }

    init(mailboxes: Int = 0) throws {
        let store = try Store(path: nil)
        let clock = EmulatorClock()
        clock.freeze(at: Self.moment)
        context = EmulatorContext(
            store: store,
            directory: Directory(store: store),
            clock: clock,
            endpoints: EmulatorEndpoints(),
            settings: EmulatorSettings()
        )
        try Seed.contoso.write(to: store, now: Self.moment) { $0 }
        try Seed.contoso.writeExchange(to: store, now: Self.moment)
        service = ExchangeService(context: context) { authorization in
            guard let authorization else { throw TokenRefusal.missing }
            guard let caller = Self.callers[authorization] else { throw TokenRefusal.malformed }
            return caller
        }
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

    private static let callers: [String: CallerIdentity] = [
        "Bearer admin": user("admin", [DirectoryRoleID.globalAdministrator, DirectoryRoleID.exchangeAdministrator]),
        "Bearer reader": user("reader", [DirectoryRoleID.globalReader]),
        "Bearer adele": user("adele", []),
        "Bearer unscoped": user("admin", [DirectoryRoleID.globalAdministrator], scopes: ["User.Read"]),
        "Bearer app": application(["Exchange.ManageAsApp"], [DirectoryRoleID.exchangeAdministrator]),
        "Bearer app-without-role": application(["Exchange.ManageAsApp"], []),
        "Bearer app-without-permission": application([], [DirectoryRoleID.exchangeAdministrator]),
        "Bearer app-without-anything": application([], []),
    ]

    private static func user(
        _ alias: String,
        _ roles: Set<String>,
        scopes: Set<String> = ["Exchange.Manage"]
    ) -> CallerIdentity {
        CallerIdentity(
            tenantID: contoso,
            isApplication: false,
            objectID: SeedIdentifier.make("person", "\(alias)@contoso.com"),
            userPrincipalName: "\(alias)@contoso.com",
            applicationID: "aaaaaaaa-0000-4000-8000-000000000001",
            scopes: scopes,
            appRoles: [],
            directoryRoles: roles,
            audience: "https://outlook.office365.com",
            expiresOn: moment.addingTimeInterval(3600)
        )
    }

    private static func application(_ appRoles: Set<String>, _ roles: Set<String>) -> CallerIdentity {
        CallerIdentity(
            tenantID: contoso,
            isApplication: true,
            objectID: "00000000-0000-4000-8000-0000000000aa",
            userPrincipalName: nil,
            applicationID: "aaaaaaaa-0000-4000-8000-000000000002",
            scopes: [],
            appRoles: appRoles,
            directoryRoles: roles,
            audience: "https://outlook.office365.com",
            expiresOn: moment.addingTimeInterval(3600)
        )
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
        listener: String = "front"
    ) throws -> Reply {
        var fields: [ServerRequest.Field] = [.init("Host", "localhost:8443")]
        if let caller { fields.append(.init("Authorization", "Bearer \(caller)")) }
        for (name, value) in headers { fields.append(.init(name, value)) }
        let request = ServerRequest(
            method: method,
            target: target,
            headers: fields,
            body: body?.serialized() ?? [],
            listener: listener
        )
        let response = try #require(service.respond(to: request, path: request.pathSegments))
        let isJSON = response.header("Content-Type")?.hasPrefix("application/json") ?? false
        return Reply(response: response, body: isJSON ? try JSONValue(parsing: response.body) : .null)
    }

    /// Runs a cmdlet.
    func run(
        _ cmdlet: String,
        _ parameters: JSONObject = [:],
        as caller: String = "admin",
        headers: [String: String] = [:],
        query: String = ""
    ) throws -> Reply {
        var headers = headers
        if headers["X-AnchorMailbox"] == nil { headers["X-AnchorMailbox"] = Self.anchor }
        return try send(
            "POST",
            "/adminapi/beta/\(Self.contoso)/InvokeCommand\(query)",
            as: caller,
            headers: headers,
            body: ["CmdletInput": ["CmdletName": .string(cmdlet), "Parameters": .object(parameters)]]
        )
    }
}
