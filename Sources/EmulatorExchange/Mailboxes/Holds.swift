import EmulatorCore
import ExoJSON

/// Which holds keep a mailbox.
extension CallScope {
    /// The organization's own holds, which count for every mailbox that does not stand out of them.
    func organizationHolds() throws -> [String] { try objects.organizationHolds() }

    /// Whether anything holds a mailbox.
    func isHeld(_ mailbox: ExchangeObject) throws -> Bool { try objects.isHeld(mailbox) }
}

extension ObjectStore {
    func organizationHolds() throws -> [String] {
        try objects(of: .organization).flatMap { $0.texts("InPlaceHolds") }
    }

    func isHeld(_ mailbox: ExchangeObject) throws -> Bool {
        for flag in [
            "LitigationHoldEnabled", "ComplianceTagHoldApplied", "DelayHoldApplied", "DelayReleaseHoldApplied",
        ]
        where mailbox.properties[flag] == true { return true }
        let own = mailbox.texts("InPlaceHolds")
        if own.contains(where: { !$0.hasPrefix("-") }) { return true }
        let left = Set(own.filter { $0.hasPrefix("-") }.map { $0.dropFirst().lowercased() })
        return try organizationHolds().contains { !left.contains($0.lowercased()) }
    }
}
