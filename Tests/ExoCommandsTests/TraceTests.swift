import ExoCommands
import ExoJSON
import ExoTransport
import HTTPServer
import TestSupport
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#endif

/// `--trace FILE` and the trace context of the environment.
struct TraceTests {
    private let run: TestRun

    init() throws { run = try TestRun() }

    private var path: String { run.folder + "/trace.har" }

    private func entries() throws -> [JSONValue] {
        let archive = try JSONValue(parsing: Array(try run.content("trace.har").utf8))
        return try #require(archive["log"]?["entries"]?.arrayValue)
    }

    @Test func showsWhatWasSentAndNoSecretOfTheRun() async throws {
        let tenant = try EmulatedTenant(run)
        run.input[0] = Array(EmulatedTenant.secret.utf8)
        let password = "Tr0ub4dor&3-horse"
        let file = try run.file(
            "room.json",
            #"{"Name":"Room 7","Room":true,"EnableRoomMailboxAccount":true,"RoomMailboxPassword":"\#(password)"}"#
        )
        let lines: [[String]] = [
            EmulatedTenant.connecting + ["--client-secret-stdin"],
            ["Get-Mailbox", "-ResultSize", "3", "--page-size", "2"],
            ["New-Mailbox", "--parameters", file],
            ["token", "get", "--scope", "https://graph.microsoft.com/.default"],
            ["doctor"],
        ]
        var secrets: Set<String> = [EmulatedTenant.secret, password]
        for (number, words) in lines.enumerated() {
            let before = tenant.transport.requests.count
            let outcome = await run.run(words + ["--trace", path])
            let text = try run.content("trace.har")
            let requests = tenant.transport.requests[before...]
            try #require(!requests.isEmpty, "\(words) sent nothing: \(outcome.errors)")
            #expect(try entries().count == requests.count, "of \(words)")
            for request in requests {
                for field in request.headers where ["authorization", "cookie"].contains(field.name.lowercased()) {
                    secrets.insert(String(field.value.split(separator: " ").last ?? ""))
                }
                let body = String(decoding: request.body, as: UTF8.self)
                if request.target.contains("/token") {
                    for pair in body.split(separator: "&") where pair.hasPrefix("client_secret=") {
                        secrets.insert(String(pair.dropFirst(14)))
                    }
                } else if number == 2, let sent = try? JSONValue(parsing: request.body),
                    let value = sent["CmdletInput"]?["Parameters"]?["RoomMailboxPassword"]?.stringValue
                {
                    secrets.insert(value)
                }
            }
            if words.prefix(2) == ["token", "get"] { secrets.insert(outcome.output.filter { !$0.isNewline }) }
            for secret in secrets where secret.count > 3 {
                #expect(!text.contains(secret), "\(words) wrote \(secret.prefix(12))…")
            }
            #expect(text.firstMatch(of: #/eyJ[\w-]{10,}\.[\w-]{10,}\./#) == nil, "\(words) wrote a token")
        }
        #expect(secrets.count >= 5, "the run had few secrets: \(secrets.count)")
    }

