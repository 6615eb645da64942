import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Import-FilePlanProperty: makes the retention labels of a table, all of them or none.
///
/// The table comes as its text: the service reads no file of the caller's. Descriptors that are not there are made (a guess),
/// and so are the words of the refusals.
struct FilePlanImporter: CmdletHandler {
    static let citations = "FilePlanPropertyCitation"
    /// Whether there may be labels of regulatory records.
    private static let regulatory = SettingNoun("RegulatoryComplianceUI", isSingle: true)
    /// The nouns of descriptors by their columns, but that of subcategories.
    private static let nouns: KeyValuePairs<String, String> = [
        "ReferenceId": "FilePlanPropertyReferenceId", "DepartmentName": "FilePlanPropertyDepartment",
        "Category": "FilePlanPropertyCategory", "AuthorityType": "FilePlanPropertyAuthority",
        "CitationName": citations,
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let rows = try Self.rows(of: call.text("RawCsv") ?? "")
        return try scope.context.store.write { _ in
            let problems = try Self.problems(of: rows, scope)
            guard problems.isEmpty else { throw AdminAPIError.invalidOperation(problems.joined(separator: " ")) }
            if call.isOn("ValidateOnly") { return .done(warnings: []) }
            if call.isQuestion { return .confirmation("Importing \(rows.count) retention labels.") }
            for row in rows {
                try Self.makeDescriptors(of: row, scope)
                try ComplianceMaker.make(RetentionLabelRule.noun, row.parameters, in: scope)
            }
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Confirm", "Force", "RawCsv", "ValidateOnly", "WhatIf"], shape: nil)
    }

    private static func rows(of text: String) throws -> [FilePlanRow] {
        let table = CSVText(text)
        let lines = table.rows
        guard !table.isCutOff else {
            throw AdminAPIError.invalidOperation("Row \(lines.count): A quotation mark isn't closed.")
        }
        let columns = (lines.first ?? []).map { cell in
            FilePlanRow.columns.first(where: cell.isSame) ?? cell
        }
        guard Set(columns).count == columns.count else {
            throw AdminAPIError.invalidOperation("The file plan has a column twice.")
        }
        if let unknown = columns.first(where: { !FilePlanRow.columns.contains($0) }) {
            throw AdminAPIError.invalidOperation("The file plan has no column \"\(unknown)\".")
        }
        guard columns.contains("LabelName"), lines.count > 1 else {
            throw AdminAPIError.invalidOperation("The file plan has no retention labels.")
        }
        let long = lines.indices.filter { lines[$0].dropFirst(columns.count).contains { !$0.isEmpty } }
        guard long.isEmpty else {
            let words = long.map { "Row \($0 + 1): The row has more values than columns." }
            throw AdminAPIError.invalidOperation(words.joined(separator: " "))
        }
        return lines.dropFirst().map { FilePlanRow(columns, $0) }
    }

    /// What is wrong with the lines, by themselves and with what is there.
    private static func problems(of rows: [FilePlanRow], _ scope: CallScope) throws -> [String] {
        guard let labels = ComplianceNoun.named(RetentionLabelRule.noun),
            let events = ComplianceNoun.named("ComplianceRetentionEventType"),
            let facts = CmdletCatalogue.cmdlet(named: "New-\(RetentionLabelRule.noun)")
        else { return [] }
        try labels.prepare(scope)
        try events.prepare(scope)
        func names(_ noun: ComplianceNoun) throws -> Set<String> {
            Set(try scope.objects.objects(of: noun.objectClass).map { $0.name.lowercased() })
        }
        var taken = try names(labels)
        let kinds = try names(events)
        let hasRegulatory = try scope.objects.objects(of: regulatory.objectClass).contains { setting in
            setting.properties["Enabled"] == true
        }
        var all: [String] = []
        for (place, row) in rows.enumerated() {
            var problems = row.problems
            if !taken.insert(row.name.lowercased()).inserted {
                problems.append(("LabelName", "The name \"\(row.name)\" is taken."))
            }
            if row.isOn("Regulatory"), !hasRegulatory {
                problems.append(("Regulatory", "Run Set-RegulatoryComplianceUI -Enabled $true first."))
            }
            if !row["EventType"].isEmpty, !kinds.contains(row["EventType"].lowercased()) {
                problems.append(("EventType", "There is no event type \"\(row["EventType"])\"."))
            }
            for column in ["RetentionAction", "RetentionType"] {
                let values = facts.parameter(named: column)?.values ?? []
                if !row[column].isEmpty, !values.contains(where: row[column].isSame) {
                    problems.append((column, "The value must be one of \(values.joined(separator: ", "))."))
                }
            }
            all += problems.map { "Row \(place + 2), \($0.column): \($0.words)" }
        }
        return all
    }

    /// Makes what of a label's descriptors is not there.
    private static func makeDescriptors(of row: FilePlanRow, _ scope: CallScope) throws {
        func isThere(_ noun: String, _ name: String) throws -> Bool {
            guard let noun = ComplianceNoun.named(noun) else { return true }
            try noun.prepare(scope)
            return try scope.objects.objects(of: noun.objectClass).contains { $0.name.isSame(as: name) }
        }
        for (column, noun) in nouns where !row[column].isEmpty {
            guard try !isThere(noun, row[column]) else { continue }
            var parameters: JSONObject = ["Name": .string(row[column])]
            for more in FilePlanRow.ofCitations where noun == citations && !row[more].isEmpty {
                parameters[more] = .string(row[more])
            }
            try ComplianceMaker.make(noun, parameters, in: scope)
        }
        let part = "FilePlanPropertySubCategory"
        guard !row["SubCategory"].isEmpty, !row["Category"].isEmpty, try !isThere(part, row["SubCategory"]) else {
            return
        }
        let parameters: JSONObject = ["Name": .string(row["SubCategory"]), "ParentId": .string(row["Category"])]
        try ComplianceMaker.make(part, parameters, in: scope)
    }
}
