import ExoJSON
import Testing

@testable import EmulatorExchange

/// The texts that Test-TextExtraction takes from files.
@Suite struct ComplianceTextExtractionTests {
    /// The streams of a file, as `name: text`.
    private func streams(of text: String) throws -> [String] {
        let bytes = JSONValue.array(Array(text.utf8).map { .integer(Int64($0)) })
        let reply = try ExchangeHarness().comply("Test-TextExtraction", ["FileData": bytes])
        #expect(reply.status == 200, "\(reply.errorText)")
        return (reply.rows.first?["ExtractedResults"]?.arrayValue ?? []).map { stream in
            "\(stream["StreamName"]?.stringValue ?? ""): \(stream["ExtractedStreamText"]?.stringValue ?? "")"
        }
    }

    @Test(arguments: [
        "SSN: 123-45-6789\n\nThanks", "https://contoso.com\n\nSubject: none", "Subject: one\nand no field\n\nThanks",
        " Subject: one\n\nThanks", "Subject: no more than that",
    ])
    func aTextWithoutTheHeadOfAMessageIsTakenWhole(text: String) throws {
        #expect(try streams(of: text) == ["Text: \(text)"])
    }

    @Test func aMessageIsTakenByTheFieldsOfItsHead() throws {
        #expect(try streams(of: "X-Note: a\n\tb\nFROM: adele@contoso.com\n\nThanks") == ["Message Body: Thanks"])
    }

    @Test func partsInPartsAreReadToADepth() throws {
        func nested(_ depth: Int) -> String {
            let heads = (0..<depth).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }
            return heads.joined() + "Content-Type: text/plain\n\nDeep"
        }
        #expect(try streams(of: nested(5)) == ["Message Body: Deep"])
        #expect(try streams(of: nested(2000)).isEmpty)
    }

    @Test(arguments: [
        ("SSN 123-45-<b>6789</b>", "SSN 123-45-6789"),
        ("a <i>b</i> c<!-- <p> -->d", "a b cd"),
        ("<p>One</p><div class=\"x\">Two<br/>Three</DIV>", "One\nTwo\nThree"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("4012&nbsp;8888&#160;8888&#xA0;1881 &lt;&amp;&quot; &copy", "4012 8888 8888 1881 <&\" &copy"),
        ("<style>p { color: red }</style><script>if (a < b) { c(\"<p>\") }</script>Seen", "Seen"),
        ("1 < 2 <b", "1 < 2"),
    ])
    func aPageIsReadAsItIsSeen(page: String, text: String) throws {
        #expect(
            try streams(of: "Subject: a\nContent-Type: text/html\n\n\(page)") == ["Message Body: \(text)"],
            "\(page)"
        )
    }
}
