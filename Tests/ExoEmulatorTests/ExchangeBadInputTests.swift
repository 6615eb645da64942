import ExoCrypto
import ExoJSON
import HTTPServer
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange
@testable import ExoEmulator

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What nobody should send, at every door: a refusal in the service's form, and a store that is whole afterwards.
@Suite struct ExchangeBadInputTests {
    /// Sends bytes to a door.
    private func send(
        _ bytes: [UInt8],
        to path: String = "\(ExchangeHarness.root)/InvokeCommand",
        type: String? = "application/json",
        as caller: String = "admin",
        in harness: ExchangeHarness
    ) throws -> ServerResponse {
        let probe = try harness.send("GET", "\(ExchangeHarness.root)/basicinfo('AdminApiState')", as: caller)
        #expect(probe.status == 200)
        var headers: [ServerRequest.Field] = [.init("Host", "localhost:8443"), .init("X-AnchorMailbox", "UPN:a@b.c")]
        if let type { headers.append(.init("Content-Type", type)) }
        headers.append(.init("Authorization", "Bearer \(try harness.token(of: caller))"))
        let request = ServerRequest(method: "POST", target: path, headers: headers, body: bytes)
        return harness.emulator.respond(to: request)
    }

    private func isWhole(_ harness: ExchangeHarness) throws -> Bool {
        let orphans = try harness.context.store.read { connection in
            try connection.rows("PRAGMA foreign_key_check", []) { _ in 1 }
        }
        return try harness.context.store.integrityFaults().isEmpty && orphans.isEmpty
    }

    /// A refusal that says why, as the service says it.
    private func expectRefusal(
        _ response: ServerResponse,
        _ statuses: Set<Int> = [400],
        _ comment: Comment? = nil
    ) throws {
        #expect(statuses.contains(response.status), comment)
        let error = try JSONValue(parsing: response.body)["error"]
        #expect(error?["code"]?.stringValue?.isEmpty == false, comment)
        #expect(error?["message"]?.stringValue?.isEmpty == false, comment)
        #expect(response.header("request-id") != nil, comment)
    }

    private static func call(_ parameters: String, _ cmdlet: String = "Set-Mailbox") -> String {
        #"{"CmdletInput":{"CmdletName":"\#(cmdlet)","Parameters":\#(parameters)}}"#
    }

    // MARK: Bodies

