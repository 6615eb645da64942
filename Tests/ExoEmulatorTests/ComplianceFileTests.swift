import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// What is handed in as a file: rule packages, and lists of words.
@Suite struct ComplianceFileTests {
    private static let package = "8aac8390-e99f-4487-8d16-7f0cdee8defc"
    private static let kind = "db80b3da-0056-436e-b0ca-1f4cf7080d1f"

    /// A file in UTF-16 as clients send it: the numbers of its bytes.
    private static func file(_ text: String) -> JSONValue {
        let units: [UInt16] = [0xFEFF] + Array(text.utf16)
        let bytes = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return .array(bytes.map { JSONValue.integer(Int64($0)) })
    }

    private static func xml(_ name: String, id: String = package) -> String {
        """
        <?xml version="1.0" encoding="utf-16"?>
        <RulePackage xmlns="http://schemas.microsoft.com/office/2011/mce">
          <RulePack id="\(id)">
            <Version major="1" minor="0" build="0" revision="0" />
            <Publisher id="8d34806e-cd65-4178-ba0e-5d7d712e5b66" />
            <Details defaultLangCode="en"><LocalizedDetails langcode="en">
              <PublisherName>Contoso Ltd.</PublisherName><Name>Financial Information</Name>
              <Description>Of our own</Description>
            </LocalizedDetails></Details>
          </RulePack>
          <Rules>
            <!-- <Entity id="none"> -->
            <Entity id="\(kind)" patternsProximity="300" recommendedConfidence="85">
              <Pattern confidenceLevel="85"><IdMatch idRef="Func_credit_card" /></Pattern>
            </Entity>
            <LocalizedStrings><Resource idRef="\(kind)">
              <Name default="true" langcode="en-us">\(name)</Name>
              <Description default="true" langcode="en-us">Looks &amp; finds</Description>
            </Resource></LocalizedStrings>
          </Rules>
        </RulePackage>
        """
    }

    @Test func aRulePackageMakesItsKindsKnown() throws {
        let harness = try ExchangeHarness()
        let noun = "DlpSensitiveInformationTypeRulePackage"
        let own = try harness.comply("Get-\(noun)").rows
        #expect(own.map { $0["Name"]?.stringValue } == ["Microsoft Rule Package"])
        let bytes = own.first?["SerializedClassificationRuleCollection"]?.arrayValue ?? []
        #expect(bytes.prefix(2) == [0xFF, 0xFE] && bytes.count > 10_000)
        let made = try harness.comply("New-\(noun)", ["FileData": Self.file(Self.xml("Membership"))])
        #expect(made.texts("Name") == ["Financial Information"], "\(made.errorText)")
        #expect(made.texts("Publisher") == ["Contoso Ltd."] && made.texts("Guid") == [Self.package])
        func kind() throws -> ExchangeHarness.Reply {
            try harness.comply("Get-DlpSensitiveInformationType", ["Identity": .string(Self.kind)])
        }
        let row = try #require(try kind().rows.first)
        #expect(row["Name"] == "Membership" && row["Publisher"] == "Contoso Ltd." && row["RecommendedConfidence"] == 85)
        #expect(row["RulePackId"] == .string(Self.package) && row["Description"] == "Looks & finds")
        let again = try harness.comply("New-\(noun)", ["FileData": Self.file(Self.xml("Membership"))])
        #expect(again.status == 400, "\(again.errorText)")
        let set = try harness.comply("Set-\(noun)", ["FileData": Self.file(Self.xml("Member number"))])
        #expect(set.status == 200, "\(set.errorText)")
        #expect(try kind().texts("Name") == ["Member number"])
        let whole = try harness.comply("Get-\(noun)", ["Identity": .string(Self.package)]).rows.first
        #expect(whole?["SerializedClassificationRuleCollection"] == Self.file(Self.xml("Member number")))
        #expect(try harness.comply("Remove-\(noun)", ["Identity": "Microsoft Rule Package"]).status == 400)
        #expect(try harness.comply("Remove-\(noun)", ["Identity": .string(Self.package)]).status == 200)
        #expect(try kind().status == 404)
        let wrong = try harness.comply("New-\(noun)", ["FileData": Self.file("<Rules></Rules>")])
        #expect(wrong.status == 400 && wrong.errorText.contains("isn't a rule package"), "\(wrong.errorText)")
    }

