package import ExoCrypto

/// A value as PowerShell would hold it after reading an argument.
package indirect enum PowerShellValue: Sendable {
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
    /// A password.
    case secret(SecretBytes)
    /// A user's name and password.
    case credential(userName: String, password: SecretBytes)
    /// What is to be read by the type of its parameter.
    case unread(any UnreadValue)

    /// A key of a table and its value.
    package struct Entry: Sendable {
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

/// A value that stands as it was written until it is known which parameter it is for.
package protocol UnreadValue: Sendable {
    /// Whether nobody else sees it, since it is a file's.
    var isHidden: Bool { get }
    /// How it was written.
    var text: String { get }
    /// Whether it looks like a truth value: then it may have been meant for the switch before it.
    var isTruthValue: Bool { get }

    /// Reads it.
    ///
    /// - Throws: ``BindingError``.
    func value(for parameter: BindableParameter) throws -> PowerShellValue
}

extension UnreadValue {
    /// What was typed can be seen.
    package var isHidden: Bool { false }
}

extension PowerShellValue {
    /// Whether this is `$null`.
    package var isNull: Bool { if case .null = self { true } else { false } }

    /// The elements of a list; a single value is a list of one.
    package var elements: [PowerShellValue] { if case .list(let elements) = self { elements } else { [self] } }

    /// Whether there is a secret in it.
    var holdsSecret: Bool {
        switch self {
        case .secret, .credential: true
        case .list(let elements): elements.contains(where: \.holdsSecret)
        case .table(let entries): entries.contains { $0.value.holdsSecret }
        default: false
        }
    }

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
        case .secret, .credential: "[secret]"
        case .unread(let value): value.text
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
        case .secret: "a secret"
        case .credential: "a credential"
        case .unread: "a text"
        }
    }
}
