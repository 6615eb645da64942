import ExoJSON
import Testing

@testable import EmulatorCore
@testable import EmulatorExchange

/// The file plan: retention labels as a table.
@Suite struct ComplianceFilePlanTests {
    private static let head =
        "LabelName,Comment,IsRecordLabel,RetentionAction,RetentionDuration,RetentionType,ReviewerEmail,DepartmentName,"
        + "Category,SubCategory,CitationName,CitationUrl"

    private func imported(
        _ lines: String...,
        more: JSONObject = [:],
        in harness: ExchangeHarness
    ) throws
        -> ExchangeHarness.Reply
    {
        var parameters = more
        parameters["RawCsv"] = .string(([Self.head] + lines).joined(separator: "\r\n"))
        return try harness.comply("Import-FilePlanProperty", parameters)
    }

    @Test func labelsOfATableAreMadeWithTheirDescriptors() throws {
        let harness = try ExchangeHarness()
        let line =
            "Personnel,\"Kept, then deleted\",TRUE,KeepAndDelete,3653,ModificationAgeInDays,adele@contoso.com,Legal,"
            + "Staff,Files,Labor act,https://example.com/act"
        let checked = try imported(line, more: ["ValidateOnly": true], in: harness)
        #expect(checked.status == 200, "\(checked.errorText)")
        #expect(try harness.comply("Get-ComplianceTag", ["Identity": "Personnel"]).status == 404)
        let made = try imported(line, in: harness)
        #expect(made.status == 200, "\(made.errorText)")
        let label = try #require(try harness.comply("Get-ComplianceTag", ["Identity": "Personnel"]).rows.first)
        #expect(label["Comment"] == "Kept, then deleted" && label["IsRecordLabel"] == true)
        #expect(label["RetentionAction"] == "KeepAndDelete" && label["RetentionDuration"] == "3653")
        let plan = label["FilePlanMetadata"]?.stringValue ?? ""
        #expect(plan.contains(#""FilePlanPropertyDepartment","Value":"Legal""#), "\(plan)")
        let part = try harness.comply("Get-FilePlanPropertySubCategory", ["Identity": "Files"])
        let category = try harness.comply("Get-FilePlanPropertyCategory", ["Identity": "Staff"])
        #expect(part.rows.first?["ParentId"] == category.rows.first?["Guid"], "\(part.errorText)")
        let citation = try harness.comply("Get-FilePlanPropertyCitation", ["Identity": "Labor act"])
        #expect(citation.texts("CitationUrl") == ["https://example.com/act"])
        // What is exported can be imported elsewhere.
        let lines = try harness.comply("Export-FilePlanProperty").texts("Value")
        #expect(lines.contains { $0.hasPrefix("Personnel,\"Kept, then deleted\",") }, "\(lines)")
        let other = try ExchangeHarness()
        for name in ["Financial record 10 years", "Contract"] {
            #expect(lines.contains { $0.hasPrefix(name) })
        }
        let rest = [lines.first ?? ""] + lines.filter { $0.hasPrefix("Personnel") }
        let again = try other.comply("Import-FilePlanProperty", ["RawCsv": .string(rest.joined(separator: "\n"))])
        #expect(again.status == 200, "\(again.errorText)")
        let copy = try other.comply("Export-FilePlanProperty").texts("Value")
        #expect(copy.contains { $0 == rest.last })
    }

    @Test func aTableWithAMistakeMakesNothingAndSaysWhereItIs() throws {
        let harness = try ExchangeHarness()
        let good = "Good,,,,,,,,,,,"
        for (line, words) in [
            ("Contract,,,,,,,,,,,", "Row 3, LabelName: The name \"Contract\" is taken."),
            ("Bad_name,,,,,,,,,,,", "Row 3, LabelName:"),
            ("New,,,Keep,,,,,,,,", "Row 3, RetentionDuration:"),
            ("New,,,Shred,5,CreationAgeInDays,,,,,,", "Row 3, RetentionAction:"),
            ("New,,,Keep,0,CreationAgeInDays,,,,,,", "Row 3, RetentionDuration:"),
            ("New,,,Keep,5,EventAgeInDays,,,,,,", "Row 3, EventType:"),
            ("New,,yes,Keep,5,CreationAgeInDays,,,,,,", "Row 3, IsRecordLabel:"),
            ("New,,,Keep,5,CreationAgeInDays,adele@contoso.com,,,,,", "Row 3, ReviewerEmail:"),
        ] {
            let reply = try imported(good, line, in: harness)
            #expect(reply.status == 400 && reply.errorText.contains(words), "\(line): \(reply.errorText)")
        }
        #expect(try harness.comply("Get-ComplianceTag", ["Identity": "Good"]).status == 404)
        for text in ["C:\\Data\\CSV Import.csv", "LabelName,Colour\nA,red", "LabelName", "LabelName,labelname\nA,B"] {
            #expect(try harness.comply("Import-FilePlanProperty", ["RawCsv": .string(text)]).status == 400, "\(text)")
        }
    }