    @Test func aPackageOfExactMatchesMakesKindsToo() throws {
        let harness = try ExchangeHarness()
        let entity = #"<Entity id="\#(Self.kind)" patternsProximity="300" recommendedConfidence="85">"#
        let match =
            #"<ExactMatch id = "\#(Self.kind)" patternsProximity = "300" dataStore ="PatientRecords" "#
            + #"recommendedConfidence = "65" >"#
        let package = Self.xml("Patient SSN Exact Match.").replacing(entity, with: match)
            .replacing("</Entity>", with: "</ExactMatch>")
        let made = try harness.comply(
            "New-DlpSensitiveInformationTypeRulePackage",
            ["FileData": Self.file(package)]
        )
        #expect(made.status == 200, "\(made.errorText)")
        let kind = try harness.comply("Get-DlpSensitiveInformationType", ["Identity": "Patient SSN Exact Match."])
        #expect(kind.rows.first?["RecommendedConfidence"] == 65, "\(kind.errorText)")
    }

    @Test func aSchemaIsCalledAfterItsDataStore() throws {
        let harness = try ExchangeHarness()
        func schema(_ store: String, version: Int) -> String {
            """
            <EdmSchema xmlns="http://schemas.microsoft.com/office/2018/edm">
              <DataStore name="\(store)" description="Schema for patient records" version="\(version)">
                <Field name="PatientID" searchable="true" caseInsensitive="true" />
              </DataStore>
            </EdmSchema>
            """
        }
        // What is commented out is no data store.
        let first = "<!-- <DataStore name=\"Former\" /> -->" + schema("PatientRecords", version: 1)
        let made = try harness.comply("New-DlpEdmSchema", ["FileData": Self.file(first)])
        #expect(made.texts("Name") == ["PatientRecords"], "\(made.errorText)")
        #expect(try harness.comply("New-DlpEdmSchema", ["FileData": Self.file(first)]).status == 400)
        let second = schema("patientrecords", version: 2)
        let set = try harness.comply("Set-DlpEdmSchema", ["FileData": Self.file(second)])
        #expect(set.status == 200, "\(set.errorText)")
        let row = try harness.comply("Get-DlpEdmSchema", ["Identity": "PATIENTRECORDS"]).rows.first
        #expect(row?["DataStoreName"] == "patientrecords" && row?["EdmSchemaXml"] == .string(second))
        #expect(row?["FileData"] == nil)
        let other = try harness.comply("Set-DlpEdmSchema", ["FileData": Self.file(schema("Others", version: 1))])
        #expect(other.status == 404)
        let wrong = try harness.comply("New-DlpEdmSchema", ["FileData": Self.file("<EdmSchema />")])
        #expect(wrong.status == 400 && wrong.errorText.contains("isn't an EDM schema"), "\(wrong.errorText)")
        #expect(try harness.comply("Remove-DlpEdmSchema", ["Identity": "PatientRecords"]).status == 200)
        #expect(try harness.comply("Get-DlpEdmSchema").rows.isEmpty)
    }

    @Test func aDictionaryReadsAsItsWords() throws {
        let harness = try ExchangeHarness()
        let made = try harness.comply(
            "New-DlpKeywordDictionary",
            ["Name": "Diseases", "Description": "D", "FileData": Self.file("abasia\r\nablation, abrami's disease\r\n")]
        )
        let row = try #require(made.rows.first, "\(made.errorText)")
        #expect(row["KeywordDictionary"] == "abasia, ablation, abrami's disease" && row["FileData"] == nil)
        #expect(row["Identity"]?.stringValue?.count == 36)
        let set = try harness.comply(
            "Set-DlpKeywordDictionary",
            ["Identity": "Diseases", "FileData": .array(Array("abortus".utf8).map { .integer(Int64($0)) })]
        )
        #expect(set.status == 200, "\(set.errorText)")
        let found = try harness.comply("Get-DlpKeywordDictionary", ["Name": "Diseases"])
        #expect(found.texts("KeywordDictionary") == ["abortus"], "\(found.errorText)")
    }
}
