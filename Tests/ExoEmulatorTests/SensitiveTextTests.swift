import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// How kinds of sensitive information show in texts, and which rule packages are taken.
@Suite struct SensitiveTextTests {
    private static let kind = "5a1f2f3c-7a1c-4b55-9c1e-2d0f6a7b8c90"
    private static let noun = "DlpSensitiveInformationTypeRulePackage"

    private static func package(_ entity: String, _ more: String) -> JSONValue {
        let text = """
            <RulePackage><RulePack id="b7c9f3d2-51f7-4f1e-8f0a-3f1c1d2e4a55"><Version major="1"/>
            <Details><LocalizedDetails><PublisherName>Contoso</PublisherName><Name>Own</Name></LocalizedDetails></Details>
            </RulePack><Rules>\(entity)\(more)
            <LocalizedStrings><Resource idRef="\(kind)"><Name default="true" langcode="en-us">Ours</Name></Resource>
            </LocalizedStrings></Rules></RulePackage>
            """
        return .array(Array(text.utf8).map { .integer(Int64($0)) })
    }

    private static func entity(_ patterns: String) -> String {
        #"<Entity id="\#(kind)" patternsProximity="300" recommendedConfidence="75">\#(patterns)</Entity>"#
    }

    /// An expression as it stands in XML.
    private static func regex(_ expression: String, _ attributes: String = "") -> String {
        #"<Regex id="R"\#(attributes)>\#(XMLTag.escaped(expression))</Regex>"#
    }

    private static let single = entity(#"<Pattern confidenceLevel="75"><IdMatch idRef="R" /></Pattern>"#)

    private func harness(_ entity: String, _ more: String) throws -> ExchangeHarness {
        let harness = try ExchangeHarness()
        let made = try harness.comply("New-\(Self.noun)", ["FileData": Self.package(entity, more)])
        #expect(made.status == 200, "\(made.errorText)")
        return harness
    }

    private func found(_ text: String, in harness: ExchangeHarness) throws -> [String] {
        let reply = try harness.comply("Test-DataClassification", ["TextToClassify": .string(text)])
        #expect(reply.status == 200, "\(reply.errorText)")
        return (reply.rows.first?["ClassificationResults"]?.arrayValue ?? []).map { result in
            let (count, level) = (result["Count"]?.integerValue ?? 0, result["ConfidenceLevel"]?.integerValue ?? 0)
            return "\(result["ClassificationName"]?.stringValue ?? "") \(count) \(level)"
        }
    }

    @Test(arguments: [
        // Numbers that are reserved for tests are no cards, and others have up to 19 digits.
        ("4111 1111 1111 1111", []), ("6212345678901234569", ["Credit Card Number 1 65"]),
        ("visa 4532-1678-9012-3454 123", ["Credit Card Number 1 85"]),
        ("routing number 990000000", []), ("routing #021000021", ["ABA Routing Number 1 75"]),
        ("number 021000021", ["ABA Routing Number 1 65"]),
        ("the IP is 10.1.2.3", ["IP Address 1 95"]), ("the ip is 10.1.2.3", []),
        ("at 2001:db8::1", ["IP Address 1 85"]), ("IP 2001:db8:0:0:0:0:0:1", ["IP Address 1 95"]),
        ("a swift reply: PASSWORD", []), ("swift code: deutdeff500", ["SWIFT Code 1 75"]),
        ("SSN 123-45-6789", ["U.S. Social Security Number (SSN) 1 85"]),
        ("SSN 800-12-3456", ["U.S. Social Security Number (SSN) 1 65"]),
        ("SSN 800123456", ["U.S. Social Security Number (SSN) 1 55"]),
        ("IBAN DE89 3704 0044 0532 0130 00 EUR", ["International Banking Account Number (IBAN) 1 85"]),
        ("DE89370400440532013000 2024", ["International Banking Account Number (IBAN) 1 85"]),
        (
            "DE89 3704 0044 0532 0130 00 GB82 WEST 1234 5698 7654 32",
            ["International Banking Account Number (IBAN) 2 85"]
        ),
    ]) func kindsOfTheServiceShowAsTheirDefinitionsSay(text: String, expected: [String]) throws {
        #expect(try found(text, in: try ExchangeHarness()) == expected)
    }

    @Test func kindsAreAsSureInRulesAsInTexts() throws {
        let harness = try ExchangeHarness()
        let entities = XMLTags(EmbeddedFile.sensitiveTypes.text).filter { $0.tag.name == "Entity" }.map(\.tag)
        #expect(!entities.isEmpty)
        for entity in entities {
            let kind = try harness.comply("Get-DlpSensitiveInformationType", ["Identity": .string(entity["id"])])
            #expect(
                kind.rows.first?["RecommendedConfidence"]
                    == Int64(entity["recommendedConfidence"]).map(JSONValue.integer)
            )
        }
        let patterns = SensitivePatterns(EmbeddedFile.sensitiveTypes.text)
        for reference in patterns.kinds.flatMap(\.patterns).flatMap(\.references) {
            #expect(patterns.finders[reference].flatMap(TextFinder.init) != nil, "\(reference)")
        }
    }

