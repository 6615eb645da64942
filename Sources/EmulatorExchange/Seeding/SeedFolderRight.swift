package import EmulatorCore
import ExoJSON

/// What somebody may do in a folder of somebody's mailbox, as a seed describes it.
package struct SeedFolderRight: Sendable {
    private let owner: String
    private let key: String
    private let value: String

    /// Gives a right.
    ///
    /// - Parameters:
    ///   - right: The role, such as `Reviewer`.
    ///   - folder: The folder, such as `Calendar`.
    ///   - mailbox: Whose folder it is.
    ///   - alias: The alias of who is given it, of the same tenant.
    ///   - isDelegate: Whether the calendar's owner is represented.
    package init(
        _ right: String,
        in folder: String,
        of mailbox: ExchangeObject,
        to alias: String,
        isDelegate: Bool = false
    ) {
        let flags: [JSONValue] = isDelegate ? ["Delegate"] : []
        let value: JSONObject = ["Rights": [.string(right)], "Flags": .array(flags)]
        owner = mailbox.guid
        key = "/\(folder.lowercased())\n" + SeedIdentifier.make("recipient", mailbox.tenantID, alias)
        self.value = JSONValue.object(value).text()
    }

    /// Writes the right, unless somebody has said something else.
    package func write(of tenantID: String, at moment: ServiceDate, to connection: Connection) throws {
        try connection.execute(
            """
            INSERT OR IGNORE INTO exchange_content (tenant_id, kind, owner, key, value, changed_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [tenantID, ContentStore.Kind.folderRight.rawValue, owner, key, value, moment.ticks]
        )
    }
}
