import ExoJSON
import HTTPServer
import Testing

@testable import EmulatorCore
@testable import ExoEmulator

/// Whom a recording leaves out of the texts in it.
struct RecordedTextTests {
    /// The reply of an exchange without identities, with names learned from the request.
    private func scrubbed(_ scrubber: inout Scrubber, _ parameters: String, _ reply: String) -> String {
        let recorded = scrubber.scrubbed(
            ServerRequest(
                method: "POST",
                target: "/adminapi/beta/fabrikam.org/InvokeCommand",
                headers: [.init("Content-Type", "application/json")],
                body: Array(#"{"CmdletInput":{"CmdletName":"Get-User","Parameters":\#(parameters)}}"#.utf8)
            ),
            CurlProgram.Answer(
                status: 200,
                headers: [.init("Content-Type", "application/json")],
                body: Array(reply.utf8)
            )
        )
        guard case .json(let value) = recorded.reply else { return "" }
        return value.text()
    }

    private static let scrubber = Scrubber(upstream: "https://real.example.net", own: "https://localhost:1")

    @Test func replacesWhatStandsInCLIXML() throws {
        var scrubber = Self.scrubber
        let text = scrubbed(
            &scrubber,
            "{}",
            #"{"value":[{"_clixml":"<Objs Version=\"1.1.0.1\"><Obj RefId=\"0\"><ToString>Zoë Quill</ToString><Props>"#
                + #"<S N=\"DisplayName\">Zoë Quill &amp; Sons</S><S N=\"Alias\">zq</S><SS N=\"Code\">c3dvcmRmaXNo</SS>"#
                + #"<S N=\"CustomAttribute7\">Blue Whale</S><S N=\"RecipientType\">UserMailbox</S>"#
                + #"<Obj N=\"EmailAddresses\"><LST><S>smtp:zoe@fabrikam.org</S></LST></Obj></Props></Obj></Objs>"}],"#
                + #""@adminapi.warnings":["Zoë Quill & Sons was asked for"]}"#
        )
        for word in ["Zoë", "Quill", "Sons", "fabrikam", "c3dvcmRmaXNo", "Whale"] { #expect(!text.contains(word)) }
        #expect(text.contains(#"<S N=\"RecipientType\">UserMailbox</S>"#) && text.contains("<LST><S>smtp:"))
        #expect(text.contains("was asked for"))
    }

    /// What an event of the audit log says; everybody in it is named there alone.
    private static let event: JSONValue = [
        "Operation": "Set-Mailbox", "UserId": "zenobia", "ObjectId": "Quentin Abernathy", "Workload": "Exchange",
        "Parameters": [
            ["Name": "Identity", "Value": "Wilhelmina Osgood"], ["Name": "Office", "Value": "Lindwurm Tower"],
            ["Name": "Password", "Value": "Correct-Horse"],
        ],
        "ModifiedProperties": [["Name": "Department", "OldValue": "[\"Falconry\"]", "NewValue": "Alchemy"]],
    ]

    private static let people = [
        "zenobia", "Quentin", "Abernathy", "Wilhelmina", "Osgood", "Lindwurm", "Correct-Horse", "Falconry", "Alchemy",
    ]

    @Test(arguments: [false, true])
    func leavesNobodyInTheDataOfEvents(_ isFormatted: Bool) throws {
        var scrubber = Self.scrubber
        let data = Self.event.text().replacing(",", with: isFormatted ? ",\r\n  " : ",")
        let rows: JSONValue = ["value": [["RecordType": "ExchangeAdmin", "AuditData": .string(data)]]]
        let text = scrubbed(&scrubber, "{}", rows.text())
        for word in Self.people { #expect(!text.contains(word), "\(word): \(text)") }
        let kept = try #require(try JSONValue(parsing: text)["value"]?[0]?["AuditData"]?.stringValue)
        let document = try JSONValue(parsing: kept)
        #expect(document["Operation"] == "Set-Mailbox" && document["Workload"] == "Exchange")
        #expect(document["Parameters"]?[0]?["Name"] == "Identity" && document["Parameters"]?[2]?["Value"] == "removed")
        #expect(document["ModifiedProperties"]?[0]?["Name"] == "Department")
        // The names of parameters are nobody's: rows keep their properties.
        let later = scrubbed(&scrubber, "{}", #"{"value":[{"Identity":"a b","Office":"c d","Department":"e f"}]}"#)
        for name in ["Identity", "Office", "Department"] { #expect(later.contains("\"\(name)\"")) }
    }

    @Test(arguments: [
        "", "\u{FEFF}", "\r\n", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n",
        "\u{FEFF}<?xml version='1.0'?><!-- <a> -->",
        "#< CLIXML\r\n",
    ])
    func leavesNobodyInCLIXMLWhateverStandsBeforeIt(_ beginning: String) throws {
        var scrubber = Self.scrubber
        let data = Self.event.text().replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
            .replacing(",", with: ",_x000D__x000A_")
        let document =
            "\(beginning)<Objs Version=\"1.1.0.1\"><!-- for Benedikta --><Obj RefId=\"0\"><TN RefId=\"0\">"
            + "<T>Microsoft.Exchange.Data.Directory.Management.Mailbox</T><T>System.Object</T><T>Dagmar's type</T></TN>"
            + "<ToString>Ottokar Pfeil</ToString><Props><S N=\"DisplayName\">Ottokar Pfeil</S>"
            + "<S N=\"CreatedBy\">Gunhild</S><S N=\"LastModifiedBy\">Hroswitha</S><S N=\"RunBy\">Iphigenie</S>"
            + "<S N=\"UserDisplayName\">Jolanthe Sturm</S><S N='Manager'><![CDATA[Kunibert & Sohn]]></S>"
            + "<S N=\"InternalMessage\">&lt;b&gt;Leopoldine is away&lt;/b&gt;</S><S N=\"AuditData\">\(data)</S>"
            + "<S N=\"Comment\">ask Mechthild_x000A_</S><S N=\"Alias\">\u{301}ottilie</S>"
            + "<Obj N=\"Parameters\"><DCT><En><S N=\"Key\">Department</S><S N=\"Value\">Zoology</S></En></DCT></Obj>"
            + "<S N=\"RecipientTypeDetails\">UserMailbox</S></Props></Obj></Objs>"
        let rows: JSONValue = ["value": [["_clixml": .string(document)]]]
        let text = scrubbed(&scrubber, #"{"Identity":"Dagmar"}"#, rows.text())
        for word in Self.people + [
            "Benedikta", "Dagmar", "Ottokar", "Pfeil", "Gunhild", "Hroswitha", "Iphigenie", "Jolanthe", "Sturm",
            "Kunibert", "Sohn", "Leopoldine", "Mechthild", "ottilie", "Zoology",
        ] { #expect(!text.contains(word), "\(word): \(text)") }
        for kept in [
            "<T>Microsoft.Exchange.Data.Directory.Management.Mailbox</T><T>System.Object</T>", ">UserMailbox</S>",
            #"<S N=\"Key\">Department</S>"#,
        ] { #expect(text.contains(kept), "\(kept): \(text)") }
        // Types are no names of people.
        #expect(scrubbed(&scrubber, "{}", #"{"note":"System.Object"}"#).contains("System.Object"))
    }

    @Test func keepsNoMessageNorAnybodyWhomAnEventNames() throws {
        var scrubber = Self.scrubber
        let text = scrubbed(
            &scrubber,
            #"{"InternalMessage":"Gone until Monday: Nepomuk"}"#,
            #"{"value":[{"CreatedBy":"Gunhild","LastModifiedBy":"Hroswitha","RunBy":"Iphigenie","ExternalMessage":"Ask Nepomuk","#
                + #""UserDisplayName":"Jolanthe Sturm","MailboxOwnerUPN":"ottokar","MailTip":"Tell Leopoldine"}],"#
                + #""note":"Gunhild told Jolanthe Sturm of Monday"}"#
        )
        for word in ["Gunhild", "Hroswitha", "Iphigenie", "Nepomuk", "Jolanthe", "Sturm", "ottokar", "Leopoldine"] {
            #expect(!text.contains(word), "\(word): \(text)")
        }
        #expect(text.contains("of Monday"))
    }

    @Test func replacesNamesThatStandInAddressesAlone() throws {
        var scrubber = Self.scrubber
        let text = scrubbed(
            &scrubber,
            #"{"Identity":"ada.lovelace@fabrikam.org"}"#,
            #"{"note":"Lovelace, Ada (ada.lovelace%40fabrikam.org, 'ada.lovelace@fabrikam.org') "#
                + #"ada_fabrikam.org#EXT#@contoso.onmicrosoft.com https://x.example/?to=ada.lovelace%2540fabrikam.org"}"#
        )
        for word in ["ada", "lovelace", "fabrikam", "contoso"] { #expect(!text.lowercased().contains(word), "\(text)") }
        #expect(text.contains("%40domain") && text.contains("#EXT#@tenant"), "\(text)")
    }

    @Test func replacesIdentifiersThatAreNoGUIDs() throws {
        var scrubber = Self.scrubber
        let text = scrubbed(
            &scrubber,
            "{}",
            #"{"value":[{"Sid":"S-1-5-21-3623811015-3361044348-30300820-1013","Self":"S-1-5-10","NetID":"1003BFFD8A1B2C3D","#
                + #""CustomAttribute1":"Wal","LegacyExchangeDN":"/cn=0123456789abcdef0123456789abcdef-zoe","#
                + #""Link":"https://a.blob.core.windows.net/c?sv=2024&sig=Zm9vYmFy%3D&se=2030"}],"#
                + #""note":"S-1-5-21-3623811015-3361044348-30300820-1013 and 1003BFFD8A1B2C3D"}"#
        )
        for word in ["3623811015", "BFFD8A1B", "Wal\"", "0123456789abcdef", "Zm9vYmFy"] {
            #expect(!text.contains(word), "\(word): \(text)")
        }
        let sid = "S-1-5-21-1000000000-1000000000-1000000000-1"
        #expect(text.split(separator: sid, omittingEmptySubsequences: false).count == 3, "\(text)")
        #expect(text.contains("S-1-5-10") && text.contains("sig=removed&se=2030"), "\(text)")
    }

    @Test(arguments: [
        String(repeating: "a-", count: 100_000), String(repeating: "%25", count: 60_000),
        String(repeating: "9f8e7d6c-5b4a-4321-8765-0123456789ab", count: 5000),
        String(repeating: "'", count: 100_000), String(repeating: "a@", count: 100_000),
    ])
    func looksAtLongRunsOnce(_ run: String) {
        var scrubber = Self.scrubber
        let (text, seconds) = timed { scrubbed(&scrubber, "{}", #"{"note":"\#(run)"}"#) }
        #expect(!text.isEmpty && !text.contains("9f8e7d6c"))
        // What grows with the square of its length takes minutes.
        #expect(seconds < 20)
    }

    private func timed(_ body: () -> String) -> (String, Double) {
        let clock = ContinuousClock()
        var text = ""
        let duration = clock.measure { text = body() }
        return (text, Double(duration.components.seconds))
    }
}
