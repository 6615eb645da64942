internal import ExoJSON

/// The cmdlets that the service routes by the mailbox they are about, and where they name it.
enum ParameterRouting {
    private static let byIdentity: Set = [
        "get-mailboxautoreplyconfiguration", "get-mailboxfolderstatistics", "get-mailboxmessageconfiguration",
        "get-mailboxpermission", "get-mailboxregionalconfiguration", "get-mailboxstatistics", "remove-calendarevents",
        "set-mailboxregionalconfiguration", "get-clutter", "set-clutter", "get-focusedinbox", "set-focusedinbox",
    ]
    private static let byFolder: Set = ["get-mailboxcalendarfolder", "get-mailboxfolderpermission"]
    private static let byMailbox: Set = ["get-inboxrule", "get-mobiledevicestatistics"]

    /// The mailbox that a cmdlet is about; `nil` where it names none or is not routed so.
    static func mailbox(of cmdlet: String, _ parameters: JSONObject) -> String? {
        let name = cmdlet.lowercased()
        if byMailbox.contains(name) { return parameters["Mailbox"]?.stringValue }
        guard byIdentity.contains(name) || byFolder.contains(name) else { return nil }
        let identity = parameters["Identity"]?.stringValue
        return byFolder.contains(name) ? identity.map { String($0.prefix { $0 != ":" }) } : identity
    }
}
