/// A service that offers cmdlets.
package enum CmdletService: String, Sendable, CaseIterable {
    /// Exchange Online.
    case exchangeOnline = "exchange-online"
    /// Security & Compliance.
    case securityCompliance = "security-compliance"
    /// The protection add-on without mailboxes; documented only.
    case exchangeOnlineProtection = "exchange-online-protection"
}

extension FactValue {
    func services(_ name: String) -> [CmdletService] { texts(name).compactMap(CmdletService.init(rawValue:)) }
}
