internal import ExoJSON

/// What a cmdlet does to the tenant, told by its verb.
package enum CmdletEffect: Sendable {
    /// It only reads.
    case reads
    /// It changes something.
    case changes
    /// It deletes, empties or switches off something.
    case destroys

    private static let reading: Set = ["get", "test", "search", "export", "validate", "check", "preview"]
    private static let destroying: Set = ["remove", "disable", "clear", "delete", "reset", "revoke", "uninstall"]
    /// Cmdlets that replace or drop all there is, by another verb.
    private static let replacing: Set = [
        "invoke-holdremovalaction", "import-transportrulecollection", "update-distributiongroupmember",
        "update-rolegroupmember",
    ]
    /// Switches that delete content, whatever the verb.
    private static let deleting = [
        "purge", "deletecontent", "permanentlydelete", "harddelete", "permanentdatapurgerequested",
        "permanentlyclearpreviousmailboxinfo", "deleteexistingpoliciesbeforesync",
    ]
    /// Parameters that lock a policy, so that nobody can undo it.
    private static let locking = ["restrictiveretention"]
    /// Parameters by which a cmdlet that reads sends mail.
    private static let sending = ["getmailboxlog", "notificationemailaddresses", "sendreportto"]

    /// What a cmdlet does with these parameters.
    ///
    /// - Parameters:
    ///   - name: The cmdlet.
    ///   - parameters: Its parameters as they travel.
    package init(of name: String, _ parameters: JSONObject = JSONObject()) {
        let verb = name.prefix { $0 != "-" }.lowercased()
        func isSet(_ switches: [String]) -> Bool {
            parameters.members.contains { Self.isSet($0.name.lowercased(), $0.value, among: switches) }
        }
        // -Purge of Get-ComplianceSearchAction says which actions are wanted.
        if verb != "get",
            isSet(Self.deleting) || Self.destroying.contains(verb) || Self.replacing.contains(name.lowercased())
        {
            self = .destroys
        } else {
            self = Self.reading.contains(verb) && !isSet(Self.sending) ? .reads : .changes
        }
    }

    /// Whether parameters purge content or lock a policy, whatever the verb.
    static func isIrrevocable(_ parameters: JSONObject) -> Bool {
        parameters.members.contains { isSet($0.name.lowercased(), $0.value, among: deleting + locking) }
    }

    /// Whether a parameter is one of these and is set, as far as can be told: a cmdlet that is not looked up carries
    /// names and values as they were written, and the service takes any letter case, the beginning of a name and the text of a value.
    private static func isSet(_ name: String, _ value: JSONValue, among switches: [String]) -> Bool {
        guard !name.isEmpty, switches.contains(where: { $0.hasPrefix(name) }) else { return false }
        return value != false && value != .null && value.stringValue?.lowercased() != "false"
    }
}
