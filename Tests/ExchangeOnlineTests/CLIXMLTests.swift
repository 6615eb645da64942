import ExchangeOnline
import ExoJSON
import ExoTransport
import TestSupport
import Testing

/// Rows that come as CLIXML, read as PowerShell reads them.
struct CLIXMLTests {
    private func outcome(_ documents: String...) async throws -> CmdletOutcome {
        let elements = documents.map { "{\"_clixml\":\(JSONValue.string($0).text())}" }
        let reply = ScriptedReply.json("{\"@odata.context\":\"x\",\"value\":[\(elements.joined(separator: ","))]}")
        let bench = Bench([reply])
        let outcome = try await bench.run(Cmdlet("Get-Mailbox", fidelity: .clixml))
        #expect(bench.transport.requests.first?.headers["X-ResponseFormat"] == "clixml")
        return outcome
    }

    private static func document(_ text: String) -> String {
        "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\(text)</Objs>"
    }

    /// What PowerShell's ConvertTo-Json makes of a sample, and what ours is where that is another form of the same.
    private static let others: [String: JSONValue] = [
        "timespan": "14.01:02:03.5000000", "timespan negative": "-00:00:01", "timespan zero": "00:00:00",
        "version": "1.2.3.4", "enum": "Friday",
    ]

    /// A row whose spans of time are texts; PowerShell makes objects of them, here of fourteen days.
    private static func withSpansAsTexts(_ row: JSONObject) -> JSONObject {
        var row = row
        for place in row.members.indices where row.members[place].value["Ticks"] == 12_096_000_000_000 {
            row.members[place].value = "14.00:00:00"
        }
        return row
    }

