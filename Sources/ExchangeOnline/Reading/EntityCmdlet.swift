internal import CmdletCatalogue

/// The cmdlets that read entities of the service's OData model and not by running a cmdlet of the service.
package enum EntityCmdlet: String, CaseIterable, Sendable {
    case mailbox = "Get-EXOMailbox"
    case recipient = "Get-EXORecipient"
    case casMailbox = "Get-EXOCasMailbox"
    case mailboxStatistics = "Get-EXOMailboxStatistics"
    case mailboxFolderStatistics = "Get-EXOMailboxFolderStatistics"
    case mailboxPermission = "Get-EXOMailboxPermission"
    case mailboxFolderPermission = "Get-EXOMailboxFolderPermission"
    case recipientPermission = "Get-EXORecipientPermission"
    case mobileDeviceStatistics = "Get-EXOMobileDeviceStatistics"

    /// The cmdlet of that name, in any letter case.
    package init?(named name: String) {
        let wanted = name.lowercased()
        guard let found = Self.allCases.first(where: { $0.rawValue.lowercased() == wanted }) else { return nil }
        self = found
    }

    /// Whether a value without a name is the mailbox of one of these cmdlets, documented or not.
    static func takesMailboxFirst(_ name: String) -> Bool {
        EntityCmdlet(named: name).map { $0 != .mobileDeviceStatistics } ?? false
    }

    /// The cmdlet that it took the place of; it takes what this one does not.
    var olderCmdlet: String {
        CmdletCatalogue.propertySets(of: rawValue)?.olderCmdlet ?? "Get-\(rawValue.dropFirst("Get-EXO".count))"
    }

    /// The properties of its rows, where the service lets a caller choose among them.
    package var selectableProperties: [String] {
        takesSelection ? (type.map { Self.properties(of: $0) } ?? []).map(\.name) : []
    }

    /// What the model says of a property of its rows.
    func property(named name: String) -> EDMTypeFacts.Property? {
        let wanted = name.lowercased()
        return type?.properties.first { $0.name.lowercased() == wanted }
    }

    /// Whether `$select` and property sets are taken.
    var takesSelection: Bool {
        switch self {
        case .mailbox, .recipient, .casMailbox, .mailboxStatistics: true
        default: false
        }
    }

    /// Whether what the model leads to from a row may be selected too.
    func leads(to name: String) -> Bool {
        type?.navigation.contains { $0.name.lowercased() == name.lowercased() } ?? false
    }

    /// The type of its rows in the model.
    private var type: EDMTypeFacts? {
        let name = String(rawValue.dropFirst("Get-EXO".count))
        return CmdletCatalogue.entityType(named: name) ?? CmdletCatalogue.complexTypes.first { $0.name == name }
    }

    private static func properties(of type: EDMTypeFacts) -> [EDMTypeFacts.Property] {
        type.properties.filter { !hidden.contains($0.name) }
    }

    /// What every entity has for the service's own use.
    private static let hidden: Set = ["ObjectKey", "ChangedProperties", "DeltaUpdates"]
}
