import ExoJSON

/// The host that mail for a domain of an organization goes to.
///
/// Nobody publishes records for the emulator: that a domain's record names this host is taken for granted.
enum MailHost {
    /// The part of the service's signed zones that holds an organization's records; the letter differs from one to another there.
    static let partition = "n-v1"

    /// The name of a domain as a label of another one: `contoso-com`.
    static func label(of domain: String) -> String { domain.lowercased().split(separator: ".").joined(separator: "-") }

    /// The host, which for a domain with DNSSEC lies in a signed zone.
    static func name(of domain: ExchangeObject) -> String {
        DomainFeature.dnssec.isOn(domain)
            ? signedName(of: domain) : "\(label(of: domain.name)).mail.protection.outlook.com"
    }

    /// The host in the signed zone.
    static func signedName(of domain: ExchangeObject) -> String {
        "\(label(of: domain.name)).\(partition).mx.microsoft"
    }
}
