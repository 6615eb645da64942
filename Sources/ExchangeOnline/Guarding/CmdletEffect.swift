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
    /// Switches that delete content, whatever the verb.
    private static let deleting = ["Purge", "DeleteContent", "PermanentlyDelete", "HardDelete"]

    /// What a cmdlet does with these parameters.
    ///
    /// - Parameters:
    ///   - name: The cmdlet.
    ///   - parameters: Its parameters as they travel.
    package init(of name: String, _ parameters: JSONObject = JSONObject()) {
        let verb = name.prefix { $0 != "-" }.lowercased()
        let deletes = Self.deleting.contains { parameters[$0] == true }
        if verb == "get" {
            // -Purge of Get-ComplianceSearchAction says which actions are wanted.
            self = .reads
        } else if deletes || Self.destroying.contains(verb) || name.lowercased() == "invoke-holdremovalaction" {
            self = .destroys
        } else {
            self = Self.reading.contains(verb) ? .reads : .changes
        }
    }
}
