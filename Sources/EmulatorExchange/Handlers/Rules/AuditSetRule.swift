import ExoJSON

/// `-AuditAdmin`, `-AuditDelegate` and `-AuditOwner`: who is told what to write down no longer follows the service's own list, and
/// `-DefaultAuditSet` says who does again.
struct AuditSetRule: ParameterRule {
    private static let kinds = ["Admin", "Delegate", "Owner"]

    func takes(_ parameter: String) -> Bool { false }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {}

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        if draft.changes("DefaultAuditSet") {
            // The service's own list takes the place of what somebody said.
            let kinds = draft.object.properties["DefaultAuditSet"] == nil ? Self.kinds : draft.texts("DefaultAuditSet")
            for kind in kinds where !draft.changes("Audit\(kind)") { draft.object.properties["Audit\(kind)"] = nil }
        }
        let own = Self.kinds.filter { draft.changes("Audit\($0)") }
        guard !own.isEmpty, !draft.changes("DefaultAuditSet") else { return }
        let current = draft.value("DefaultAuditSet").arrayValue?.compactMap(\.stringValue) ?? Self.kinds
        draft.store("DefaultAuditSet", .array(current.filter { !own.contains($0) }.map { .string($0) }))
    }
}
