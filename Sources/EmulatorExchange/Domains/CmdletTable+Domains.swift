extension CmdletTable {
    /// What accepted domains do with mail for them.
    static var domains: Area {
        [
            "Disable-DnssecForVerifiedDomain": DomainFeatureSwitch(feature: .dnssec, isOn: false),
            "Disable-IPv6ForAcceptedDomain": DomainFeatureSwitch(feature: .ipv6, isOn: false),
            "Disable-SmtpDaneInbound": DomainFeatureSwitch(feature: .dane, isOn: false),
            "Enable-DnssecForVerifiedDomain": DomainFeatureSwitch(feature: .dnssec, isOn: true),
            "Enable-IPv6ForAcceptedDomain": DomainFeatureSwitch(feature: .ipv6, isOn: true),
            "Enable-SmtpDaneInbound": DomainFeatureSwitch(feature: .dane, isOn: true),
            "Get-DnssecStatusForVerifiedDomain": DnssecStatusReader(),
            "Get-IPv6StatusForAcceptedDomain": DomainFeatureReader(feature: .ipv6),
            "Get-SmtpDaneInboundStatus": DomainFeatureReader(feature: .dane),
        ]
    }
}
