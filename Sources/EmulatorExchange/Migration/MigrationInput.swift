import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// The people whom a call names for a batch, in a list or in the text of a CSV file.
struct MigrationInput: Sendable {
    /// Their addresses, each once.
    let users: [String]
    /// What is wrong with single rows, which are left out.
    let warnings: [JSONValue]

    /// The columns that files of all kinds of migration may have, in small letters.
    private static let columns: Set = [
        "emailaddress", "sourceemailaddress", "targetemailaddress", "username", "password", "userroot",
        "mailboxtype", "targetdatabase", "targetarchivedatabase", "baditemlimit", "largeitemlimit",
        "forcechangepassword", "startafter", "completeafter", "targetmailbox", "folderpath", "targetgroupmailbox",
    ]

    /// - Parameters:
    ///   - call: The call.
    ///   - batch: The batch that is there, `nil` for a new one.
    /// - Throws: ``AdminAPIError`` for a file that cannot be read.
    init(_ call: BoundCall, for batch: MigrationBatch? = nil) throws {
        if let named = call.texts("Users") ?? call.texts("UserIds") {
            (users, warnings) = Self.distinct(named)
            return
        }
        guard call["CSVData"] != nil else {
            (users, warnings) = ([], [])
            return
        }
        guard let bytes = call.bytes("CSVData") else {
            throw Self.invalid("The CSV file isn't valid: its bytes can't be read.")
        }
        let text = CSVText(FileText.text(of: bytes))
        guard !text.isCutOff else { throw Self.invalid("The CSV file isn't valid: a quotation mark isn't closed.") }
        let lines = text.rows
        let names = lines.first ?? []
        let keys = names.map { $0.lowercased() }
        let isOfFolders = batch.map { $0.type == MigrationWay.foldersToGroups }
        let column = try Self.column(of: keys, isOfFolders: isOfFolders ?? call.isOn(MigrationWay.foldersToGroups))
        let unknown = names.filter { !$0.isEmpty && !Self.columns.contains($0.lowercased()) }
        guard unknown.isEmpty || call["AllowUnknownColumnsInCsv"]?.flag == true else {
            // The words are a guess.
            throw Self.invalid(
                "The CSV file isn't valid: the columns \"\(unknown.joined(separator: ", "))\" are unknown. To ignore "
                    + "them, use the AllowUnknownColumnsInCsv parameter."
            )
        }
        let rows = lines.dropFirst().compactMap { column < $0.count && !$0[column].isEmpty ? $0[column] : nil }
        guard !rows.isEmpty else { throw Self.invalid("The CSV file isn't valid: it has no row with data.") }
        (users, warnings) = Self.distinct(rows)
    }

    /// Which of the columns, in small letters, names who is moved: of folders, the group that they go into.
    private static func column(of keys: [String], isOfFolders: Bool) throws -> Int {
        func place(of name: String) throws -> Int {
            guard let place = keys.firstIndex(of: name.lowercased()) else {
                throw invalid("The CSV file isn't valid: the required column \(name) is missing.")
            }
            return place
        }
        if isOfFolders {
            _ = try place(of: "FolderPath")
            return try place(of: "TargetGroupMailbox")
        }
        // Files of some kinds of migration have the address under longer names.
        return try keys.firstIndex(of: "emailaddress") ?? keys.firstIndex { $0.hasSuffix("emailaddress") }
            ?? place(of: "EmailAddress")
    }

    /// People once, with a warning for each who is named again.
    private static func distinct(_ rows: [String]) -> (users: [String], warnings: [JSONValue]) {
        var known: Set<String> = []
        var users: [String] = []
        var warnings: [JSONValue] = []
        for (place, user) in rows.enumerated() {
            if known.insert(user.lowercased()).inserted {
                users.append(user)
                continue
            }
            let message = "The user \"\(user)\" is in the CSV file more than once."
            warnings.append([
                "EmailAddress": .string(user), "RowIndex": .integer(Int64(place + 1)), "Message": .string(message),
            ])
        }
        return (users, warnings)
    }

    private static func invalid(_ message: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Data.Storage.Management.MigrationCSVParsingException",
            message: message,
            targetType: MigrationBatch.noun
        )
    }
}
