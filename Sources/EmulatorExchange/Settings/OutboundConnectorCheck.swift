import ExoJSON

/// Refuses what no outbound connector has.
///
/// See https://learn.microsoft.com/powershell/module/exchange/new-outboundconnector; the words are guesses.
enum OutboundConnectorCheck {
    /// What only connectors to the organization's own servers do.
    private static let onPremises = ["AllAcceptedDomains", "RouteAllMessagesViaOnPremises", "SenderRewritingEnabled"]

    /// - Throws: ``AdminAPIError``.
    static func check(_ draft: ObjectDraft) throws {
        try MailFlowCheck.checkNames(draft, "SmartHosts") { host in
            MailDomain.isHost(host) || host.contains("/") && IPv4Range(host) != nil
        }
        try MailFlowCheck.checkNames(draft, "RecipientDomains", MailDomain.isAddressSpace)
        if draft.changes("TlsDomain"), let domain = draft.object.text("TlsDomain"), !domain.isEmpty,
            !MailDomain.isDomain(domain, takesStar: true)
        {
            throw MailFlowCheck.invalid(domain, "TlsDomain")
        }
        guard draft.value("ConnectorType") != "OnPremises" else { return }
        for property in onPremises
        where draft.value(property) == true && (draft.changes(property) || draft.changes("ConnectorType")) {
            throw AdminAPIError.invalidOperation("\(property) requires a connector of the type OnPremises.")
        }
    }
}
