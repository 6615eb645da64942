import EmulatorCore
import ExoJSON

/// Get-MailboxLocation: where the mailbox of somebody lies, and where its archive.
struct MailboxLocations: CmdletHandler {
    private static let view = NounView.settings("MailboxLocation")

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let named = call.text("User") ?? call.text("Identity")
        let kind = call.text("MailboxLocationType")
        let builder = RowBuilder(view: Self.view, names: scope.objects.names)
        let owners =
            try named.map { [try owner(of: $0, scope)] }
            ?? scope.objects.all(of: .recipient, states: [.active]).filter {
                RecipientTypes.mailboxes.contains($0.typeDetails)
            }
        let wanted = call.text("Identity").flatMap {
            GUIDText(parsing: $0.split(separator: "\\").last.map(String.init) ?? $0)
        }
        let rows = owners.flatMap { locations(of: $0, scope) }.filter { row in
            (kind.map { $0.lowercased() == row["MailboxLocationType"]?.stringValue?.lowercased() } ?? true)
                && (wanted.map { $0.description == row["MailboxGuid"]?.stringValue } ?? true)
        }
        let limit = try ResultSize.limit(of: call)
        return .listing(ObjectListing(builder: builder, source: .rows { rows }, limit: limit))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "User", "MailboxLocationType", "ResultSize"], shape: nil)
    }

    /// Whose mailbox is meant: by any name, the mailbox's guid, name and guid, or tenant's and mailbox's guid.
    private func owner(of identity: String, _ scope: CallScope) throws -> ExchangeObject {
        let parts = identity.split(separator: "\\").map(String.init)
        let isOfTenant = parts.first.flatMap { GUIDText(parsing: $0) }?.description == scope.tenant.id
        let name = parts.count == 2 ? parts[isOfTenant ? 1 : 0] : identity
        return try scope.object(named: name, in: .mailbox)
    }

    private func locations(of mailbox: ExchangeObject, _ scope: CallScope) -> [ObjectRow] {
        [
            ("Primary", "ExchangeGuid", TenantNames.databaseGuid),
            ("MainArchive", "ArchiveGuid", TenantNames.databaseGuid),
        ]
        .compactMap { kind, property, database in
            guard let guid = mailbox.text(property) else { return nil }
            var row = ObjectRow(shape: Self.view.shape, title: "\(mailbox.name)\\\(guid)")
            row.set([
                "Identity": .string("\(mailbox.name)\\\(guid)"), "MailboxGuid": .string(guid),
                "MailboxLocationType": .string(kind), "DatabaseLocation": .string(TenantNames.database),
                "OwnerId": .string(mailbox.name), "TenantGuid": .string(scope.tenant.id),
                "RawData": .string("1;\(guid);\(kind);\(TenantNames.forest.lowercased());\(database)"),
            ])
            return row
        }
    }
}
