import EntraTokens
import ExchangeOnline
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
    private func connection(
        _ name: String,
        store: StoredConnection.Store = .file,
        proxy: String? = nil
    ) throws -> StoredConnection {
        var target = ConnectionTarget(cloud: .commercial, service: .exchange, identity: .organization("contoso.com"))
        target.remembered.tenantID = "11111111-1111-4111-8111-111111111111"
        target.proxy = proxy.map { ProxyAddress($0) }
        target.pageSize = 500
        return StoredConnection(
            name: try ConnectionName(name),
            target: target,
            store: store,
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

    @Test(arguments: [
        ([:], "neither XDG_CONFIG_HOME nor HOME names one"),
        (["HOME": "at/home"], "HOME is 'at/home', and a path there begins with /"),
    ])
    func saysWhyThereIsNoFolderForConnections(_ environment: [String: String], _ reason: String) async throws {
        let run = try TestRun()
        run.environment = environment
        let outcome = await run("connection", "list")
        #expect(outcome.code == .notConnected)
        #expect(outcome.errors.contains(reason), "said: \(outcome.errors)")
        #expect(outcome.errors.contains("next: export HOME="), "said: \(outcome.errors)")
    }

    @Test func saysWhatToDoWhereNoFolderCanBeMade() throws {
        let run = try TestRun()
        run.environment["HOME"] = try run.file("plain", "")
        let error = #expect(throws: CommandError.self) {
            try ConnectionStore(run.context()).save(connection("a"), token: nil)
        }
        #expect(error?.exitCode == .notConnected)
        #expect(error?.repair?.hasPrefix("set XDG_CONFIG_HOME") == true)
    }

    @Test func aTokenIsNotKeptWithStoreNoneAndAnOldOneGoes() throws {
        let run = try TestRun()
        let store = try ConnectionStore(run.context())
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
        ("{\"version\":1,\"cloud\":\"dod\",\"service\":\"exchange\",\"store\":\"file\"}", "must be there"),
        ("{\"version\":1,\"cloud\":\"mars\",\"service\":\"exchange\",\"store\":\"file\"}", "no cloud 'mars'"),
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
                Current,Name,Cloud,Service,Identity,TenantID,TokenStatus,TokenExpiryTimeUTC
                true,contoso,commercial,exchange,contoso.com,11111111-1111-4111-8111-111111111111,Active,2026-05-28T20:36:40Z
                false,fabrikam,commercial,exchange,contoso.com,11111111-1111-4111-8111-111111111111,None,2026-05-28T20:36:40Z

                """
        )
        run.clock.advance(by: .seconds(601))
        #expect(
            await run("connection", "list", "--output", "csv").output.contains(
                "contoso.com,11111111-1111-4111-8111-111111111111,Expired,"
            )
        )
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

    @Test(arguments: ["http://megan:s3cret@proxy.contoso.com:8080", "megan:s3cret@proxy.contoso.com:8080"])
    func keepsTheLogInOfAProxyWithTheSecretsAlone(proxy: String) async throws {
        let run = try TestRun()
        run.input[0] = Array(TestToken.user().utf8)
        run.script(TestRun.banner)
        let words = ["connect", "--user-principal-name", "admin@contoso.com", "--access-token-stdin", "--name", "c"]
        let connected = await run.run(words + ["--proxy", proxy])
        #expect(connected.code == .done, "said: \(connected.errors)")
        #expect(!(connected.output + connected.errors).contains("s3cret"))
        let folder = run.folder + "/.config/exo"
        let text = {
            String(
                decoding: FileManager.default.contents(atPath: "\(folder)/connections/c.json") ?? Data(),
                as: UTF8.self
            )
        }
        #expect(text().contains("proxy.contoso.com:8080"))
        #expect(!text().contains("s3cret") && !text().contains("megan"))
        let store = try ConnectionStore(run.context())
        #expect(try store.connection(ConnectionName("c")).target.proxy?.text == proxy)
        #expect(await run("disconnect", "c").code == .done)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/secrets") == [])
        #expect(
            try store.connection(ConnectionName("c")).target.proxy?.text.hasSuffix("proxy.contoso.com:8080") == true
        )
    }

    @Test func aLogInThatAnOlderDescriptionHoldsGoesWithTheToken() async throws {
        let run = try TestRun()
        let path = try run.file(
            ".config/exo/connections/old.json",
            """
            {"version": 1, "cloud": "commercial", "service": "exchange", "organization": "contoso.com", "store": "file",
             "proxy": "http://megan:s3cret@proxy:8080"}
            """
        )
        #expect(await run("disconnect", "old").code == .done)
        let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        #expect(text.contains("http://proxy:8080") && !text.contains("s3cret"), "holds: \(text)")
    }

    @Test func withStoreNoneTheLogInOfAProxyIsNotKept() throws {
        let run = try TestRun()
        let store = try ConnectionStore(run.context())
        try store.save(connection("a", proxy: "http://megan:s3cret@proxy:8080"), token: [1])
        try store.save(connection("a", store: .none, proxy: "http://megan:s3cret@proxy:8080"), token: [1])
        #expect(try store.connection(ConnectionName("a")).target.proxy?.text == "http://proxy:8080")
    }

    @Test(arguments: [
        ("http://u:p@h:1", "http://h:1"), ("http://h:1", "http://h:1"), ("u@h", "h"), ("", ""),
        ("socks5h://u:p%40x@h/", "socks5h://h/"), ("http://u:p@q@h:1/a@b", "http://h:1/a@b"),
        ("http://h/a@b", "http://h/a@b"),
    ])
    func findsTheLogInOfAProxy(text: String, bare: String) {
        let address = ProxyAddress(text)
        #expect(address.withoutLogIn.text == bare)
        #expect("\(address)" == bare)
        #expect(address.hasLogIn == (text != bare))
    }

    @Test func listsForAPersonWithinEightyColumns() async throws {
        let run = try TestRun()
        let store = try ConnectionStore(run.context())
        try store.save(connection("contoso.onmicrosoft.com"), token: [1])
        try store.save(connection("fabrikam.onmicrosoft.com", store: .none), token: nil)
        try store.use(ConnectionName("fabrikam.onmicrosoft.com"))
        run.useTerminal(width: 80)
        let lines = await run("connection", "list").output.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines[0].contains("Name") && lines[0].contains("Identity") && lines[0].contains("TenantID"))
        #expect(lines[2].hasPrefix("   contoso.onmicrosoft.com") && lines[2].hasSuffix("10 min left"), "\(lines)")
        #expect(lines[3].hasPrefix("*  fabrikam.onmicrosoft.com") && lines[3].hasSuffix("none"), "\(lines)")
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test func aConnectionThatTheSettingsNameIsTracedToTheirFile() async throws {
        let run = try TestRun()
        let store = try ConnectionStore(run.context())
        try store.save(connection("contoso.onmicrosoft.com"), token: [1])
        #expect(await run("config", "set", "connection", "nosuch").code == .done)
        let used = await run("connection", "use", "contoso.onmicrosoft.com")
        #expect(used.errors.contains("config.json wins") && used.errors.contains("exo config unset connection"))
        let refused = await run("Get-AcceptedDomain")
        #expect(refused.code == .notConnected)
        #expect(refused.errors.contains("there is no connection 'nosuch', which the setting 'connection' in "))
        #expect(refused.errors.contains("exo config unset connection"), "\(refused.errors)")
    }

    @Test func theVariableChoosesWhatTheListMarks() async throws {
        let run = try TestRun()
        let store = try ConnectionStore(run.context())
        try store.save(connection("contoso.onmicrosoft.com"), token: [1])
        try store.save(connection("fabrikam.onmicrosoft.com", store: .none), token: nil)
        try store.use(ConnectionName("fabrikam.onmicrosoft.com"))
        run.environment["EXO_CONNECTION"] = "contoso.onmicrosoft.com"
        let listed = await run("connection", "list", "--columns", "Current,Name", "-o", "csv")
        #expect(listed.output == "Current,Name\ntrue,contoso.onmicrosoft.com\nfalse,fabrikam.onmicrosoft.com\n")
        #expect(listed.errors == "EXO_CONNECTION names the current one\n")
        let used = await run("connection", "use", "fabrikam.onmicrosoft.com")
        #expect(used.code == .done)
        #expect(
            used.errors.contains("EXO_CONNECTION wins") && used.errors.contains("unset EXO_CONNECTION"),
            "said: \(used.errors)"
        )
        run.environment["EXO_CONNECTION"] = "gone"
        let none = await run("connection", "list", "--columns", "Current", "-o", "csv")
        #expect(none.output == "Current\nfalse\nfalse\n")
        #expect(none.errors.contains("EXO_CONNECTION names gone, which is not there"))
    }

    @Test func listsForAPersonInFortyColumns() async throws {
        let run = try TestRun()
        let store = try ConnectionStore(run.context())
        try store.save(connection("contoso.onmicrosoft.com"), token: [1])
        try store.save(connection("fabrikam.onmicrosoft.com", store: .none), token: nil)
        try store.use(ConnectionName("fabrikam.onmicrosoft.com"))
        run.useTerminal(width: 40)
        let output = await run("connection", "list").output
        let records = output.split(separator: "\n\n").map { $0.split(separator: "\n").map(String.init) }
        try #require(records.count == 2, "\(output)")
        #expect(records[0].contains("Name     : contoso.onmicrosoft.com"), "\(output)")
        #expect(records[0].contains("Token    : 10 min left"), "\(output)")
        #expect(records[1].contains("Name     : * fabrikam.onmicrosoft.com"), "\(output)")
        #expect(records[1].contains("Token    : none"), "\(output)")
        #expect(!output.contains("…"))
        #expect(records.joined().allSatisfy { $0.count <= 40 }, "\(output)")
    }

    @Test func showsNoRowForWhatIsNotKnown() async throws {
        let run = try TestRun()
        try ConnectionStore(run.context()).save(connection("contoso"), token: [1])
        run.useTerminal()
        let shown = await run("connection", "show", "contoso").output
        #expect(shown.contains("TenantID") && !shown.contains("State ") && !shown.contains("ModuleName"), "\(shown)")
        for line in shown.split(separator: "\n") { #expect(!line.hasSuffix(" :"), "\(line)") }
    }

    @Test(arguments: [
        ("/proc/exo-test", ["No such file or directory"]),
        // As with a read-only home, making it fails for one reason, and looking at it for another.
        ("/sys/exo-test", ["Operation not permitted", "Permission denied", "Read-only file system"]),
    ])
    func saysWhyAFolderCannotBeMade(path: String, reasons: [String]) async throws {
        let errors = try await errorsOfConnecting { _ in path }
        let said = reasons.contains { errors.hasPrefix("exo: cannot make the folder \(path): \($0)\n") }
        #expect(said, "said: \(errors)")
    }

    @Test func saysThatAFileStandsWhereAFolderIsWanted() async throws {
        let errors = try await errorsOfConnecting { try $0.file("file", "") }
        #expect(errors.hasPrefix("exo: cannot read the folder /"), "said: \(errors)")
        #expect(errors.contains("/file/exo/connections: Not a directory\n"), "said: \(errors)")
    }

    /// What is said where connections cannot be kept below the folder.
    private func errorsOfConnecting(_ configuration: (TestRun) throws -> String) async throws -> String {
        let run = try TestRun()
        run.environment["XDG_CONFIG_HOME"] = try configuration(run)
        run.input[0] = Array(TestToken.user().utf8)
        run.script(TestRun.banner)
        let outcome = await run("connect", "--user-principal-name", "admin@contoso.com", "--access-token-stdin")
        #expect(outcome.code == .notConnected)
        return outcome.errors
    }

    @Test(
        arguments: [
            (FileExposure(mode: 0o644, isOwn: true, isOnReadOnlyMount: false), "chmod 600 '/run/t'"),
            (FileExposure(mode: 0o444, isOwn: false, isOnReadOnlyMount: false), "--access-token-stdin < '/run/t'"),
            (FileExposure(mode: 0o444, isOwn: false, isOnReadOnlyMount: true), nil),
            (FileExposure(mode: 0o444, isOwn: true, isOnReadOnlyMount: true), nil),
            (FileExposure(mode: 0o640, isOwn: true, isOnReadOnlyMount: false), nil),
        ] as [(FileExposure, String?)]
    )
    func advisesForATokenFileWhatFitsTheCase(exposure: FileExposure, repair: String?) {
        let refusal = exposure.refusal(.notWorldReadable, path: "/run/t", what: "the token file")
        #expect((refusal == nil) == (repair == nil))
        if let repair { #expect(refusal?.repair?.contains(repair) == true, "said: \(refusal?.repair ?? "")") }
    }
}
