import EmulatorCore
import ExoJSON

/// When nothing got into the unified log, since it was switched off.
///
/// That it was is in the log all the same. The records of the switch itself say when, and are kept longer than others.
struct AuditPauses: Sendable {
    /// The cmdlet that switches.
    static let operation = "Set-AdminAuditLogConfig"
    private static let parameter = "UnifiedAuditLogIngestionEnabled"

    private typealias Switch = (sequence: Int, moment: ServiceDate, isOn: Bool)
    private let inOrder: [Switch]
    private let byMoment: [Switch]

    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope) throws {
        let entries = try scope.context.store.read { connection in
            try connection.all(
                AuditTrail.Entry.self,
                // The operation stands in the text, as in the index of these records.
                "FROM exchange_audit WHERE tenant_id = ? AND operation = '\(Self.operation)' ORDER BY sequence",
                [scope.tenant.id]
            )
        }
        inOrder = entries.compactMap { entry in
            entry.parameters[Self.parameter]?.stringValue.map {
                (sequence: entry.sequence, moment: entry.moment, isOn: $0 == "True")
            }
        }
        byMoment = inOrder.sorted { ($0.moment, $0.sequence) < ($1.moment, $1.sequence) }
    }

    /// Whether the log is off, in which nothing is found until it is on again.
    var isPausing: Bool { inOrder.last?.isOn == false }

    /// Whether an event happened while the log was off.
    ///
    /// What was written down has an order of its own, which holds where the clock stands still.
    func cover(_ event: AuditEvent) -> Bool {
        guard !inOrder.isEmpty else { return false }
        guard let sequence = event.sequence else {
            return Self.last(of: byMoment) { $0.moment <= event.moment }?.isOn == false
        }
        guard let last = Self.last(of: inOrder, where: { $0.sequence <= sequence }), last.sequence != sequence else {
            return false
        }
        return !last.isOn
    }

    /// The last switch of those that fulfil what all before it do too; there are many events, so that halves are looked at.
    private static func last(of switches: [Switch], where isBefore: (Switch) -> Bool) -> Switch? {
        var range = switches.indices
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = isBefore(switches[middle]) ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound > 0 ? switches[range.lowerBound - 1] : nil
    }
}
