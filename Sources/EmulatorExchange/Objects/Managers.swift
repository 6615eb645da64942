import EmulatorCore
import ExoJSON

/// Who leads whom in a tenant, as the directory has it.
struct Managers: Sendable {
    private let directory: Directory
    /// All of the tenant, by the directory's id, where objects are chosen by it.
    private let leads: [String: JSONValue]?
    private let led: [String: [JSONValue]]

    /// - Parameters:
    ///   - scope: The tenant.
    ///   - isSelected: Whether objects are chosen or ordered by who leads them, and not only shown with it.
    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope, isSelected: Bool = false) throws {
        directory = scope.context.directory
        guard isSelected else {
            leads = nil
            led = [:]
            return
        }
        let reports = try directory.reports(in: scope.tenant.id)
        leads = Dictionary(reports.map { ($0.userID, .string($0.managerName)) }) { first, _ in first }
        led = Dictionary(grouping: reports, by: \.managerID).mapValues { $0.map { .string($0.userName) } }
    }

    /// Puts who leads an object, and whom it leads, into its row, where all is known of the tenant.
    func addKnown(to row: inout ObjectRow, of object: ExchangeObject) {
        guard let leads, let id = object.text("ExternalDirectoryObjectId") else { return }
        if let lead = leads[id] { row["Manager"] = lead }
        if let led = led[id] { row["DirectReports"] = .array(led) }
    }

    /// Puts who leads an object, and whom it leads, into a row to be shown.
    ///
    /// - Throws: `DatabaseError`.
    func add(to row: inout ObjectRow, of object: ExchangeObject) throws {
        guard leads == nil else { return }
        // What the object says of itself counts.
        for property in ["Manager", "DirectReports"] where object.properties[property] == nil {
            if let value = try value(of: property, object) { row[property] = value }
        }
    }

    /// Who leads an object, or whom it leads, as the directory has it.
    ///
    /// - Returns: The value of the property; `nil` for nobody, and for another property.
    /// - Throws: `DatabaseError`.
    func value(of property: String, _ object: ExchangeObject) throws -> JSONValue? {
        guard let id = object.text("ExternalDirectoryObjectId") else { return nil }
        switch property {
        case "Manager": return try directory.nameOfManager(of: id).map { .string($0) }
        case "DirectReports":
            let led = try directory.namesOfReports(of: id)
            return led.isEmpty ? nil : .array(led.map { .string($0) })
        default: return nil
        }
    }
}
