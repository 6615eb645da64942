import Synchronization
import TestSupport
import Testing

@testable import EmulatorCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct StoreTests {
    private func scratchFile() -> String {
        FileManager.default.temporaryDirectory.appending(path: "exo-store-\(UUID().uuidString).db").path()
    }

    private func remove(_ path: String) throws {
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    private func tenant(_ name: String = "one") -> TenantRecord {
        TenantRecord(
            id: "00000000-0000-4000-8000-000000000001",
            displayName: name,
            initialDomain: "\(name).onmicrosoft.com",
            defaultDomain: "\(name).com",
            region: "EU"
        )
    }

    @Test func keepsWhatWasWrittenAcrossOpenings() throws {
        let path = scratchFile()
        defer { #expect(throws: Never.self) { try remove(path) } }
        do {
            let store = try Store(path: path)
            #expect(try store.isEmpty)
            try Directory(store: store).insert(tenant())
        }
        let store = try Store(path: path)
        #expect(try Directory(store: store).tenants() == [tenant()])
        #expect(try store.integrityFaults().isEmpty)
    }

    @Test func makesItsFileReadableForTheOwnerAlone() throws {
        let path = scratchFile()
        defer { #expect(throws: Never.self) { try remove(path) } }
        let store = try Store(path: path)
        try Directory(store: store).insert(tenant())
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
        }
    }

    @Test func refusesADatabaseOfANewerVersion() throws {
        let path = scratchFile()
        defer { #expect(throws: Never.self) { try remove(path) } }
        _ = try Database(path: path, migrations: Store.migrations + [Migration(name: "future", steps: [])])
        let error = #expect(throws: DatabaseError.self) { try Store(path: path) }
        #expect(error?.code == .newerSchema)
    }

    @Test func refusesAFileThatIsNoDatabase() throws {
        let path = scratchFile()
        defer { #expect(throws: Never.self) { try remove(path) } }
        try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: path))
        let error = #expect(throws: DatabaseError.self) { try Store(path: path) }
        #expect(error?.code == .corrupt)
    }

    @Test func refusesAFolderThatDoesNotExist() throws {
        let error = #expect(throws: DatabaseError.self) { try Store(path: "/nonexistent/folder/store.db") }
        #expect(error?.code == .cannotOpen)
    }

    @Test func runsOnlyTheStepsADatabaseHasNotSeen() throws {
        let path = scratchFile()
        defer { #expect(throws: Never.self) { try remove(path) } }
        let first = Migration(name: "first", steps: ["CREATE TABLE a (x INTEGER) STRICT"])
        let second = Migration(name: "second", steps: ["CREATE TABLE b (x INTEGER) STRICT"])
        _ = try Database(path: path, migrations: [first])
        let database = try Database(path: path, migrations: [first, second])
        let tables = try database.read { connection in
            try connection.rows("SELECT name FROM sqlite_schema ORDER BY name") { try $0.text() }
        }
        #expect(tables == ["a", "b"])
    }

    @Test func anOlderStoreKnowsItsAccountsAndArchives() throws {
        let path = scratchFile()
        defer { #expect(throws: Never.self) { try remove(path) } }
        let step = try #require(Store.migrations.firstIndex { $0.name == Migration.auditAccounts.name })
        let id = tenant().id
        do {
            let older = try Database(path: path, migrations: Array(Store.migrations[..<step]))
            try older.write { connection in
                try connection.insert(tenant())
                try connection.execute(
                    """
                    INSERT INTO user (id, tenant_id, user_principal_name, display_name, mail_nickname, account_enabled,
                    user_type, tokens_valid_from) VALUES (?1, ?1, 'Ada@one.com', 'Ada', 'ada', 1, 'Member', 0)
                    """,
                    [id]
                )
                for user in ["ada@one.com", "gone@one.com"] {
                    try connection.execute(
                        """
                        INSERT INTO exchange_audit (tenant_id, happened_at, operation, user_id, object_id, parameters)
                        VALUES (?, 1, 'Set-Mailbox', ?, '', '{}')
                        """,
                        [id, user]
                    )
                }
                try connection.execute(
                    "INSERT INTO exchange_scope (tenant_id, class) VALUES (?, 'recipient')",
                    [id]
                )
                for (type, properties) in [
                    ("UserMailbox", #"{"ArchiveGuid":"ABC","FormerIdentities":[]}"#),
                    ("RoomMailbox", #"{"FormerIdentities":[]}"#), ("RoomMailbox", #"{"ArchiveGuid":null}"#),
                ] {
                    try connection.execute(
                        """
                        INSERT INTO exchange_object (tenant_id, class, guid, name, type_details, created_at, changed_at,
                        properties, is_indexed) VALUES (?, 'recipient', ?, 'x', ?, 1, 1, ?, 1)
                        """,
                        [id, UUID().uuidString, type, properties]
                    )
                }
            }
        }
        let store = try Store(path: path)
        let accounts = try store.read { connection in
            try connection.rows("SELECT account_id FROM exchange_audit ORDER BY sequence") { try $0.text() }
        }
        #expect(accounts == [id, ""])
        let index = try store.read { connection in
            try connection.rows("SELECT kind, value, sequence FROM exchange_index ORDER BY kind") { row in
                "\(try row.integer()) \(try row.text()) \(try row.integer())"
            }
        }
        #expect(index == ["13 abc 1", "14 true 2"])
    }

    @Test func leavesNothingOfAStepThatFails() throws {
        let path = scratchFile()
        defer { #expect(throws: Never.self) { try remove(path) } }
        let bad = Migration(name: "bad", steps: ["CREATE TABLE a (x INTEGER) STRICT", "CREATE TABLE a (x INTEGER)"])
        let error = #expect(throws: DatabaseError.self) { try Database(path: path, migrations: [bad]) }
        #expect(error?.message.contains("schema step bad") == true)
        let database = try Database(path: path, migrations: [])
        let count = try database.read { try $0.first("SELECT count(*) FROM sqlite_schema") { try $0.integer() } }
        #expect(count == 0)
    }

    @Test(arguments: [true, false])
    func rollsBackAWriteThatThrows(inMemory: Bool) throws {
        struct Stop: Error {}
        let path = inMemory ? nil : scratchFile()
        defer { if let path { #expect(throws: Never.self) { try remove(path) } } }
        let store = try Store(path: path)
        #expect(throws: Stop.self) {
            try store.write { connection in
                try connection.insert(tenant())
                throw Stop()
            }
        }
        #expect(try store.isEmpty)
    }

    @Test(arguments: [true, false])
    func letsAReadInsideAWriteSeeTheWrite(inMemory: Bool) throws {
        let path = inMemory ? nil : scratchFile()
        defer { if let path { #expect(throws: Never.self) { try remove(path) } } }
        let store = try Store(path: path)
        let directory = Directory(store: store)
        try store.write { connection in
            try connection.insert(tenant())
            #expect(try directory.tenants().count == 1)
            try directory.insert(
                DomainRecord(name: "one.com", tenantID: tenant().id, isInitial: false, isDefault: true)
            )
        }
        #expect(try directory.tenant(matching: "ONE.com") == tenant())
    }

    @Test(arguments: [true, false])
    func servesManyThreadsAtOnce(inMemory: Bool) async throws {
        let path = inMemory ? nil : scratchFile()
        defer { if let path { #expect(throws: Never.self) { try remove(path) } } }
        let store = try Store(path: path)
        let directory = Directory(store: store)
        try directory.insert(tenant())
        try await withThrowingTaskGroup { group in
            for worker in 0..<16 {
                group.addTask {
                    for turn in 0..<25 {
                        let name = "d\(worker)-\(turn).com"
                        try directory.insert(
                            DomainRecord(name: name, tenantID: tenant().id, isInitial: false, isDefault: false)
                        )
                        #expect(try directory.domain(named: name)?.name == name)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try directory.domains(of: tenant().id).count == 400)
    }

    @Test func takesEveryKindOfValueBackUnchanged() throws {
        let database = try Database(
            path: nil,
            migrations: [Migration(name: "values", steps: ["CREATE TABLE v (id INTEGER PRIMARY KEY, x ANY) STRICT"])]
        )
        let values: [SQLValue] = [
            .null, .integer(.min), .integer(.max), .real(-0.5), .text(""), .text("a\0b"), .text("Zoë 🦊"),
            .text("'; DROP TABLE v; --"), .blob([]), .blob([0, 255]),
        ]
        let read = try database.write { connection in
            for value in values { try connection.execute("INSERT INTO v (x) VALUES (?)", [value]) }
            return try connection.rows("SELECT x FROM v ORDER BY id") { $0.value() }
        }
        #expect(read == values)
    }

    @Test func refusesTheWrongCountOfValues() throws {
        let store = try Store(path: nil)
        let error = #expect(throws: DatabaseError.self) {
            try store.read { try $0.rows("SELECT ?, ?", [1]) { try $0.integer() } }
        }
        #expect(error?.message == "1 values for 2 parameters")
    }

    @Test func reportsNullWhereTextWasExpected() throws {
        let store = try Store(path: nil)
        let error = #expect(throws: DatabaseError.self) {
            try store.read { try $0.first("SELECT NULL") { try $0.text() } }
        }
        #expect(error?.code == .unexpectedValue)
    }

    @Test func readsDoubleQuotesAsNamesOnly() throws {
        let store = try Store(path: nil)
        #expect(throws: DatabaseError.self) {
            try store.read { try $0.first("SELECT \"no such column\"") { try $0.text() } }
        }
    }

    @Test func copiesItselfToANewFile() throws {
        let path = scratchFile()
        defer { #expect(throws: Never.self) { try remove(path) } }
        let store = try Store(path: nil)
        try Directory(store: store).insert(tenant())
        try store.copy(to: path)
        #expect(try Directory(store: Store(path: path)).tenants() == [tenant()])
    }

    @Test func namesTheConstraintThatWasViolated() throws {
        let directory = Directory(store: try Store(path: nil))
        try directory.insert(tenant())
        let error = #expect(throws: DatabaseError.self) { try directory.insert(tenant()) }
        #expect(error?.code == .constraint)
        #expect(error?.message.contains("UNIQUE constraint failed: tenant.") == true)
    }

    @Test func writesAtTheSameTimeTakeBackOnlyWhatIsTheirOwn() async throws {
        struct Refused: Error {}
        let folder = try TemporaryFolder()
        let database = try Database(
            path: folder.path + "/shared.sqlite",
            migrations: [Migration(name: "first", steps: ["CREATE TABLE entry (number INTEGER PRIMARY KEY) STRICT"])]
        )
        let kept = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<60 {
                group.addTask {
                    do {
                        return try database.write { connection in
                            try connection.execute("INSERT INTO entry VALUES (?)", [number])
                            if number % 3 == 0 { throw Refused() }
                            if number % 3 == 1 { try connection.execute("INSERT INTO entry VALUES (?)", [number]) }
                            return number
                        }
                    } catch {
                        return nil
                    }
                }
            }
            return await group.reduce(into: [Int]()) { kept, number in if let number { kept.append(number) } }
        }
        #expect(kept.sorted() == (0..<60).filter { $0 % 3 == 2 })
        let stored = try database.read { connection in
            try connection.rows("SELECT number FROM entry ORDER BY 1") { try $0.integer() }
        }
        #expect(stored == kept.sorted())
        let another = try Database(
            path: folder.path + "/shared.sqlite",
            migrations: [Migration(name: "first", steps: [])]
        )
        #expect(try another.read { try $0.first("SELECT count(*) FROM entry") { try $0.integer() } } == 20)
    }
}
