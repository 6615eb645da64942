/// A value as PowerShell would hold it after reading an argument.
package indirect enum PowerShellValue: Sendable, Equatable {
    /// `$null`.
    case null
    /// `$true` or `$false`.
    case bool(Bool)
    /// A number without quotes.
    case number(PowerShellNumber)
    /// A text.
    case text(String)
    /// `a,b` or `@(…)`.
    case list([PowerShellValue])
    /// `@{…}`, with the keys as they were written.
    case table([Entry])
    /// `{…}`, with the text between the braces.
    case script(String)
    /// `[guid]'…'`, in its usual form.
    case guid(String)
    /// `[datetime]'…'`.
    case date(PowerShellDate)
    /// `[timespan]'…'`.
    case timeSpan(PowerShellTimeSpan)
    /// `[byte[]](…)`.
    case bytes([UInt8])

    /// A key of a table and its value.
    package struct Entry: Sendable, Equatable {
        /// The key.
        package var key: String
        /// The value.
        package var value: PowerShellValue

        /// Makes an entry.
        package init(key: String, value: PowerShellValue) {
            self.key = key
            self.value = value
        }
    }
}

extension PowerShellValue {
    /// The value as PowerShell makes a text of it, without regard to the user's language.
    package var text: String {
        switch self {
        case .null: ""
        case .bool(let flag): flag ? "True" : "False"
        case .number(let number): number.text
        case .text(let text), .script(let text), .guid(let text): text
        case .list(let elements): elements.map(\.text).joined(separator: " ")
        case .table: "System.Collections.Hashtable"
        case .date(let date): date.invariantText
        case .timeSpan(let span): span.text
        case .bytes(let bytes): bytes.map(String.init).joined(separator: " ")
        }
    }

    /// What a person calls a value of this kind.
    var kindName: String {
        switch self {
        case .null: "$null"
        case .bool: "a truth value"
        case .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .table: "a table"
        case .script: "a script block"
        case .guid: "a GUID"
        case .date: "a date"
        case .timeSpan: "a time span"
        case .bytes: "bytes"
        }
    }
}
