import EmulatorCore
import ExoJSON

/// A retention label as a line of a file plan.
///
/// See https://learn.microsoft.com/purview/file-plan-manager, which names the columns and what they take.
struct FilePlanRow: Sendable {
    /// The columns that are parameters of New-ComplianceTag too.
    private static let settings = [
        "Comment", "Notes", "IsRecordLabel", "RetentionAction", "RetentionDuration", "RetentionType", "ReviewerEmail",
    ]
    /// Columns with the keys that the metadata of labels has for them.
    static let descriptors: KeyValuePairs<String, String> = [
        "ReferenceId": "FilePlanPropertyReferenceId", "DepartmentName": "FilePlanPropertyDepartment",
        "Category": "FilePlanPropertyCategory", "SubCategory": "FilePlanPropertySubcategory",
        "AuthorityType": "FilePlanPropertyAuthority", "CitationName": "FilePlanPropertyCitation",
    ]
    private static let last = ["Regulatory", "EventType", "IsRecordUnlockedAsDefault", "ComplianceTagForNextStage"]
    private static let truths: Set = ["IsRecordLabel", "Regulatory", "IsRecordUnlockedAsDefault"]
    /// What is said of a citation beside its name.
    static let ofCitations = ["CitationUrl", "CitationJurisdiction"]

    static let columns = ["LabelName"] + settings + descriptors.map(\.key) + ofCitations + last

    private(set) var cells: [String: String] = [:]

    subscript(column: String) -> String { cells[column] ?? "" }

    var name: String { self["LabelName"] }
    var line: String { CSVText.line(Self.columns.map { self[$0] }) }

    /// A line of a table under these columns.
    init(_ columns: [String], _ line: [String]) {
        for (column, cell) in zip(columns, line) { cells[column] = cell }
    }

    /// A label that is there, with the citations by name.
    init(of label: ExchangeObject, citations: [String: ExchangeObject]) {
        cells["LabelName"] = label.name
        for column in Self.settings + Self.last {
            guard let value = label.properties[column] else { continue }
            cells[column] =
                switch value {
                case .bool(let flag): flag ? "TRUE" : "FALSE"
                case .array: label.texts(column).joined(separator: ";")
                case .null: ""
                default: value.stringValue ?? value.text()
                }
        }
        let metadata = label.text("FilePlanMetadata").flatMap { try? JSONValue(parsing: $0) }
        for pair in metadata?["Settings"]?.arrayValue ?? [] {
            let column = Self.descriptors.first { $0.value.lowercased() == pair["Key"]?.stringValue?.lowercased() }?.key
            if let column { cells[column] = pair["Value"]?.stringValue }
        }
        guard let citation = citations[self["CitationName"].lowercased()] else { return }
        for column in Self.ofCitations { cells[column] = citation.text(column) }
    }

    /// The parameters of New-ComplianceTag that make the label.
    var parameters: JSONObject {
        var parameters: JSONObject = ["Name": .string(name)]
        for column in Self.settings + Self.last where !self[column].isEmpty {
            parameters[column] =
                Self.truths.contains(column)
                ? .bool(self[column].uppercased() == "TRUE")
                : column == "ReviewerEmail"
                    ? .array(reviewers.map { .string($0) }) : .string(self[column])
        }
        let pairs = Self.descriptors.filter { !self[$0.key].isEmpty }.map { column, key -> JSONValue in
            ["Key": .string(key), "Value": .string(self[column])]
        }
        if !pairs.isEmpty {
            parameters["FilePlanProperty"] = .string(JSONValue.object(["Settings": .array(pairs)]).text())
        }
        return parameters
    }

    private var reviewers: [String] { self["ReviewerEmail"].split(separator: ";").map(\.trimmingBlanks) }

    /// What is wrong with the line by itself: columns, and what is said of each.
    ///
    /// The words are guesses.
    var problems: [(column: String, words: String)] {
        var all: [(String, String)] = []
        func require(_ holds: Bool, _ column: String, _ words: String) { if !holds { all.append((column, words)) } }
        let isNamed = !name.isEmpty && name.count <= 64
        require(isNamed, "LabelName", "The name must have from 1 to 64 characters.")
        let isSpelled = name.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || $0 == "-" || $0 == " " }
        require(isSpelled, "LabelName", "The name may have letters from a to z, numbers, hyphens and spaces only.")
        for column in ["Comment", "Notes"] {
            require(self[column].count <= 1024, column, "The text must have at most 1024 characters.")
        }
        for column in Self.truths {
            let isTruth = ["", "TRUE", "FALSE"].contains(self[column].uppercased())
            require(isTruth, column, "The value must be TRUE or FALSE.")
        }
        let schedule = ["RetentionAction", "RetentionDuration", "RetentionType"]
        let needs = (schedule + ["ReviewerEmail"]).contains { !self[$0].isEmpty } || isOn("IsRecordLabel")
        for column in schedule { require(!needs || !self[column].isEmpty, column, "A value is required.") }
        let duration = self["RetentionDuration"]
        let days = Int(duration).map { (1...36_525).contains($0) } ?? (duration.lowercased() == "unlimited")
        require(duration.isEmpty || days, "RetentionDuration", "The value must be Unlimited or from 1 to 36525 days.")
        require(
            self["ReviewerEmail"].isEmpty || self["RetentionAction"].lowercased() == "keepanddelete",
            "ReviewerEmail",
            "Items are reviewed where the retention action is KeepAndDelete."
        )
        require(!isOn("Regulatory") || isOn("IsRecordLabel"), "Regulatory", "A regulatory record must be a record.")
        require(
            !isOn("IsRecordUnlockedAsDefault") || isOn("IsRecordLabel") && !isOn("Regulatory"),
            "IsRecordUnlockedAsDefault",
            "Only a record that isn't a regulatory one can be unlocked."
        )
        let isOfEvent = self["RetentionType"].lowercased() == "eventageindays"
        require(!isOfEvent || !self["EventType"].isEmpty, "EventType", "A value is required.")
        require(
            self["ComplianceTagForNextStage"].isEmpty || !isOn("Regulatory"),
            "ComplianceTagForNextStage",
            "A regulatory record keeps its label."
        )
        return all
    }

    func isOn(_ column: String) -> Bool { self[column].uppercased() == "TRUE" }
}
