import Testing

@testable import EmulatorCore
@testable import EmulatorPortal
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

final class EmulatorCommandTests {
    private let home = FileManager.default.temporaryDirectory.path + "/command-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: home) }

    private func run(_ arguments: String...) async -> Int32 {
        await EmulatorCommand(arguments: arguments, environment: ["EXO_EMULATOR_HOME": home]).run()
    }

    private func users() throws -> Int {
        try Directory(store: Store(path: home + "/tenant.sqlite")).users(of: Seed.contosoID).count
    }

    @Test func bringsAStoreBackFromItsFile() async throws {
        let (first, second) = (home + "/first.json", home + "/second.json")
        #expect(await run("export", first) == 1)
        #expect(await run("seed", "--users", "40", "--apps", "2") == 0)
        let count = try users()
        #expect(await run("export", first) == 0)
        #expect(try FileManager.default.attributesOfItem(atPath: first)[.posixPermissions] as? Int == 0o600)
        #expect(await run("reset") == 0)
        #expect(try users() == count - 40)
        #expect(await run("import", first) == 0)
        #expect(try users() == count)
        #expect(await run("export", second) == 0)
        #expect(PrivateFile.read(first) == PrivateFile.read(second))
    }

    @Test func saysBeforehandThatAResetReplacesWhatIsThere() async throws {
        func notice(_ arguments: String...) throws -> String? {
            try StoreCommand(EmulatorArguments(arguments, environment: ["EXO_EMULATOR_HOME": home])).notice
        }
        #expect(try notice("reset") == nil)
        #expect(await run("seed") == 0)
        #expect(try notice("reset") == "the seed takes the place of everything in \(home)/tenant.sqlite")
        #expect(try notice("seed", "--users", "3") == nil)
    }

    @Test func addsPeopleToWhoIsThere() async throws {
        #expect(await run("seed", "--users", "4") == 0)
        let store = try Store(path: home + "/tenant.sqlite")
        let directory = Directory(store: store)
        var adele = try #require(try directory.user("adele@contoso.com"))
        adele.displayName = "Adele Changed"
        try store.write { try $0.upsert(adele, key: "id") }
        let count = try users()
        #expect(await run("seed", "--users", "6") == 0)
        #expect(try users() == count + 2)
        #expect(await run("seed", "--users", "6", "--number", "9") == 0)
        #expect(try users() == count + 8)
        #expect(try directory.user("adele@contoso.com")?.displayName == "Adele Changed")
    }

    @Test func leavesTheStoreAloneWhenAFileIsWrong() async throws {
        #expect(await run("reset") == 0)
        let count = try users()
        let file = home + "/wrong.json"
        try PrivateFile.write(Array(#"{"format":"exo-emulator"}"#.utf8), to: file)
        #expect(await run("import", file) == 1)
        #expect(await run("import", home + "/missing.json") == 1)
        #expect(await run("import") == 64)
        #expect(try users() == count)
    }

    @Test func saysWhyAFolderCannotBeMade() {
        let error = #expect(throws: PrivateFileError.self) { try PrivateFile.makeFolder("/proc/nope") }
        #expect(error?.message == "The folder /proc/nope cannot be made: No such file or directory")
    }

    @Test(arguments: ["ca.pem", "ca.key", "server.pem", "server.key"])
    func namesTheCertificateFilesThatAreDamaged(_ damaged: String) throws {
        func load() throws { _ = try ServerIdentity.load(home: home, hosts: [], now: Date()) }
        try load()
        try PrivateFile.write(Array("damaged".utf8), to: "\(home)/\(damaged)")
        let message = try #require(#expect(throws: EmulatorError.self) { try load() }).message
        #expect(message.contains("\(home)/\(damaged)") && message.contains("Remove these two files"))
        let pair = damaged.prefix { $0 != "." }
        for file in ["\(pair).pem", "\(pair).key"] { try FileManager.default.removeItem(atPath: "\(home)/\(file)") }
        try load()
    }

    @Test func workOnAStoreThatAnEmulatorHasOpen() async throws {
        try PrivateFile.makeFolder(home)
        let emulator = try Emulator(
            EmulatorConfiguration(storage: .file(home + "/tenant.sqlite"), home: home)
        )
        #expect(await run("seed", "--users", "10") == 0)
        #expect(try emulator.context.directory.users(of: Seed.contosoID).count == users())
    }
}
