import EmulatorCore
import ExoJSON

/// Who leads whom in a tenant, as the directory has it.
struct Managers: Sendable {
    /// By the directory's id.
    private let leads: [String: JSONValue]
    private let led: [String: [JSONValue]]

    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope) throws {
        let reports = try scope.context.directory.reports(in: scope.tenant.id)
        leads = Dictionary(reports.map { ($0.userID, .string($0.managerName)) }) { first, _ in first }
        led = Dictionary(grouping: reports, by: \.managerID).mapValues { $0.map { .string($0.userName) } }
    }

    /// Puts who leads an object, and whom it leads, into its row.
    func add(to row: inout ObjectRow, of object: ExchangeObject) {
        guard let id = object.text("ExternalDirectoryObjectId") else { return }
        if let lead = leads[id] { row["Manager"] = lead }
        if let led = led[id] { row["DirectReports"] = .array(led) }
    }
}