    static let bodies: [(why: String, body: String)] = [
        ("nothing", ""), ("no JSON", "hello"), ("cut off", #"{"CmdletInput":{"#), ("a list", "[]"), ("a number", "1"),
        ("deep lists", String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)),
        ("deep objects", String(repeating: #"{"a":"#, count: 10_000) + "1" + String(repeating: "}", count: 10_000)),
        ("deep parameter", call(#"{"Identity":\#(String(repeating: "[", count: 10_000))"#)),
        ("not a number", call(#"{"Identity":"adele","RecipientLimits":NaN}"#)),
        ("infinity", call(#"{"Identity":"adele","RecipientLimits":Infinity}"#)),
        ("a lone surrogate", call(#"{"Identity":"adele","DisplayName":"\ud800"}"#)),
        ("surrogates in the wrong order", call(#"{"Identity":"adele","DisplayName":"\udc00\ud800"}"#)),
        ("a parameter twice", call(#"{"Identity":"adele","Identity":"alex","DisplayName":"x"}"#)),
        ("a parameter in two spellings", call(#"{"Identity":"adele","identity":"alex","DisplayName":"x"}"#)),
        ("the input twice", #"{"CmdletInput":{"CmdletName":"Get-Mailbox"},"CmdletInput":{"CmdletName":"Get-User"}}"#),
        ("two documents", call("{}", "Get-Mailbox") + call("{}", "Get-Mailbox")),
        ("a control character", call("{\"Identity\":\"a\u{1}\"}", "Get-Mailbox")),
        ("parameters that are a list", call("[]", "Get-Mailbox")),
        ("a name that is a number", #"{"CmdletInput":{"CmdletName":5}}"#),
        ("a comment", "/* x */" + call("{}", "Get-Mailbox")),
    ]

    @Test(arguments: bodies)
    func refusesABodyThatIsNoCall(_ why: String, _ body: String) throws {
        let harness = try ExchangeHarness.reading()
        try expectRefusal(try send(Array(body.utf8), in: harness), [400], "\(why)")
        let batch = "\(ExchangeHarness.root)/$batch"
        try expectRefusal(try send(Array(body.utf8), to: batch, in: harness), [400], "\(why), as a batch")
        #expect(try isWhole(harness))
    }

    @Test func refusesBytesThatAreNoUTF8() throws {
        let harness = try ExchangeHarness.reading()
        var bytes = Array(Self.call(#"{"Identity":"X"}"#, "Get-Mailbox").utf8)
        bytes[bytes.count - 5] = 0xFF
        try expectRefusal(try send(bytes, in: harness))
        let utf16 = Self.call("{}", "Get-Mailbox").utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        try expectRefusal(try send(utf16, in: harness))
    }

    @Test(
        arguments: [
            "text/plain", "application/x-www-form-urlencoded", "multipart/mixed;boundary=x", "application/xml", ";",
            "x",
            "application/json;charset=utf-16", "application/json; charset=\"klingon\"",
        ]
    )
    func refusesABodyOfAnotherKind(_ type: String) throws {
        let harness = try ExchangeHarness.reading()
        let call = Array(Self.call("{}", "Get-AcceptedDomain").utf8)
        try expectRefusal(try send(call, type: type, in: harness), [415])
        try expectRefusal(
            try send(Array(#"{"requests":[]}"#.utf8), to: "\(ExchangeHarness.root)/$batch", type: type, in: harness),
            [415]
        )
    }

    @Test(arguments: [
        "application/json", "Application/JSON;Charset=UTF-8", "application/json;odata.metadata=minimal", nil,
    ])
    func takesEveryWayToSayJSON(_ type: String?) throws {
        let harness = try ExchangeHarness.reading()
        #expect(try send(Array(Self.call("{}", "Get-AcceptedDomain").utf8), type: type, in: harness).status == 200)
    }

    @Test func refusesListsThatNobodySends() throws {
        let harness = try ExchangeHarness()
        let list = "[" + Array(repeating: #""a""#, count: 1_000_000).joined(separator: ",") + "]"
        let body = Self.call(#"{"Identity":"adele","EmailAddresses":\#(list)}"#)
        try expectRefusal(try send(Array(body.utf8), in: harness))
        let table = ##"{"@odata.type":"#Exchange.GenericHashTable","Add":\##(list)}"##
        let delta = Self.call(#"{"Identity":"adele","GrantSendOnBehalfTo":\#(table)}"#)
        try expectRefusal(try send(Array(delta.utf8), in: harness))
        #expect(try isWhole(harness))
    }

    @Test func takesNoBodyOf64MB() async throws {
        let harness = try ExchangeHarness()
        let emulator = harness.emulator
        let token = try harness.token(of: "admin")
        let server = HTTPServer(ServerConfiguration(listeners: [ServerListener(port: 0)])) { emulator.respond(to: $0) }
        try server.start()
        let result = Result {
            let connection = try RawConnection(port: server.port(of: "front"))
            let head = """
                POST \(ExchangeHarness.root)/InvokeCommand HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n\
                Content-Type: application/json\r\nContent-Length: 67108864\r\n\r\n
                """
            try connection.send(Array(head.utf8))
            let reply = try connection.readReply()
            #expect(reply?.status == 413)
        }
        await server.stop(grace: .seconds(1))
        try result.get()
        #expect(try isWhole(harness))
    }

    @Test func aTextOf15MBIsNoName() throws {
        let harness = try ExchangeHarness()
        let text = String(repeating: "x", count: 15 << 20)
        let body = Self.call(#"{"Identity":"adele","DisplayName":"\#(text)"}"#)
        try expectRefusal(try send(Array(body.utf8), in: harness))
        #expect(try harness.run("Get-Mailbox", ["Identity": "adele"]).rows.count == 1)
        #expect(try isWhole(harness))
    }

    // MARK: Batches

    @Test func refusesBatchesOfAThousandAndBatchesInBatches() throws {
        let harness = try ExchangeHarness.reading()
        let batch = "\(ExchangeHarness.root)/$batch"
        func requests(_ count: Int) -> [UInt8] {
            let calls = (0..<count).map { #"{"id":"\#($0)","method":"GET","url":"Mailbox?$top=1"}"# }
            return Array(#"{"requests":[\#(calls.joined(separator: ","))]}"#.utf8)
        }
        try expectRefusal(try send(requests(1000), to: batch, in: harness))
        #expect(try send(requests(100), to: batch, in: harness).status == 200)
        for url in ["$batch", "%24BATCH", "\(batch)/", "https://localhost\(batch)?x", "Exchange.$batch"] {
            let inner = #"{"id":"1","method":"POST","url":"\#(url)","body":{"requests":[]}}"#
            let nested = try send(Array(#"{"requests":[\#(inner)]}"#.utf8), to: batch, in: harness)
            let answer = try JSONValue(parsing: nested.body)["responses"]?.arrayValue?.first
            #expect(nested.status == 200)
            #expect([400, 404].contains(answer?["status"]?.integerValue ?? 0), "\(url)")
            #expect(answer?["body"]?["error"]?["code"]?.stringValue?.isEmpty == false)
        }
        for entry in [
            #"{"id":"1","method":"GET"}"#, #"{"method":"GET","url":"Mailbox"}"#, "1", "null",
            #"{"id":{"a":1},"method":"GET","url":"x"}"#,
            #"{"id":"1","method":"GET","url":"Mailbox"},{"id":"1","method":"GET","url":"Mailbox"}"#,
        ] {
            try expectRefusal(try send(Array(#"{"requests":[\#(entry)]}"#.utf8), to: batch, in: harness))
        }
    }

    @Test func aPartOfABatchMayNotLeaveTheAPI() throws {
        let harness = try ExchangeHarness.reading()
        let urls = ["https://localhost/_emulator/tokens", "/portal", "//x//y", "https://h", "", "../../v1.0/users"]
        let calls = urls.enumerated().map { #"{"id":"\#($0)","method":"POST","url":"\#($1)","body":{}}"# }
        let body = Array(#"{"requests":[\#(calls.joined(separator: ","))]}"#.utf8)
        let path = "\(ExchangeHarness.root)/$batch"
        var request = ServerRequest(method: "POST", target: path, headers: [.init("Host", "localhost")], body: body)
        request.headers.append(.init("Prefer", "odata.continue-on-error"))
        request.headers.append(.init("Authorization", "Bearer \(try harness.token(of: "admin"))"))
        let parts = try JSONValue(parsing: harness.emulator.respond(to: request).body)["responses"]?.arrayValue ?? []
        #expect(parts.count == urls.count)
        #expect(parts.allSatisfy { [400, 404, 405].contains($0["status"]?.integerValue ?? 0) })
    }

    // MARK: Filters

    @Test func refusesFiltersThatWouldTakeForEver() throws {
        let harness = try ExchangeHarness(mailboxes: 200)
        let stars = String(repeating: "*a", count: 5_000)
        let filters = [
            String(repeating: "(", count: 50_000) + "Name -eq 'a'" + String(repeating: ")", count: 50_000),
            String(repeating: "-not ", count: 20_000) + "(Name -eq 'a')",
            Array(repeating: "Name -eq 'a'", count: 5_000).joined(separator: " -or "),
            "Name -eq '\(String(repeating: "a", count: 200_000))'",
        ]
        for filter in filters {
            let reply = try harness.run("Get-Mailbox", ["Filter": .string(filter)])
            try expectRefusal(reply.response, [400], "\(filter.prefix(40))")
        }
        // A pattern costs its length times that of the text, not more.
        let began = ContinuousClock.now
        #expect(try harness.run("Get-Mailbox", ["Filter": .string("DisplayName -like '\(stars)'")]).status == 200)
        #expect(ContinuousClock.now - began < .seconds(20))
        let entities = [
            String(repeating: "(", count: 50_000) + "Name eq 'a'",
            String(repeating: "not ", count: 20_000) + "Name eq 'a'",
            Array(repeating: "Name eq 'a'", count: 5_000).joined(separator: " or "),
            "Name in (\(Array(repeating: "'a'", count: 20_000).joined(separator: ",")))",
            "Name eq '\(String(repeating: "a", count: 200_000))'",
        ]
        for filter in entities {
            let target = "\(ExchangeHarness.root)/Mailbox?$filter=\(PercentCoding.encoded(filter))"
            try expectRefusal(try harness.send("GET", target).response, [400], "\(filter.prefix(40))")
        }
        #expect(try isWhole(harness))
    }

    // MARK: Texts

    static let texts = [
        "'; DROP TABLE exchange_object; --", "\" OR 1=1 --", "<script>alert(1)</script>", "%00", "\u{0}",
        "../../etc/passwd",
        "${jndi:ldap://x}", "{{7*7}}", "\u{202E}gnp.exe", String(repeating: "𝒳", count: 4_000), "|whoami", "$(id)",
        "😀\u{FEFF}",
    ]

    @Test(arguments: texts)
    func textsAreTextsAtEveryDoor(_ text: String) throws {
        let harness = try ExchangeHarness()
        let before = try harness.run("Get-Mailbox").rows.count
        let encoded = PercentCoding.encoded(text)
        let base64 = Base64.encode(Array(text.utf8))
        let replies = [
            try harness.run("Get-Mailbox", ["Identity": .string(text)]),
            try harness.run("Get-Mailbox", ["Filter": .string(text)]),
            try harness.run("Get-Mailbox", ["Filter": .string("DisplayName -eq '\(text.replacing("'", with: "''"))'")]),
            try harness.run("Get-Recipient", ["Anr": .string(text)]),
            try harness.run(text, [:]),
            try harness.run("Set-Mailbox", ["Identity": "adele", "CustomAttribute1": .string(text)]),
            try harness.run("Set-Mailbox", ["Identity": "adele", "DisplayName": .string(text)]),
            try harness.run(
                "Add-MailboxPermission",
                ["Identity": .string(text), "User": .string(text), "AccessRights": "FullAccess"]
            ),
            try harness.run("Get-Mailbox", headers: ["X-AnchorMailbox": text.filter(\.isASCII), "Prefer": encoded]),
            try harness.run("Get-Mailbox", query: "?$select=\(encoded)&$skiptoken=\(encoded)"),
            try harness.send("GET", "\(ExchangeHarness.root)/Mailbox('\(base64)')?isEncoded=true"),
            try harness.send("GET", "\(ExchangeHarness.root)/Mailbox('\(encoded)')"),
            try harness.send(
                "GET",
                "\(ExchangeHarness.root)/Mailbox?$filter=\(encoded)&Anr=\(encoded)&PropertySet=\(encoded)"
            ),
            try harness.send("GET", "\(ExchangeHarness.root)/Mailbox?$orderby=\(encoded)&$top=\(encoded)"),
            try harness.send("GET", "\(ExchangeHarness.root)/\(encoded)"),
            try harness.send("GET", "/adminapi/beta/\(encoded)/Mailbox"),
        ]
        for (place, reply) in replies.enumerated() {
            #expect(
                [200, 400, 401, 403, 404, 501].contains(reply.status),
                "\(place): \(reply.status) \(reply.errorText)"
            )
        }
        #expect(try harness.run("Get-Mailbox").rows.count == before)
        #expect(try isWhole(harness))
    }

    // MARK: Cursors and writers

    @Test func aCursorIsNobodyElses() throws {
        let harness = try ExchangeHarness(mailboxes: 20)
        let headers = ["Prefer": "odata.maxpagesize=5", "X-AnchorMailbox": ExchangeHarness.anchor]
        let page = try harness.run("Get-Mailbox", headers: headers)
        let target = String(try #require(page.nextLink).dropFirst("https://localhost:8443".count))
        func next(_ target: String, as caller: String) throws -> ExchangeHarness.Reply {
            try harness.send(
                "POST",
                target,
                as: caller,
                headers: headers,
                body: ["CmdletInput": ["CmdletName": "Get-Mailbox", "Parameters": [:]]]
            )
        }
        #expect(try next(target, as: "admin").status == 200)
        #expect([400, 403].contains(try next(target, as: "adele").status))
        let stranger = try next(target, as: "reader")
        #expect(stranger.status == 400 && stranger.errorText.hasPrefix("Expired or Invalid pagination request."))
        #expect(try next(target + "AAAA", as: "admin").status == 400)
        #expect(try next(String(target.dropLast(6)), as: "admin").status == 400)
    }

    @Test func twoWritersLeaveOneWholeObject() async throws {
        let harness = try ExchangeHarness()
        await withTaskGroup(of: Int.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let text = JSONValue.string("writer \(number)")
                    let parameters: JSONObject = [
                        "Identity": "adele", "CustomAttribute1": text, "CustomAttribute2": text,
                    ]
                    return (try? harness.run("Set-Mailbox", parameters).status) ?? 0
                }
            }
            for await status in group { #expect(status == 200) }
        }
        let row = try #require(try harness.run("Get-Mailbox", ["Identity": "adele"]).rows.first)
        #expect(row["CustomAttribute1"] == row["CustomAttribute2"])
        #expect(row["CustomAttribute1"]?.stringValue?.hasPrefix("writer ") == true)
        #expect(try isWhole(harness))
    }

    // MARK: Storage

    @Test func aFullDiskIsToldAndLeavesEverythingAsItWas() throws {
        let harness = try ExchangeHarness()
        func limit(_ pages: Int) throws {
            try harness.context.store.write { try $0.executeScript("PRAGMA max_page_count = \(pages)") }
        }
        let used = try harness.context.store.read { try $0.first("PRAGMA page_count") { try $0.integer() } }
        try limit(try #require(used))
        var written = 0
        var refused: ExchangeHarness.Reply?
        while refused == nil, written < 2_000 {
            let reply = try harness.run(
                "New-RemoteDomain",
                ["Name": .string("partner \(written)"), "DomainName": .string("partner\(written).example")]
            )
            if reply.status == 200 { written += 1 } else { refused = reply }
        }
        try expectRefusal(try #require(refused).response, [500])
        #expect(try isWhole(harness))
        try limit(1_000_000)
        let kept = try harness.run("Get-RemoteDomain", ["ResultSize": "Unlimited"]).texts("Name")
        #expect(kept.count { $0.hasPrefix("partner ") } == written)
        let again = try harness.run("New-RemoteDomain", ["Name": "last", "DomainName": "last.example"])
        #expect(again.status == 200, "\(again.errorText)")
    }

    @Test func aFileThatWasCutOffIsRefusedOrEveryCallOfItIs() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/tenant.sqlite"
        func emulator() throws -> Emulator {
            try Emulator(.temporary(storage: .file(path), now: { ExchangeHarness.moment }))
        }
        do { #expect(try ExchangeHarness(emulator()).run("Get-Mailbox").status == 200) }
        let bytes = try #require(FileManager.default.contents(atPath: path))
        for size in [bytes.count / 2 / 4096 * 4096, 5000, 100] {
            for suffix in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.removeItem(atPath: path + suffix)
            }
            try bytes.prefix(size).write(to: URL(filePath: path))
            do {
                let harness = ExchangeHarness(try emulator())
                let faults = try harness.context.store.integrityFaults()
                #expect(!faults.isEmpty, "\(size)")
            } catch let error as DatabaseError {
                #expect(error.code == .corrupt, "\(size): \(error)")
            } catch let error as EmulatorError {
                #expect(!error.message.isEmpty)
            }
        }
    }

    @Test(arguments: [
        "O'Neil \"Zoë\" <b>&amp;</b>", "tab\there", "line\r\nX-Injected: yes", "\u{202E}evil", "a|b|c", "%00%0d",
        String(repeating: "x", count: 5_000),
    ])
    func aNameThatNobodyHasIsToldAsItWasGiven(_ name: String) throws {
        let harness = try ExchangeHarness.reading()
        for cmdlet in ["Get-Mailbox", "Get-DistributionGroup", "Get-TransportRule"] {
            let reply = try harness.run(cmdlet, ["Identity": .string(name)])
            #expect(reply.status == 404, "\(cmdlet): \(reply.status) \(reply.errorText)")
            #expect(reply.errorText.contains("'\(name)'"), "\(cmdlet): \(reply.errorText)")
            #expect(!reply.response.headers.contains { $0.isNamed("X-Injected") || $0.value.contains("\n") })
        }
        let entity = try harness.entities("Mailbox('\(ExchangeHarness.key(name))')?isEncoded=true")
        #expect(entity.status == 404 && entity.errorText.contains("'\(name)'"), "\(entity.errorText)")
    }

    @Test func theFolderOfWhoeverIsGoneStandsInAnIdentityOnce() throws {
        let harness = try ExchangeHarness.reading()
        let name = String(repeating: "Soft Deleted Objects\\", count: 20_000)
        #expect(try harness.run("Get-Mailbox", ["Identity": .string(name)]).status == 404)
        let twice: JSONObject = [
            "SoftDeletedMailbox": true, "Identity": "Soft Deleted Objects\\Soft Deleted Objects\\ingrid",
        ]
        #expect(try harness.run("Get-Mailbox", twice).status == 404)
    }
}
