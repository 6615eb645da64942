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
    private static let deleting = ["purge", "deletecontent", "permanentlydelete", "harddelete"]

    /// What a cmdlet does with these parameters.
    ///
    /// - Parameters:
    ///   - name: The cmdlet.
    ///   - parameters: Its parameters as they travel.
    package init(of name: String, _ parameters: JSONObject = JSONObject()) {
        let verb = name.prefix { $0 != "-" }.lowercased()
        let deletes = parameters.members.contains { Self.deletes($0.name.lowercased(), $0.value) }
        if verb == "get" {
            // -Purge of Get-ComplianceSearchAction says which actions are wanted.
            self = .reads
        } else if deletes || Self.destroying.contains(verb) || name.lowercased() == "invoke-holdremovalaction" {
            self = .destroys
        } else {
            self = Self.reading.contains(verb) ? .reads : .changes
        }
    }

    /// Whether a parameter is a switch that deletes content and is set, as far as can be told: a cmdlet that is not looked up carries
    /// names and values as they were written, and the service takes any letter case, the beginning of a name and the text of a value.
    private static func deletes(_ name: String, _ value: JSONValue) -> Bool {
        guard !name.isEmpty, deleting.contains(where: { $0.hasPrefix(name) }) else { return false }
        return value != false && value != .null && value.stringValue?.lowercased() != "false"
    }
}