    @Test func hasTheFieldsThatDevelopersToolsRead() async throws {
        let tenant = try EmulatedTenant(run)
        run.input[0] = Array(EmulatedTenant.secret.utf8)
        #expect(await run.run(EmulatedTenant.connecting + ["--client-secret-stdin", "--trace", path]).code == .done)
        let log = try #require(try JSONValue(parsing: Array(try run.content("trace.har").utf8))["log"])
        #expect(log["version"] == "1.2")
        #expect(log["creator"]?["name"]?.stringValue != nil && log["creator"]?["version"]?.stringValue != nil)
        #expect(!tenant.tokenRequests.isEmpty)
        for entry in try entries() {
            let start = try #require(entry["startedDateTime"]?.stringValue)
            _ = try Date(start, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            #expect(Self.isNumber(entry["time"]))
            let (request, response) = (try #require(entry["request"]), try #require(entry["response"]))
            for name in ["method", "url", "httpVersion"] {
                #expect(request[name]?.stringValue != nil, "request \(name)")
            }
            for name in ["statusText", "httpVersion", "redirectURL"] {
                #expect(response[name]?.stringValue != nil, "response \(name)")
            }
            #expect(response["status"]?.integerValue.map { $0 >= 100 } == true)
            for name in ["headersSize", "bodySize"] {
                #expect(Self.isNumber(request[name]) && Self.isNumber(response[name]), "\(name)")
            }
            for part in [request["cookies"], request["headers"], request["queryString"], response["headers"]] {
                for field in try #require(part?.arrayValue) {
                    #expect(field["name"]?.stringValue != nil && field["value"]?.stringValue != nil)
                }
            }
            #expect(Self.isNumber(response["content"]?["size"]))
            #expect(response["content"]?["mimeType"]?.stringValue != nil)
            if let data = request["postData"] {
                #expect(data["mimeType"]?.stringValue != nil && (data["text"] == nil) != (data["params"] == nil))
            }
            #expect(entry["cache"]?.objectValue != nil)
            for name in ["send", "wait", "receive"] { #expect(Self.isNumber(entry["timings"]?[name]), "\(name)") }
        }
        let form = try #require(
            try entries().first { $0["request"]?["url"]?.stringValue?.hasSuffix("/token") == true }?["request"]
        )
        #expect(
            form["postData"]?["params"]?.arrayValue?.contains(["name": "grant_type", "value": "client_credentials"])
                == true
        )
        #expect(
            form["postData"]?["params"]?.arrayValue?.contains(["name": "client_secret", "value": "(removed)"]) == true
        )
    }

    @Test func isAnArchiveAsItsSpecificationHasIt() async throws {
        let tenant = try EmulatedTenant(run)
        run.input[0] = Array(EmulatedTenant.secret.utf8)
        #expect(await run.run(EmulatedTenant.connecting + ["--client-secret-stdin", "--trace", path]).code == .done)
        try ArchiveCheck.check(run.content("trace.har"))
        for words in [["Get-Mailbox", "-Identity", "adele"], ["Get-EXOMailbox", "-ResultSize", "2"], ["doctor"]] {
            _ = await run.run(words + ["--trace", path])
            #expect(try !entries().isEmpty)
            try ArchiveCheck.check(run.content("trace.har"))
        }
        #expect(!tenant.tokenRequests.isEmpty)
        // Without a reply too.
        run.script(.failure(.cannotResolve))
        _ = await run("Get-Mailbox", "--trace", path)
        try ArchiveCheck.check(run.content("trace.har"))
    }

    private static func isNumber(_ value: JSONValue?) -> Bool {
        switch value {
        case .integer, .double: true
        default: false
        }
    }

    @Test func isForItsOwnerAloneAndReplacesWhatWasThere() async throws {
        _ = await run.connect()
        try run.file("trace.har", String(repeating: "old", count: 10_000), mode: 0o644)
        run.script(TestRun.page(#"{"Name":"a"}"#))
        #expect(await run("Get-Mailbox", "--trace", path).code == .done)
        #expect(try run.mode("trace.har") == 0o600)
        #expect(try entries().count == 1)
    }

    @Test func aLinkStaysOneAndNothingIsLeftBesideTheArchive() async throws {
        _ = await run.connect()
        try run.file("old.har", "old", mode: 0o644)
        try run.link("trace.har", to: "old.har")
        run.script(TestRun.page(#"{"Name":"a"}"#))
        let names = try run.names()
        #expect(await run("Get-Mailbox", "--trace", path).code == .done)
        #expect(try run.isLink("trace.har"))
        #expect(try entries().count == 1)
        #expect(try run.mode("old.har") == 0o600)
        #expect(try run.names() == names)
    }

    @Test(arguments: [
        #"{"Results":"Container url: https://x.blob.core.windows.net/a; SAS token: ?sv=1&sr=c&sig=SECRET%3D; Scenario: x"}"#,
        #"{"Text":"DefaultEndpointsProtocol=https;AccountKey=SECRET==;EndpointSuffix=core"}"#,
        #"{"SasToken":"SECRET"}"#, #"{"AccountKey":"SECRET"}"#, #"{"ConnectionString":"SECRET"}"#,
        #"{"PrivateKey":["SECRET"]}"#, #"{"Credentials":{"a":"SECRET"}}"#, #"{"Pin":"SECRET"}"#,
        #"{"BitLockerKey":"SECRET"}"#, #"{"Headers":{"Authorization":"Bearer SECRET"}}"#, #"{"Pfx":"SECRET"}"#,
        #"{"_clixml":"<Objs><Obj><MS><SS N=\"A\">SECRET</SS></MS></Obj></Objs>"}"#,
        #"{"_clixml":"<Objs><Obj><MS><S N=\"ClientSecret\">SECRET</S><S N=\"Name\">kept</S></MS></Obj></Objs>"}"#,
        #"{"_clixml":"<Objs><Obj N=\"PrivateKey\"><Obj N=\"a\"/><MS><Obj>SECRET</Obj>SECRET</MS></Obj></Objs>"}"#,
        #"{"_clixml":"<Objs xmlns=\"http://s.example/2004\"><S N=\"A\">what?</S><S N=\"ClientSecret\">SECRET</S></Objs>"}"#,
        #"{"Text":"<a href=\"https://x/?sv=1&amp;sig=SECRET&amp;x=1\">y</a>"}"#,
        #"{"Text":"{\"access_token\":\"SECRET\",\"n\":1}"}"#, #"{"Text":"see https://u:SECRET@h/path"}"#,
        #"{"Text":"https://x/#access_token=SECRET"}"#, #"{"Text":"a sig%3DSECRET"}"#,
        #"{"List":[{"Key":"Password","Value":"SECRET"}]}"#, #"{"Text":"the Password: SECRET"}"#,
        #"{"Text":"Authorization: Bearer SECRET"}"#, #"{"temporaryAccessPass":"SECRET"}"#,
        #"{"Text":"-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----"}"#,
    ])
    func showsNoSecretOfAReply(_ row: String) async throws {
        _ = await run.connect()
        run.script(TestRun.page(row))
        _ = await run("Get-Mailbox", "--output", "json", "--trace", path)
        let text = try run.content("trace.har")
        #expect(!text.contains("SECRET") && text.contains("(removed)"), "\(text)")
    }

    @Test(arguments: [
        #"https://x/?token=SECRET&code=SECRET"#, #"?sv=1\u0026sig\u003dSECRET"#, #"https://u:SECRET@h/"#,
        #"https:\/\/x\/?token=SECRET"#,
    ])
    func showsNoSecretOfABodyThatIsCut(_ text: String) async throws {
        _ = await run.connect()
        run.script(TestRun.page(#"{"Text":"\#(text)"},{"Long":"\#(String(repeating: "SECRET", count: 20_000))"}"#))
        _ = await run("Get-Mailbox", "--output", "json", "--trace", path)
        let shown = try #require(try entries()[0]["response"]?["content"]?["text"]?.stringValue)
        #expect(!shown.contains("SECRET") && shown.contains("Text"), "\(shown.prefix(400))")
    }

    @Test func keepsWhatOnlyLooksLikeASecretsName() async throws {
        _ = await run.connect()
        run.script(
            TestRun.page(
                #"{"ObjectKey":"k1","AllowSimplePassword":false,"RequirePassword":null,"_clixml":"<Objs><S N=\"Name\">kept</S></Objs>","Design":"sig of a thing"}"#,
                more: #""@odata.nextLink":"?%24skiptoken=page2","#
            ),
            TestRun.page("")
        )
        _ = await run("Get-Mailbox", "-ResultSize", "Unlimited", "--trace", path)
        let text = try run.content("trace.har")
        for kept in ["k1", "kept", "sig of a thing", "skiptoken=page2", "AllowSimplePassword\\\":false"] {
            #expect(text.contains(kept), "\(kept)")
        }
    }

    @Test func isWholeAfterFailures() async throws {
        _ = await run.connect()
        run.script(
            TestRun.page(#"{"Name":"a"}"#, more: #""@odata.nextLink":"?p=2","#),
            .failure(.cannotResolve)
        )
        #expect(await run("Get-Mailbox", "-ResultSize", "5", "--trace", path).code == .incomplete)
        let entries = try entries()
        #expect(entries.map { $0["response"]?["status"]?.integerValue } == [200, 0])
        #expect(entries[1]["comment"] == "scripted failure")
    }

    @Test func isWholeAfterAnInterruptionAndAtEveryMomentBefore() async throws {
        _ = await run.connect()
        let transport = StallingTransport(beginning: #"{"@odata.context":"c","value":[{"Name":"a"},"#)
        run.transport = transport
        let (context, path) = (run.context(), path)
        let task = Task { await ExoProgram.run(["Get-Mailbox", "--trace", path], in: context) }
        await transport.waitForReaders(1)
        #expect(try entries().isEmpty)
        task.cancel()
        #expect(await task.value != .done)
        let entries = try entries()
        #expect(entries.count == 1)
        #expect(entries[0]["comment"] == "interrupted")
        #expect(entries[0]["response"]?["content"]?["text"]?.stringValue?.contains("Name") == true)
    }

    @Test func cutsLongBodiesAndSaysSo() async throws {
        _ = await run.connect()
        let rows = (0..<3000).map { #"{"Name":"row number \#($0)","Text":"some text of it"}"# }.joined(separator: ",")
        run.script(TestRun.page(rows))
        #expect(await run("Get-Mailbox", "--trace", path).code == .done)
        let content = try #require(try entries()[0]["response"]?["content"])
        #expect(content["text"]?.stringValue?.contains("row number 7") == true)
        #expect(try #require(content["text"]?.stringValue).utf8.count <= 65_536)
        #expect(try #require(content["size"]?.integerValue) > 100_000)
        #expect(content["comment"]?.stringValue?.hasPrefix("the first 65536 of ") == true)
    }

    #if os(Linux)
    /// A disk that is full, once the archive was begun.
    @Test(arguments: [true, false])
    func anArchiveThatIsNotWholeIsNoSuccess(isRead: Bool) async throws {
        let service = BulkService()
        let run = try await TestRun.connected(to: service)
        let path = run.folder + "/trace.har"
        service.answers { _ in
            let full = open("/dev/full", O_WRONLY)
            for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")
                if let number = Int32(name), target == path { dup2(full, number) }
            }
            close(full)
            return .rows([["Name": "a"]])
        }
        // Whoever reads the output may leave.
        if !isRead { run.outputRoom = 0 }
        let outcome = await run("Get-OrganizationConfig", "--trace", path)
        #expect(outcome.code == .failed && outcome.output.contains("\"a\""), "\(outcome.errors)")
        #expect(outcome.errors.contains("--trace: \(path) cannot be written"), "\(outcome.errors)")
    }
    #endif

    @Test(arguments: ["/dev/null", "/no/such/folder/trace.har", "."])
    func refusesWhatIsNoFile(path: String) async throws {
        _ = await run.connect()
        let outcome = await run("Get-Mailbox", "--trace", path)
        #expect(outcome.code == .usage && outcome.errors.contains("--trace"), "said: \(outcome.errors)")
    }

    @Test func passesTheTraceContextOfTheEnvironmentOn() async throws {
        _ = await run.connect()
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        run.environment["TRACEPARENT"] = parent
        run.environment["TRACESTATE"] = "congo=t61rcWkgMzE"
        let transport = run.script(TestRun.page(#"{"Name":"a"}"#), TestRun.page(#"{"Name":"a"}"#))
        #expect(await run("Get-Mailbox").code == .done)
        run.environment["TRACEPARENT"] = "00-0-0-00"
        let refused = await run("Get-Mailbox")
        #expect(refused.code == .done && refused.errors.contains("TRACEPARENT is not a W3C trace context"))
        #expect(transport.requests.map { $0.headers["traceparent"] } == [parent, nil])
        #expect(transport.requests.map { $0.headers["tracestate"] } == ["congo=t61rcWkgMzE", nil])
    }
}
