/// A domain of a sharing policy with what is shared with it.
enum SharingDomain {
    /// The text as the service writes it: no blank behind the colon, one behind each comma.
    static func text(_ written: String) -> String {
        let parts = written.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return written.trimmingBlanks }
        let actions = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingBlanks)
        return "\(parts[0].trimmingBlanks):\(actions.joined(separator: ", "))"
    }
}
