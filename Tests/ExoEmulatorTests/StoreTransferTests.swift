import ExoCrypto
import ExoJSON
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

struct StoreTransferTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    private func seeded() throws -> Store {
        let store = try Store(path: nil)
        try store.fillIfEmpty(now: Self.now)
        return store
    }

    private func document(_ change: (String) -> String) throws -> [UInt8] {
        Array(change(String(decoding: try StoreExport.document(try seeded()), as: UTF8.self)).utf8)
    }

    @Test func bringsBackEverything() throws {
        let bench = try EntraBench()
        let store = bench.context.store
        let reply = try bench.token(EntraBench.redemption(try bench.code()))
        _ = try ParameterKey(store)
        try bench.context.directory.save(TrustedIssuerRecord(issuer: "https://\u{2028}\"\\\n", keys: "{}"))
        let before = try StoreExport.document(store)
        let token = try bench.applicationToken()
        try store.refill(now: Self.now)
        #expect(throws: TokenRefusal.self) {
            try AccessTokenVerifier(bench.context).verify(authorization: "Bearer \(token)")
        }
        _ = try StoreImport(before).write(to: store)
        #expect(try StoreExport.document(store) == before)
        #expect(try store.integrityFaults().isEmpty)
        #expect(try AccessTokenVerifier(bench.context).verify(authorization: "Bearer \(token)").isApplication)
        let refresh = try #require(reply.body["refresh_token"]?.stringValue)
        let renewed = try bench.token([
            ("client_id", EntraBench.publicClient), ("grant_type", "refresh_token"), ("refresh_token", refresh),
        ])
        #expect(renewed.status == 200)
    }

    @Test func writesWholeJSONWithEveryTable() throws {
        let store = try seeded()
        let document = try JSONValue(parsing: StoreExport.document(store))
        let tables = try #require(document["tables"]?.objectValue)
        let names = try store.read { connection in
            try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'") {
                try $0.text()
            }
        }
        // What follows from other tables is left out.
        #expect(Set(tables.names) == Set(names).subtracting(StoreTable.derived))
        #expect(document["schema"]?.integerValue == Int64(Store.migrations.count))
        let columns = try store.read { connection in try StoreTable.all(connection).flatMap(\.columns) }
        #expect(columns.allSatisfy { $0.type != .blob && $0.type != .any })
    }

    struct Damage: Sendable {
        let named: String
        let change: @Sendable (String) -> String

        init(_ named: String, _ change: @escaping @Sendable (String) -> String) {
            self.named = named
            self.change = change
        }
    }

    @Test(arguments: [
        Damage("not JSON") { String($0.dropLast(20)) },
        Damage("not JSON") { _ in "" },
        Damage("format") { _ in "[]" },
        Damage("format") { $0.replacing(#""format":"exo-emulator""#, with: #""format":"other""#) },
        Damage("version") { $0.replacing(#""version":1"#, with: #""version":2"#) },
        Damage("schema") { $0.replacing(#""schema":"#, with: #""schema":9"#) },
        Damage("there twice") { $0.replacing(#""tables":{"#, with: #""tables":{"user":{"columns":[],"rows":[]},"#) },
        Damage("no table") { $0.replacing(#""tables":{"#, with: #""tables":{"nonsense":{"columns":[],"rows":[]},"#) },
        Damage("no column") { $0.replacing(#""user_principal_name""#, with: #""user_name""#) },
        Damage("names a column twice") { $0.replacing(#""given_name","surname""#, with: #""surname","surname""#) },
        Damage("table \"user\", row 6: UNIQUE") {
            $0.replacing(#""adele@contoso.com","Adele Vance""#, with: #""admin@contoso.com","Adele Vance""#)
        },
        Damage("table \"tenant\", row 1: ") {
            $0.replacing("\"\(Seed.contosoID)\",\"Contoso\"", with: "7,\"Contoso\"")
        },
        Damage("CHECK") { $0.replacing("\"AzureADMultipleOrgs\"", with: "\"Anything\"") },
        Damage("that is not there") {
            $0.replacing("\"\(Seed.fabrikamID)\",\"Fabrikam\"", with: "\"\(Seed.appID(9))\",\"F\"")
        },
        Damage("not a JSON object") { $0.replacing(",\"{}\"]", with: ",\"{\"]") },
        Damage("neither text nor a number") { $0.replacing(",\"{}\"]", with: ",true]") },
        Damage("of the document is damaged") { $0.replacing("\"Adele Vance\"", with: "\"Adele Vance") },
        Damage("not JSON") { String($0.prefix($0.count / 2)) },
        Damage("not JSON") { $0.replacing("\n}}\n", with: "\n}}\nmore\n") },
        Damage("a row is an array of") { $0.replacing(",\"{}\"]", with: "]") },
    ])
    func takesAllOrNothing(_ damage: Damage) throws {
        let store = try seeded()
        let before = try StoreExport.document(store)
        let damaged = try document(damage.change)
        let error = #expect(throws: EmulatorError.self) { try StoreImport(damaged).write(to: store) }
        #expect(error?.message.contains(damage.named) == true)
        #expect(error?.message.hasPrefix("Nothing was imported") == true)
        #expect(try StoreExport.document(store) == before)
    }

    @Test func refusesKeysThatDoNotBelongTogether() throws {
        let bench = try EntraBench()
        let key = try SigningKey.make(commonName: "other", now: Self.now)
        try bench.context.directory.change("UPDATE signing_key SET certificate_pem = ?", [key.certificatePEM])
        let document = try StoreExport.document(bench.context.store)
        let error = #expect(throws: EmulatorError.self) { try StoreImport(document).write(to: try seeded()) }
        #expect(error?.message.contains("signing_key") == true)
        #expect(error?.message.contains("PRIVATE") == false)
    }

    @Test func takesAnExportOfAnEarlierSchema() throws {
        let text = """
            {"format":"exo-emulator","version":1,"schema":1,"tables":{
            "tenant":{"columns":["id","display_name","initial_domain","default_domain","region"],"rows":[
            ["\(Seed.contosoID)","Contoso","contoso.onmicrosoft.com","contoso.com","EU"]
            ]}
            }}
            """
        let store = try seeded()
        #expect(try StoreImport(Array(text.utf8)).write(to: store) == StoreImport.Result(tables: 1, rows: 1))
        let tenants = try Directory(store: store).tenants()
        #expect(tenants.map(\.displayName) == ["Contoso"])
        #expect(tenants.first?.allowsUserConsent == true)
        #expect(try Directory(store: store).users(of: Seed.contosoID).isEmpty)
    }

    @Test func refusesAnExportWithoutATenant() throws {
        let document = Array(#"{"format":"exo-emulator","version":1,"schema":4,"tables":{}}"#.utf8)
        let error = #expect(throws: EmulatorError.self) { try StoreImport(document).write(to: try seeded()) }
        #expect(error?.message.contains("no tenant") == true)
    }

    @Test func generatesTheSamePeopleEachTime() throws {
        func names(_ seed: GeneratedSeed) throws -> [String] {
            let store = try Store(path: nil)
            try store.add(seed, now: Self.now)
            return try Directory(store: store).users(of: Seed.contosoID).map(\.userPrincipalName)
        }
        let seed = GeneratedSeed(users: 300, applications: 5, number: 7)
        let base = try names(GeneratedSeed()).count
        let first = try names(seed)
        #expect(first.count == base + 300)
        #expect(try names(seed) == first)
        #expect(try names(GeneratedSeed(users: 300, number: 8)) != first)
    }

    @Test func signsInWhoWasGenerated() throws {
        let bench = try EntraBench()
        try bench.context.store.add(
            GeneratedSeed(users: 20, applications: 2, hasMailboxes: true),
            now: Self.now
        )
        let reply = try bench.token([
            ("client_id", GeneratedSeed.applicationID(1, number: 1)), ("client_secret", GeneratedSeed.secret),
            ("grant_type", "client_credentials"), ("scope", EntraBench.exchangeDefault),
        ])
        #expect(reply.status == 200)
        let user = try #require(
            try bench.context.directory.users(of: Seed.contosoID).first { $0.displayName.hasSuffix(" 20") }
        )
        #expect(try bench.signIn(user.userPrincipalName).locationFields["code"] != nil)
        let tenant = try #require(try bench.context.directory.tenant(matching: "contoso.com"))
        let objects = ObjectStore(store: bench.context.store, names: TenantNames(tenant))
        #expect(try objects.owner(ofAddress: user.userPrincipalName)?.typeDetails == "UserMailbox")
    }

    @Test func leavesOutTheFixedRolesOfAnEarlierSchema() throws {
        let bench = try ExchangeHarness()
        try bench.done("Get-RoleGroup")
        let document = String(decoding: try StoreExport.document(bench.context.store), as: UTF8.self)
        let schema = "\"schema\":\(Store.migrations.count)"
        let earlier = document.replacing(schema, with: "\"schema\":10")
            // Such a store knew nothing of roles that change.
            .split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.contains("\"Access\"]") }.joined(separator: "\n").replacing(",\n]", with: "\n]")
        #expect(earlier != document && earlier.contains("\"RoleGroup\""))
        _ = try StoreImport(Array(earlier.utf8)).write(to: bench.context.store)
        let groups = try bench.done("Get-RoleGroup").texts("Name")
        #expect(groups.count > 10 && Set(groups).count == groups.count)
        try bench.done("Add-RoleGroupMember", ["Identity": "Help Desk", "Member": "adele"])
    }
}
