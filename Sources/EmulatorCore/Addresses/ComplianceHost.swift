/// The names of Security & Compliance: a front door, and the same name behind a region.
package enum ComplianceHost {
    private static let marker = "ps.compliance.protection."
    /// The region of every tenant here.
    private static let region = "eur01b"

    /// Whether a host in small letters is one of them.
    package static func isOne(_ host: String) -> Bool { host.hasPrefix(marker) || host.contains(".\(marker)") }

    /// Whether a host in small letters is one of them and names no region.
    package static func isFrontDoor(_ host: String) -> Bool {
        host.hasPrefix(marker) || host.hasPrefix("l5.\(marker)")
    }

    /// The name of the tenants' region behind a front door.
    package static func regional(_ host: String) -> String { "\(region).\(host)" }
}
