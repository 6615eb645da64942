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

    private static let ofEntities: Set = [
        "get-exomailboxstatistics", "get-exomailboxpermission", "get-exomailboxfolderpermission",
        "get-exomailboxfolderstatistics", "get-exomobiledevicestatistics",
    ]
    /// The parameters that say which mailbox is meant, the one that counts first before the others.
    private static let identities = [
        "ExternalDirectoryObjectId", "UserPrincipalName", "PrimarySmtpAddress", "Identity", "ExchangeGuid",
    ]

    /// The anchor of a cmdlet that reads entities of one mailbox, as the official client writes it: an address stands alone, and the
    /// service is not told that it is of a parameter.
    static func anchor(of cmdlet: String, _ parameters: JSONObject, tenantID: String) -> MailboxAnchor? {
        let name = cmdlet.lowercased()
        guard ofEntities.contains(name),
            let value = identities.lazy.compactMap({ parameters[$0]?.stringValue }).first(where: { !$0.isEmpty })
        else { return nil }
        let text = name.contains("folder") ? String(value.prefix { $0 != ":" }) : value
        guard let anchor = MailboxAnchor.mailbox(text, tenantID: tenantID) else { return nil }
        let isGUID = anchor.value.hasPrefix("MBX:")
        let hasPrefix = isGUID && name == "get-exomailboxstatistics"
        return MailboxAnchor(value: hasPrefix ? anchor.value : isGUID ? "\(text)@\(tenantID)" : text)
    }

    /// The mailbox that a cmdlet is about; `nil` where it names none or is not routed so.
    static func mailbox(of cmdlet: String, _ parameters: JSONObject) -> String? {
        let name = cmdlet.lowercased()
        if byMailbox.contains(name) { return parameters["Mailbox"]?.stringValue }
        guard byIdentity.contains(name) || byFolder.contains(name) else { return nil }
        let identity = parameters["Identity"]?.stringValue
        return byFolder.contains(name) ? identity.map { String($0.prefix { $0 != ":" }) } : identity
    }
}
