import EmulatorCore
import ExoJSON

/// When nothing got into the unified log, since it was switched off.
///
/// That it was is in the log all the same. The records of the switch itself say when, and are kept longer than others.
struct AuditPauses: Sendable {
    /// The cmdlet that switches.
    static let operation = "Set-AdminAuditLogConfig"
    private static let parameter = "UnifiedAuditLogIngestionEnabled"

    private let inOrder: [(sequence: Int, moment: ServiceDate, isOn: Bool)]
    private let byMoment: [(sequence: Int, moment: ServiceDate, isOn: Bool)]

    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope) throws {
        let entries = try scope.context.store.read { connection in
            try connection.all(
                AuditTrail.Entry.self,
                "FROM exchange_audit WHERE tenant_id = ? AND operation = ? ORDER BY sequence",
                [scope.tenant.id, Self.operation]
            )
        }
        inOrder = entries.compactMap { entry in
            entry.parameters[Self.parameter]?.stringValue.map {
                (sequence: entry.sequence, moment: entry.moment, isOn: $0 == "True")
            }
        }
        byMoment = inOrder.sorted { ($0.moment, $0.sequence) < ($1.moment, $1.sequence) }
    }

    /// Whether an event happened while the log was off.
    ///
    /// What was written down has an order of its own, which holds where the clock stands still.
    func cover(_ event: AuditEvent) -> Bool {
        guard !inOrder.isEmpty else { return false }
        guard let sequence = event.sequence else {
            return byMoment.last { $0.moment <= event.moment }?.isOn == false
        }
        if inOrder.contains(where: { $0.sequence == sequence }) { return false }
        return inOrder.last { $0.sequence < sequence }?.isOn == false
    }
}
