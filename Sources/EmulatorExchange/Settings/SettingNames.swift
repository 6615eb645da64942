/// How objects are called whose name the service chooses, whatever a call says.
enum SettingNames {
    /// Of these an organization has one at most.
    private static let only = [
        // This one's name is a guess.
        "AvailabilityConfig": "Availability Configuration",
        "PhishSimOverridePolicy": "PhishSimOverridePolicy",
        "ReportSubmissionPolicy": "DefaultReportSubmissionPolicy",
        "ReportSubmissionRule": "DefaultReportSubmissionRule",
        "SecOpsOverridePolicy": "SecOpsOverridePolicy",
    ]

    /// Of these the names end with a GUID; that it is the object's own is a guess.
    private static let numbered = [
        "ExoPhishSimOverrideRule": "_Exe:PhishSimOverr:", "ExoSecOpsOverrideRule": "_Exe:SecOpsOverrid:",
    ]

    /// Whether an organization has one of a noun at most.
    static func isOnly(_ noun: String) -> Bool { only[noun] != nil }

    /// The name of a new object of a noun, `nil` where the call gives it.
    static func name(of noun: String, guid: String) -> String? {
        only[noun] ?? numbered[noun].map { $0 + guid }
    }
}
