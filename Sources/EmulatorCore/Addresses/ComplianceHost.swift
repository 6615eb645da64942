/// The names of Security & Compliance: a front door, and the same name behind a region.
package enum ComplianceHost {
    private static let marker = "ps.compliance.protection."
    /// The region of every tenant here.
    private static let region = "eur01b"

    /// What stands in the place of the marker in the name that a redirect gives.
    private static let backend = "admin.protection."

    /// Whether a host in small letters is one of them.
    package static func isOne(_ host: String) -> Bool {
        host.hasPrefix(marker) || host.contains(".\(marker)") || host.contains(".\(backend)")
    }

    /// Whether a host in small letters is one of them and names no region.
    package static func isFrontDoor(_ host: String) -> Bool {
        host.hasPrefix(marker) || host.hasPrefix("l5.\(marker)")
    }

    /// The name of the tenants' region behind a front door.
    package static func regional(_ host: String) -> String { "\(region).\(host)" }

    /// The name that a redirect from a front door gives: clients take its first label for the region, and the rest of the front
    /// door's name.
    package static func redirected(_ host: String) -> String {
        "\(region).\(backend)\(host[(host.firstRange(of: marker)?.upperBound ?? host.startIndex)...])"
    }
}