    @Test(arguments: [
        "(a+)+b", "(xx)*", "(xx)+", "(xx){2,}", "(a*)", "(.*)", "(.+)x", "(.{0,50000})", "([a-z]{1,9})", "|a", "b|",
        "a||b", ".{0,50}ASDF", "ASDF.{0,50}", ".{1,9}asdf", "asdf.*", "(a", "a)", "[a", "*a", "(?:a|a){40}b",
        "(?:a?){40}b", #"\w+\w+\w+\w+x"#, "(a){0,9223372036854775807}b",
    ]) func expressionsThatRunForLongAreRefused(expression: String) throws {
        let harness = try ExchangeHarness()
        let file = Self.package(Self.single, Self.regex(expression))
        let made = try harness.comply("New-\(Self.noun)", ["FileData": file])
        #expect(
            made.status == 400 && made.errorText.contains("The regular expression"),
            "\(expression): \(made.errorText)"
        )
        #expect(try harness.comply("Get-DlpSensitiveInformationType", ["Identity": .string(Self.kind)]).status == 404)
    }

    @Test(arguments: [
        #"(\s)(\d{9})(\s)"#, #"\bInvoice\b"#, #"\w+@\w+\.\w{2,9}"#, "(?:a|bc){1,3}", "[]|)(]{2}", #"\(a\)*b"#,
        "(?i)a[[:digit:]]+b",
        #"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b"#, "(?<=a)b", "a{b", "(?<name>a)b",
    ]) func expressionsThatEndSoonAreTaken(expression: String) throws {
        #expect(ExpressionCheck.problem(of: expression) == nil)
    }

    @Test func evidenceAloneIsFoundWhereItStandsTogether() throws {
        let affinity = """
            <Affinity id="\(Self.kind)" evidencesProximity="300" recommendedConfidence="75">
            <Evidence confidenceLevel="75"><Match idRef="K1" /><Match idRef="K2" /></Evidence></Affinity>
            """
        let words = ["K1": "alpha", "K2": "omega"].map { id, word in
            #"<Keyword id="\#(id)"><Group matchStyle="word"><Term>\#(word)</Term></Group></Keyword>"#
        }
        let harness = try harness(affinity, words.joined())
        let gap = String(repeating: "- ", count: 500)
        #expect(try found("alpha \(gap) alpha omega", in: harness) == ["Ours 1 75"])
        #expect(try found("alpha omega \(gap) alpha omega", in: harness) == ["Ours 1 75"])
        #expect(try found("alpha \(gap) omega", in: harness).isEmpty)
    }

    @Test(arguments: [
        (regex(#"\d{16}"#, #" validators="V""#), 501), (regex(#"\d(?R)?"#), 501), ("", 501), (regex(#"\d{16}"#), 200),
    ]) func kindsThatCannotBeReadAreNotAnsweredAsIfTheTextWereClean(regex: String, status: Int) throws {
        let harness = try harness(Self.single, regex)
        let reply = try harness.comply(
            "Test-DataClassification",
            ["TextToClassify": "4532167890123454", "ClassificationNames": ["Ours"]]
        )
        #expect(reply.status == status, "\(reply.errorText)")
    }

    @Test(arguments: [
        ("subacct", true), ("IBAN", true), ("subiban", false), ("IP", true), ("ip", false), ("acct", true),
    ]) func termsKeepTheStyleOfTheirGroupAndTheirCase(text: String, isFound: Bool) throws {
        let keyword = """
            <Keyword id="R"><Group matchStyle="string"><Term>acct</Term></Group>
            <Group matchStyle="word"><Term>iban</Term><Term caseSensitive="true">IP</Term></Group></Keyword>
            """
        #expect(try found(text, in: try harness(Self.single, keyword)) == (isFound ? ["Ours 1 75"] : []))
    }

    @Test(
        arguments: [
            (["minconfidence": "65", "maxconfidence": "70"], true), (["minconfidence": "65"], true),
            (["minconfidence": "75", "maxconfidence": "100"], false),
            (["minconfidence": "0", "maxconfidence": "64"], false),
            (["minconfidence": "70", "maxconfidence": "60"], false), (["confidencelevel": "Low"], true), ([:], false),
        ] as [(JSONObject, Bool)]
    ) func rulesAskForTheConfidenceThatTheyAreGiven(bounds: JSONObject, isMet: Bool) throws {
        let harness = try ExchangeHarness()
        var kind: JSONObject = ["Name": "Credit Card Number", "mincount": "1"]
        for member in bounds.members { kind[member.name] = member.value }
        #expect(try harness.comply("New-DlpCompliancePolicy", ["Name": "P", "ExchangeLocation": "All"]).status == 200)
        let made = try harness.comply(
            "New-DlpComplianceRule",
            ["Name": "R", "Policy": "P", "ContentContainsSensitiveInformation": [.object(kind)]]
        )
        #expect(made.status == 200, "\(made.errorText)")
        let rule = try #require(try harness.comply("Get-DlpComplianceRule", ["Identity": "R"]).rows.first)
        let condition = SensitiveCondition(try #require(rule["ContentContainsSensitiveInformation"]))
        let finding = SensitiveFinding(
            id: "50842eb7-edc8-4019-85dd-5a5c1f2bb085",
            name: "Credit Card Number",
            matches: [.init(text: "4532167890123454", confidence: 65)]
        )
        #expect(condition.holds([finding]) == isMet)
    }

    @Test func placesAreLookedUpAsIfEachWereCompared() {
        let ranges = (0..<60).map { ($0 * 7 % 50)..<($0 * 7 % 50 + $0 % 9 + 1) }
        let places = TextPlaces(ranges)
        for start in 0..<60 {
            for end in (start + 1)..<64 {
                #expect(places.overlap(start..<end) == ranges.contains { $0.overlaps(start..<end) })
            }
        }
        let text = SearchedText("äö 12, 345 ü6")
        let numbers = text.text.ranges(of: /\d+/)
        #expect(text.places(of: numbers) == [3..<5, 7..<10, 12..<13])
    }
}
