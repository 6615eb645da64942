/// What mail is about.
enum MailSubjects {
    private static let openings = [
        "Budget", "Offer", "Minutes", "Travel plan", "Contract", "Quarterly report", "Project status", "Invoice",
        "Customer visit", "Holiday calendar", "Training", "Server maintenance", "Product launch", "Team lunch",
        "Interview", "Delivery", "Audit", "Press release", "Survey", "Onboarding",
    ]
    private static let endings = [
        "for review", "draft", "final version", "this week", "next month", "– please confirm", "and next steps",
        "(updated)", "for the board", "Q3", "Q4", "with comments", "in Berlin", "reminder", "questions",
    ]
    private static let prefixes = ["", "", "", "RE: ", "RE: ", "FW: "]

    /// One of some thousand subjects.
    static func subject(_ value: UInt64) -> String {
        let opening = openings[Int(value % UInt64(openings.count))]
        let ending = endings[Int((value >> 8) % UInt64(endings.count))]
        return prefixes[Int((value >> 16) % UInt64(prefixes.count))] + opening + " " + ending
    }
}
