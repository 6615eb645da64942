/// The service's warning that a listing was cut at its limit.
enum MoreResults {
    static let text =
        "There are more results available than are currently displayed. To view them, increase the value for the "
        + "ResultSize parameter."

    /// Whether a warning is that one; the service has been seen to cut it.
    static func isMeant(by warning: String) -> Bool {
        warning.utf8.count >= 30 && text.hasPrefix(warning) || warning == text
    }
}
