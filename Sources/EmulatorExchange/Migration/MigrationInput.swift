import CmdletCatalogue
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

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
    /// The columns of files that say which public folder goes into which group.
    private static let columnsOfFolders = ["FolderPath", "TargetGroupMailbox"]

    /// - Throws: ``AdminAPIError`` for a file that cannot be read.
    init(_ call: BoundCall) throws {
        if let named = call.texts("Users") ?? call.texts("UserIds") {
            (users, warnings) = Self.distinct(named)
            return
        }
        guard case .value(let value)? = call["CSVData"] else {
            (users, warnings) = ([], [])
            return
        }
        let lines = CSVText(String(decoding: try Self.bytes(value), as: UTF8.self)).rows
        let names = lines.first ?? []
        let keys = names.map { $0.lowercased() }
        let column = try Self.column(of: keys, isOfFolders: call["PublicFolderToUnifiedGroup"]?.flag == true)
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
        let missing = columnsOfFolders.first { !keys.contains($0.lowercased()) }
        // Files of some kinds of migration have the address under longer names.
        let found =
            missing == nil
            ? keys.firstIndex(of: "targetgroupmailbox")
            : keys.firstIndex(of: "emailaddress") ?? keys.firstIndex { $0.hasSuffix("emailaddress") }
        guard let found, missing == nil || !isOfFolders else {
            let name = isOfFolders ? missing ?? "" : "EmailAddress"
            throw invalid("The CSV file isn't valid: the required column \(name) is missing.")
        }
        return found
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

    /// The bytes of a file: their text in base 64, or their numbers.
    private static func bytes(_ value: JSONValue) throws -> [UInt8] {
        let text: String?
        switch value {
        case .string(let string): text = string
        case .array(let elements) where elements.count == 1 && elements[0].stringValue != nil:
            text = elements[0].stringValue
        case .array(let elements):
            let bytes = elements.compactMap { element in
                (element.integerValue ?? element.stringValue.flatMap { Int64($0) }).flatMap { UInt8(exactly: $0) }
            }
            guard bytes.count == elements.count else { throw unreadable }
            return bytes
        default: text = nil
        }
        guard let text, let data = Data(base64Encoded: text) else { throw unreadable }
        return Array(data)
    }

    private static var unreadable: AdminAPIError { invalid("The CSV file isn't valid: its bytes can't be read.") }

    private static func invalid(_ message: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "Microsoft.Exchange.Data.Storage.Management.MigrationCSVParsingException",
            message: message,
            targetType: MigrationBatch.noun
        )
    }
}
