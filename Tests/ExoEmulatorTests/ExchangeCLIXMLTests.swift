import ExoJSON
import TestSupport
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

struct ExchangeCLIXMLTests {
    private static let custom = ["System.Management.Automation.PSCustomObject", "System.Object"]
    private static let bytesOfDocument = #"<a b="c">d</a>"#

    private static func note(_ members: (String, CLIXMLValue)...) -> CLIXMLValue {
        .object(CLIXMLObject(types: custom, members: members.map { (name: $0.0, value: $0.1) }))
    }

    /// The values that PowerShell wrote, by the name of the sample.
    private static let values: [String: CLIXMLValue] = [
        "null": .null,
        "string": .text("plain"),
        "empty string": .text(""),
        "string with controls": .text("a\r\n\tb\0c"),
        "string with underscore escape": .text("a_x000D_b"),
        "emoji": .text("😀"),
        "markup": .text(#"<a href="x">&amp;</a>"#),
        "leading and trailing blanks": .text("  a  "),
        "true": .flag(true),
        "false": .flag(false),
        "char": .scalar(.character, "90"),
        "sbyte": .scalar(.int8, "-5"),
        "byte": .scalar(.uint8, "200"),
        "int16": .scalar(.int16, "-300"),
        "uint16": .scalar(.uint16, "60000"),
        "int32": .int32(42),
        "int32 min": .int32(-2_147_483_648),
        "uint32": .scalar(.uint32, "4000000000"),
        "int64": .scalar(.int64, "9007199254740993"),
        "uint64": .scalar(.uint64, "18446744073709551615"),
        "single": .scalar(.single, "1.5"),
        "double": .scalar(.double, "3.14159"),
        "double nan": .scalar(.double, "NaN"),
        "double infinity": .scalar(.double, "INF"),
        "decimal": .scalar(.decimal, "1.5"),
        "datetime utc": .dateTime("2026-01-31T10:00:00.1234567Z"),
        "datetime unspecified": .dateTime("2026-01-31T10:00:00.0000000"),
        "datetime local": .dateTime("2026-01-31T10:00:00.000+00:00"),
        "datetime min": .dateTime("0001-01-01T00:00:00"),
        "timespan": .scalar(.timeSpan, "P14DT1H2M3.5S"),
        "timespan negative": .scalar(.timeSpan, "-PT1S"),
        "timespan zero": .scalar(.timeSpan, "PT0S"),
        "guid": .scalar(.guid, "0123abcd-4567-89ab-cdef-0123456789ab"),
        "uri": .scalar(.uri, "https://a.example/x?y=1&z=2"),
        "version": .scalar(.version, "1.2.3.4"),
        "bytes": .scalar(.bytes, "AAH6/w=="),
        "script block": .scalar(.scriptBlock, " Get-Mailbox "),
        "xml": .scalar(.xml, bytesOfDocument),
        "enum": .object(
            CLIXMLObject(
                types: ["System.DayOfWeek", "System.Enum", "System.ValueType", "System.Object"],
                title: "Friday",
                plainValue: .int32(5)
            )
        ),
        "empty array": .array([]),
        "array of text": .array([.text("a"), .text("b")]),
        "array mixed": .array([.int32(1), .text("a"), .null, .flag(true)]),
        "nested array": .array([.array([.text("a"), .text("b")]), .array([.text("c")])]),
        "typed array": .list(
            types: ["System.Int32[]", "System.Array", "System.Object"],
            [.int32(1), .int32(2), .int32(3)]
        ),
        "array list": .list(
            types: ["System.Collections.ArrayList", "System.Object"],
            [.text("x"), .text("y")]
        ),
        "generic list": .list(
            types: [
                """
                System.Collections.Generic.List`1[[System.String, System.Private.CoreLib, Version=10.0.0.0, \
                Culture=neutral, PublicKeyToken=7cec85d7bea7798e]]
                """, "System.Object",
            ],
            [.text("x"), .text("y")]
        ),
        "hashtable": .dictionary(
            types: ["System.Collections.Hashtable", "System.Object"],
            [(.text("Add"), .text("a"))]
        ),
        "ordered": .dictionary(
            types: ["System.Collections.Specialized.OrderedDictionary", "System.Object"],
            [(.text("b"), .int32(1)), (.text("a"), .array([.text("x")]))]
        ),
        "custom object": note(
            ("Name", .text("adele")),
            ("Count", .int32(3)),
            ("When", .dateTime("2026-01-31T00:00:00Z")),
            ("Nothing", .null),
            ("Flag", .flag(true))
        ),
        "nested object": note(
            ("Name", .text("outer")),
            ("Inner", note(("Name", .text("inner")))),
            ("List", .array([note(("a", .int32(1))), note(("a", .int32(2)))]))
        ),
        "ip address": .object(
            CLIXMLObject(
                types: ["System.Net.IPAddress", "System.Object"],
                title: "192.0.2.1",
                properties: [("AddressFamily", .text("InterNetwork"))]
                    + [
                        "IsIPv6Multicast", "IsIPv6LinkLocal", "IsIPv6SiteLocal", "IsIPv6Teredo", "IsIPv6UniqueLocal",
                        "IsIPv4MappedToIPv6",
                    ].map { (name: $0, value: .flag(false)) } + [("Address", .scalar(.int64, "16908480"))],
                members: [("IPAddressToString", .text("192.0.2.1"))]
            )
        ),
        "mailbox-like object": .object(
            CLIXMLObject(
                types: ["Microsoft.Exchange.Data.Directory.Management.Mailbox"] + custom,
                members: [
                    ("Identity", .text("contoso.onmicrosoft.com/adele")),
                    ("Alias", .text("adele")),
                    ("EmailAddresses", .array([.text("SMTP:adele@contoso.com"), .text("smtp:av@contoso.com")])),
                    ("ProhibitSendQuota", .text("99 GB (106,300,440,576 bytes)")),
                    ("HiddenFromAddressListsEnabled", .flag(false)),
                    ("WhenCreated", .dateTime("2026-01-31T10:00:00.0000000+00:00")),
                    ("WhenCreatedUTC", .dateTime("2026-01-31T09:00:00Z")),
                    ("Guid", .scalar(.guid, "0123abcd-4567-89ab-cdef-0123456789ab")),
                    ("RetainDeletedItemsFor", .scalar(.timeSpan, "P14D")),
                    ("ArchiveName", .array([])),
                    ("MaxSendSize", .null),
                ]
            )
        ),
    ]

    /// Samples with one object in two places, which rows of a page never have, and two of .NET's own types.
    private static let exceptions: Set = ["same object twice", "two mailbox-like objects", "culture", "mail address"]

    @Test func writesWhatPowerShellWrites() throws {
        var seen: Set<String> = []
        for line in try Fixture.text("clixml/samples.jsonl").split(separator: "\n") {
            let sample = try JSONValue(parsing: String(line))
            let name = try #require(sample["name"]?.stringValue)
            seen.insert(name)
            guard let value = Self.values[name] else {
                #expect(Self.exceptions.contains(name), "no value for the sample \(name)")
                continue
            }
            #expect(CLIXMLWriter.document([value]) == sample["clixml"]?.stringValue, "\(name)")
        }
        #expect(seen == Set(Self.values.keys).union(Self.exceptions))
    }

    @Test func escapesNamesAndControlCharacters() {
        let value = CLIXMLValue.object(
            CLIXMLObject(types: ["T"], members: [("a\"<_x\u{1}", .text("\u{7F}\u{85}\u{FFFE}é_X_y"))])
        )
        let document = CLIXMLWriter.document([value])
        #expect(document.contains(#"N="a&quot;&lt;_x005F_x_x0001_""#))
        #expect(document.contains("<S N=\"a&quot;&lt;_x005F_x_x0001_\">_x007F__x0085__xFFFE_é_x005F_X_y</S>"))
    }

    @Test func writesAnEmptyDocumentForNoRows() {
        #expect(
            CLIXMLPage.document(rows: [])
                == #"<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04" />"#
        )
    }