    @Test func readsWhatPowerShellItselfWrites() async throws {
        var compared = 0
        for line in try Fixture.text("clixml/samples.jsonl").split(separator: "\n") {
            let sample = try JSONValue(parsing: line.utf8)
            let name = try #require(sample["name"]?.stringValue)
            let rows = try await outcome(try #require(sample["clixml"]?.stringValue)).objects
            guard let text = sample["json"]?.stringValue, sample["depth"] == 1 else { continue }
            let expected = try Self.others[name] ?? JSONValue(parsing: text)
            let wanted: [JSONObject] = (expected.arrayValue ?? [expected]).compactMap { value in
                value.isNull ? nil : value.objectValue.map(Self.withSpansAsTexts) ?? ["Value": value]
            }
            #expect(rows == wanted, "\(name)")
            compared += 1
        }
        #expect(compared > 40)
    }

    @Test func typesAndNumbersStandBesideTheValues() async throws {
        let document = Self.document(
            """
            <Obj RefId="0"><TN RefId="0"><T>Exchange.Mailbox</T><T>System.Object</T></TN><ToString>ada</ToString><Props>
            <S N="Name">ada</S><I64 N="Count">9007199254740993</I64><DT N="When">2026-01-31T10:00:00Z</DT>
            <Obj N="Kind" RefId="1"><TN RefId="1"><T>Exchange.Kind</T></TN><ToString>Shared</ToString><I32>4</I32></Obj>
            <Obj N="Size" RefId="2"><TN RefId="2"><T>Exchange.Size</T></TN><ToString>2 KB (2,048 bytes)</ToString>
            <Props><B N="IsUnlimited">false</B><Obj N="Value" RefId="3"><TN RefId="3"><T>Exchange.Bytes</T></TN>
            <ToString>2 KB</ToString></Obj></Props></Obj></Props></Obj>
            """
        )
        let row = try #require(try await outcome(document).rows.first)
        let annotated = try row.annotatedObject
        #expect(annotated["@type"] == "Exchange.Mailbox" && annotated["@text"] == "ada")
        #expect(annotated["Count"] == 9_007_199_254_740_993 && annotated["Count@data.type"] == "System.Int64")
        #expect(annotated["When@data.type"] == "System.DateTime" && annotated["Name@data.type"] == nil)
        #expect(annotated["Kind"] == "Shared" && annotated["Kind@data.value"] == 4)
        #expect(annotated["Kind@data.type"] == "Exchange.Kind")
        #expect(annotated["Size"]?["@text"] == "2 KB (2,048 bytes)")
        #expect(try row.object["Size"] == ["IsUnlimited": false, "Value": "2 KB"])
    }

    @Test(arguments: [
        ("PT1.5S", "00:00:01.5000000"), ("-P10675199DT2H48M5.4775808S", "-10675199.02:48:05.4775808"),
        ("P10675199DT2H48M5.4775807S", "10675199.02:48:05.4775807"), ("PT922337203685.9999999S", nil),
    ])
    func readsEverySpanThatThereIsAndNoOther(_ text: String, _ wanted: String?) async throws {
        let document = Self.document("<Obj RefId=\"0\"><MS><TS N=\"A\">\(text)</TS></MS></Obj>")
        guard let wanted else {
            let error = await #expect(throws: ExchangeError.self) { try await outcome(document) }
            #expect(error?.code == .unexpectedResponse)
            return
        }
        #expect(try await outcome(document).objects == [["A": .string(wanted)]])
    }

    @Test func rowsOfSeveralPagesAndFormsComeInOrder() async throws {
        let list = Self.document(
            "<Obj RefId=\"0\"><LST><Obj RefId=\"1\"><MS><S N=\"n\">a</S></MS></Obj><Ref RefId=\"1\" /></LST></Obj>"
        )
        let one = Self.document("<Obj RefId=\"0\"><MS><S N=\"n\">b_x000A_</S></MS></Obj>")
        let rows = try await outcome(list, Self.document(""), one).objects
        #expect(rows == [["n": "a"], ["n": "a"], ["n": "b\n"]])
    }

    @Test func aServiceThatSendsJSONAfterAllIsRead() async throws {
        let bench = Bench([Page.reply(0..<1)])
        let outcome = try await bench.run(Cmdlet("Get-Mailbox", fidelity: .clixml))
        #expect(try outcome.objects == [["Priority": 0, "Name": "n0"]])
    }

    private static let deep = String(repeating: "<Obj><LST>", count: 200)
    /// Twenty lists of ten references each to the one before: a text of a kilobyte that stands for 10 to the 20 objects.
    private static let bomb: String = {
        let lists = (1...20).map { level in
            "<Obj RefId=\"\(level)\"><LST>\(String(repeating: "<Ref RefId=\"\(level - 1)\" />", count: 10))</LST></Obj>"
        }
        return "<Obj RefId=\"0\"><MS><S N=\"n\">a</S></MS></Obj>" + lists.joined()
    }()

    @Test(arguments: [
        "", "<Objs/>", "no xml", document("<S>a"), document("<S>a</T>"), document("<Obj><S N=\"a\">b</S>"),
        document(deep),
        document(bomb), document("<!DOCTYPE x>"), document("<!-- c --><S>a</S>"), document("<S>&unknown;</S>"),
        document("<S>&#xD800;</S>"), document("<I32>x</I32>"), document("<What>x</What>"),
        document("<Ref RefId=\"9\" />"),
        document("<S>a</S>") + "<S>b</S>", document("<Obj><MS><S>no name</S></MS></Obj>"), document("text"),
        document("<S a=\"1\" a=\"2\">x</S>"), "<?xml version=\"1.0\"?>",
    ])
    func whatIsNoCLIXMLIsRefusedAndSaidToBe(_ text: String) async throws {
        guard !text.isEmpty else {
            #expect(try await outcome("").rows.isEmpty)
            return
        }
        let error = await #expect(throws: ExchangeError.self) { _ = try await outcome(text) }
        #expect(error?.code == .unexpectedResponse)
        #expect(error?.message.contains("malformed CLIXML") == true, "\(error?.message ?? "")")
    }

    @Test func aChangeWhoseRowsCannotBeReadMayHaveBeenMade() async throws {
        let reply = ScriptedReply.json(#"{"@odata.context":"x","value":[{"_clixml":"<Objs"}]}"#)
        let bench = Bench([reply])
        let error = await #expect(throws: ExchangeError.self) {
            let parameters: CmdletParameters = ["Name": "a", "Shared": true]
            _ = try await bench.run(Cmdlet("New-Mailbox", parameters: parameters, fidelity: .clixml))
        }
        #expect(error?.code == .outcomeUnknown && error?.repair == .inspectObject)
        #expect(error?.message.contains("malformed CLIXML") == true, "\(error?.message ?? "")")
        #expect(bench.transport.requests.count == 1)
    }

    @Test func noDamageDoesMoreThanBeRefused() async throws {
        var random = SplitMix(seed: 11)
        let samples = try Fixture.text("clixml/samples.jsonl").split(separator: "\n").compactMap { line in
            try JSONValue(parsing: line.utf8)["clixml"]?.stringValue
        }
        var refused = 0
        for sample in samples {
            for _ in 0..<6 {
                var bytes = Array(sample.utf8)
                for _ in 0...random.next(below: 3) {
                    let place = random.next(below: bytes.count)
                    switch random.next(below: 3) {
                    case 0: bytes[place] = UInt8(0x20 + random.next(below: 95))
                    case 1: bytes.removeSubrange(place..<min(bytes.count, place + random.next(below: 20)))
                    default:
                        bytes.insert(
                            contentsOf: Array("<Obj RefId=\"0\">".utf8).prefix(random.next(below: 16)),
                            at: place
                        )
                    }
                    if bytes.isEmpty { bytes = [0x3C] }
                }
                do { _ = try await outcome(String(decoding: bytes, as: UTF8.self)).objects } catch let error
                    as ExchangeError
                {
                    #expect(error.code == .unexpectedResponse)
                    refused += 1
                }
            }
        }
        #expect(refused > 50)
    }
}

/// Numbers that are the same in every run.
private struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, bound)))
    }
}