    @Test func noRowAndNoValueOfATableIsLost() throws {
        let harness = try ExchangeHarness()
        for (lines, words) in [
            ("A,\"Kept\nB,x\nC,y", "Row 2: A quotation mark isn't closed."),
            ("A,Kept\nB,Kept, then deleted", "Row 3: The row has more values than columns."),
        ] {
            let table: JSONValue = .string("LabelName,Comment\n\(lines)")
            let reply = try harness.comply("Import-FilePlanProperty", ["RawCsv": table])
            #expect(reply.status == 400 && reply.errorText.contains(words), "\(lines): \(reply.errorText)")
        }
        #expect(try harness.comply("Get-ComplianceTag", ["Identity": "A"]).status == 404)
        let table: JSONValue = "LabelName,Comment\nA,Kept,\nB,,,"
        let made = try harness.comply("Import-FilePlanProperty", ["RawCsv": table])
        #expect(made.status == 200, "\(made.errorText)")
        #expect(try harness.comply("Get-ComplianceTag", ["Identity": "B"]).status == 200)
    }

    @Test func regulatoryRecordsHaveToBeAllowedFirst() throws {
        let harness = try ExchangeHarness()
        let table: JSONObject = [
            "RawCsv": """
            LabelName,IsRecordLabel,Regulatory,RetentionAction,RetentionDuration,RetentionType
            Deeds,TRUE,TRUE,Keep,3653,CreationAgeInDays
            """
        ]
        let refused = try harness.comply("Import-FilePlanProperty", table)
        #expect(refused.status == 400 && refused.errorText.contains("Set-RegulatoryComplianceUI"))
        let allowed = try harness.comply("Set-RegulatoryComplianceUI", ["Enabled": true])
        #expect(allowed.status == 200, "\(allowed.errorText)")
        let made = try harness.comply("Import-FilePlanProperty", table)
        #expect(made.status == 200, "\(made.errorText)")
        #expect(try harness.comply("Get-ComplianceTag", ["Identity": "Deeds"]).status == 200)
    }

    @Test func aQuestionMakesNoLabels() throws {
        let harness = try ExchangeHarness()
        let asked = try imported("New,,,,,,,,,,,", more: ["WhatIf": true], in: harness)
        #expect(asked.status == 200, "\(asked.errorText)")
        #expect(try harness.comply("Get-ComplianceTag", ["Identity": "New"]).status == 404)
        _ = try harness.comply("Remove-RetentionCompliancePolicy", ["Identity": "Financial records"])
        for name in ["Financial record 10 years", "Contract"] {
            _ = try harness.comply("Remove-ComplianceTag", ["Identity": .string(name)])
        }
        let first = try harness.comply("Create-FilePlanFirstRunLabels", ["WhatIf": true])
        #expect(first.status == 200, "\(first.errorText)")
        #expect(try harness.comply("Get-ComplianceTag").rows.isEmpty)
    }

    @Test func theFirstLabelsAreMadeWhereThereAreNone() throws {
        let harness = try ExchangeHarness()
        #expect(try harness.comply("Create-FilePlanFirstRunLabels").status == 200)
        #expect(try harness.comply("Get-ComplianceTag").rows.count == 2)
        _ = try harness.comply("Remove-RetentionCompliancePolicy", ["Identity": "Financial records"])
        for name in ["Financial record 10 years", "Contract"] {
            let gone = try harness.comply("Remove-ComplianceTag", ["Identity": .string(name)])
            #expect(gone.status == 200, "\(gone.errorText)")
        }
        let made = try harness.comply("Create-FilePlanFirstRunLabels")
        #expect(made.status == 200, "\(made.errorText)")
        let labels = try harness.comply("Get-ComplianceTag")
        #expect(labels.texts("Name") == ["Operational procedure", "Business general", "Contract agreement"])
        #expect(labels.texts("RetentionAction") == ["Keep", "Keep", "Keep"])
        let rules = try harness.comply(
            "Get-RetentionComplianceRule",
            ["Policy": "Default Data Governance Publishing Policy"]
        )
        #expect(rules.texts("PublishComplianceTag").count == 3, "\(rules.errorText)")
    }
}