    private static let shape = ObjectShape(
        noun: "Thing",
        typeName: "Example.Thing",
        properties: [
            PropertyShape(name: "Name", kind: .text, fallback: ""),
            PropertyShape(name: "Count", kind: .int64, fallback: 0),
            PropertyShape(name: "Small", kind: .int16, fallback: .null),
            PropertyShape(name: "Guid", kind: .guid, fallback: "00000000-0000-0000-0000-000000000000"),
            PropertyShape(name: "When", kind: .localDate, fallback: .null),
            PropertyShape(name: "WhenUTC", kind: .utcDate, fallback: .null),
            PropertyShape(name: "Texts", kind: .texts, fallback: []),
            PropertyShape(name: "Flag", kind: .flag, fallback: false),
        ]
    )

    @Test func writesARowByTheKindsOfItsProperties() {
        var row = ObjectRow(shape: Self.shape, title: "first & last")
        row["Name"] = "Zoë"
        row["Small"] = -1
        row["When"] = "2026-01-31T10:00:00.5000000Z"
        row["WhenUTC"] = "2026-01-31T10:00:00.0000000Z"
        row["Texts"] = ["a", "b"]
        #expect(
            CLIXMLPage.document(rows: [row]) == """
                <Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
                  <Obj RefId="0">
                    <TN RefId="0">
                      <T>Example.Thing</T>
                      <T>System.Object</T>
                    </TN>
                    <ToString>first &amp; last</ToString>
                    <Props>
                      <S N="Name">Zoë</S>
                      <I64 N="Count">0</I64>
                      <I16 N="Small">-1</I16>
                      <G N="Guid">00000000-0000-0000-0000-000000000000</G>
                      <DT N="When">2026-01-31T10:00:00.5+00:00</DT>
                      <DT N="WhenUTC">2026-01-31T10:00:00Z</DT>
                      <Obj N="Texts" RefId="1">
                        <TN RefId="1">
                          <T>System.Object[]</T>
                          <T>System.Array</T>
                          <T>System.Object</T>
                        </TN>
                        <LST>
                          <S>a</S>
                          <S>b</S>
                        </LST>
                      </Obj>
                      <B N="Flag">false</B>
                    </Props>
                  </Obj>
                </Objs>
                """
        )
    }

    @Test func putsSeveralRowsIntoOneDocumentWithTheSelection() {
        let rows = ["a", "b"].map { name in
            var row = ObjectRow(shape: Self.shape, title: name)
            row["Name"] = .string(name)
            return row
        }
        #expect(
            CLIXMLPage.document(rows: rows, selection: ["name"]) == """
                <Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
                  <Obj RefId="0">
                    <TN RefId="0">
                      <T>System.Object[]</T>
                      <T>System.Array</T>
                      <T>System.Object</T>
                    </TN>
                    <LST>
                      <Obj RefId="1">
                        <TN RefId="1">
                          <T>Example.Thing</T>
                          <T>System.Object</T>
                        </TN>
                        <ToString>a</ToString>
                        <Props>
                          <S N="Name">a</S>
                        </Props>
                      </Obj>
                      <Obj RefId="2">
                        <TNRef RefId="1" />
                        <ToString>b</ToString>
                        <Props>
                          <S N="Name">b</S>
                        </Props>
                      </Obj>
                    </LST>
                  </Obj>
                </Objs>
                """
        )
    }
}
