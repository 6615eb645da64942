@testable import ExoCommands
import ExoJSON
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

struct ConnectionStoreTests {
    private func connection(_ name: String, store: StoredConnection.Store = .file) -> StoredConnection {
        StoredConnection(
            name: name,
            cloud: "commercial",
            service: "exchange",
            identity: .organization("contoso.com"),
            tenantID: "11111111-1111-4111-8111-111111111111",
            store: store,
            pageSize: 500,
            tokenExpiresOn: 1_780_000_600
        )
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func keepsAConnectionAndItsTokenApart() throws {
        let run = try TestRun()
        let store = try ConnectionStore(run.context())
        try store.save(connection("contoso"), token: Array("the token".utf8))
        let name = try ConnectionName("contoso")
        #expect(try store.connection(name) == connection("contoso"))
        #expect(try store.token(name) == Array("the token".utf8))
        let folder = run.folder + "/.config/exo"
        #expect(try mode("\(folder)/secrets") == 0o700)
        #expect(try mode("\(folder)/secrets/contoso") == 0o600)
        let text = try #require(FileManager.default.contents(atPath: "\(folder)/connections/contoso.json"))
        #expect(!String(decoding: text, as: UTF8.self).contains("the token"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/secrets") == ["contoso"])
    }

    @Test func followsTheConfigurationFolderOfTheEnvironment() throws {
        let run = try TestRun()
        run.environment["XDG_CONFIG_HOME"] = run.folder + "/elsewhere"
        try ConnectionStore(run.context()).save(connection("a"), token: nil)
        #expect(FileManager.default.fileExists(atPath: run.folder + "/elsewhere/exo/connections/a.json"))
    }

    @Test func aTokenIsNotKeptWithStoreNoneAndAnOldOneGoes() throws {
        let store = try ConnectionStore(folder: TestRun().folder)
        try store.save(connection("a"), token: [1])
        try store.save(connection("a", store: .none), token: [2])
        #expect(try store.token(ConnectionName("a")) == nil)
    }

    @Test func refusesASecretThatOthersCanRead() async throws {
        let run = try TestRun()
        try ConnectionStore(run.context()).save(connection("a"), token: [1])
        let path = run.folder + "/.config/exo/secrets/a"
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        let error = #expect(throws: CommandError.self) { try ConnectionStore(run.context()).token(ConnectionName("a")) }
        #expect(error?.exitCode == .notConnected)
        #expect(error?.lines.joined().contains("0640") == true)
        #expect(error?.repair?.hasPrefix("chmod 600 '\(path)'") == true)
    }

    @Test(arguments: [
        ("{\"version\":1,", "not JSON"),
        ("[]", "not a JSON object"),
        ("{\"version\":2}", "'version' is not 1"),
        ("{\"version\":1,\"cloud\":\"commercial\"}", "'service' is missing"),
        ("{\"version\":1,\"cloud\":\"c\",\"service\":\"exchange\",\"store\":\"file\"}", "exactly one of"),
        ("", "not JSON"),
    ])
    func saysWhatIsWrongWithADamagedFile(text: String, says: String) async throws {
        let run = try TestRun()
        try run.file(".config/exo/connections/bad.json", text)
        let used = await run("connection", "use", "bad")
        #expect(used.code == .notConnected)
        #expect(used.errors.contains("connections/bad.json"))
        #expect(used.errors.contains(says), "said: \(used.errors)")
        let listed = await run("connection", "list")
        #expect(listed.code == .incomplete)
        #expect(listed.output == "[]\n")
        #expect(await run("connection", "remove", "bad").code == .done)
        #expect(await run("connection", "list").code == .done)
    }

    @Test(arguments: ["", ".", "..", "a/b", "-a", "a b", "a\u{0}b", "ä", String(repeating: "a", count: 65), ".json"])
    func refusesANameThatIsNotOne(name: String) {
        let error = #expect(throws: CommandError.self) { try ConnectionName(name) }
        #expect(error?.exitCode == .usage)
    }

    @Test func listsUsesRemovesAndForgets() async throws {
        let run = try TestRun()
        let store = try ConnectionStore(run.context())
        try store.save(connection("contoso"), token: [1])
        try store.save(connection("fabrikam", store: .none), token: nil)
        #expect(await run("connection", "use", "contoso").code == .done)
        let listed = await run("connection", "list", "--output", "csv")
        #expect(
            listed.output == """
                Current,Name,Cloud,Identity,TenantID,TokenStatus,TokenExpiryTimeUTC
                true,contoso,commercial,contoso.com,\(TestToken.contoso),Active,2026-05-28T20:36:40Z
                false,fabrikam,commercial,contoso.com,\(TestToken.contoso),None,2026-05-28T20:36:40Z

                """
        )
        run.clock.advance(by: .seconds(601))
        #expect(await run("connection", "list", "--output", "csv").output.contains("\(TestToken.contoso),Expired,"))
        #expect(await run("disconnect").errors == "disconnected contoso: its token is forgotten\n")
        #expect(await run("disconnect").errors == "contoso kept no token\n")
        #expect(await run("connection", "remove", "contoso").code == .done)
        #expect(await run("disconnect").code == .notConnected)
        let gone = await run("connection", "remove", "contosso")
        #expect(gone.code == .notConnected)
        #expect(gone.errors.contains("there is no connection 'contosso'"))
    }

    @Test func aDamagedMarkerOfTheCurrentConnectionLeadsNowhere() async throws {
        let run = try TestRun()
        try run.file(".config/exo/current", "../../etc/passwd\n")
        #expect(await run("disconnect").code == .usage)
    }
}
