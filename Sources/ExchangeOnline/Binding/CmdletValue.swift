internal import ExoCrypto
public import ExoJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A value for a parameter of a cmdlet.
///
/// Literals of Swift are values as they stand: texts, numbers, truth values, `nil`, lists and tables. What the service wants
/// for a parameter's type (tags, one value or a list, UTC, ciphertext) is found in the catalogue when the cmdlet is run.
///
/// No description of a value shows a secret in it.
public struct CmdletValue: Sendable {
    package var content: PowerShellValue

    package init(content: PowerShellValue) { self.content = content }

    /// Takes a JSON value: an object is a table, a text may be base64 for bytes or a password for a secret.
    public init(_ value: JSONValue) {
        content =
            switch value {
            case .null: .null
            case .bool(let flag): .bool(flag)
            case .integer(let number): .number(PowerShellNumber(.integer(number), text: String(number)))
            case .unsigned(let number): .number(PowerShellNumber(.unsigned(number), text: String(number)))
            case .double(let number): .number(PowerShellNumber(.double(number), text: value.text()))
            case .string(let text): .text(text)
            case .array(let elements): .list(elements.map { CmdletValue($0).content })
            case .object(let object):
                .table(object.members.map { .init(key: $0.name, value: CmdletValue($0.value).content) })
            }
    }

    /// A text.
    public static func text(_ text: String) -> Self { Self(content: .text(text)) }

    /// A whole number.
    public static func number(_ number: Int) -> Self { Self(JSONValue.integer(Int64(number))) }

    /// A truth value, also for a switch.
    public static func flag(_ isOn: Bool) -> Self { Self(content: .bool(isOn)) }

    /// Several values.
    public static func list(_ elements: [CmdletValue]) -> Self { Self(content: .list(elements.map(\.content))) }

    /// A table, `@{…}` in PowerShell.
    public static func table(_ entries: KeyValuePairs<String, CmdletValue>) -> Self {
        Self(content: .table(entries.map { .init(key: $0.key, value: $0.value.content) }))
    }

    /// What is to be added to a property that holds several values, and what removed; the rest stays.
    public static func change(add: [CmdletValue] = [], remove: [CmdletValue] = []) -> Self {
        let entries = [("Add", add), ("Remove", remove)].filter { !$0.1.isEmpty }
        return Self(content: .table(entries.map { .init(key: $0.0, value: CmdletValue.list($0.1).content) }))
    }

    /// A moment, to the second.
    public static func date(_ date: Date) -> Self {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        let earliest = Double(PowerShellDate.earliest), latest = Double(PowerShellDate.latest)
        // Dates beyond the service's calendar become its ends.
        let reading = seconds.isNaN ? PowerShellDate.earliest : Int64(min(max(seconds, earliest), latest))
        return Self(content: .date(PowerShellDate(reading: reading, isUTC: true)))
    }

    /// A span of time, such as the 14 days of a retention.
    public static func duration(_ duration: Duration) -> Self {
        let (seconds, attoseconds) = duration.components
        let whole = seconds.multipliedReportingOverflow(by: 10_000_000)
        let ticks = whole.partialValue.addingReportingOverflow(attoseconds / 100_000_000_000)
        guard !whole.overflow, !ticks.overflow else {
            return Self(content: .timeSpan(PowerShellTimeSpan(ticks: seconds < 0 ? .min : .max)))
        }
        return Self(content: .timeSpan(PowerShellTimeSpan(ticks: ticks.partialValue)))
    }

    /// A number of bytes, such as a quota.
    public static func size(_ size: ByteCount) -> Self {
        Self(content: .number(PowerShellNumber(size.bytes)))
    }

    /// Bytes, such as those of a picture.
    public static func bytes(_ bytes: [UInt8]) -> Self { Self(content: .bytes(bytes)) }

    /// What is in a file, read when the cmdlet is run: bytes for a parameter that takes bytes, the secret for one that takes a
    /// secret (without the line's end behind it), UTF-8 text for any other.
    ///
    /// - Parameter path: Where the file is.
    /// - Returns: The value.
    public static func file(_ path: String) -> Self { Self(content: .unread(FileContents(path))) }

    /// A password or another secret; it travels encrypted under the service's key.
    public static func secret(_ text: String) -> Self { secret(Array(text.utf8)) }

    /// A secret as UTF-8, which unlike a text can be wiped by its owner afterwards.
    public static func secret(_ bytes: [UInt8]) -> Self { Self(content: .secret(SecretBytes(copying: bytes))) }

    /// A user's name and password; they travel encrypted under the service's key.
    public static func credential(userName: String, password: String) -> Self {
        Self(content: .credential(userName: userName, password: SecretBytes(copying: password.utf8)))
    }
}

extension CmdletValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Makes a null, which clears a property.
    public init(nilLiteral: ()) { self.init(content: .null) }
    /// Makes a truth value.
    public init(booleanLiteral value: Bool) { self.init(content: .bool(value)) }
    /// Makes a whole number.
    public init(integerLiteral value: Int64) { self.init(JSONValue.integer(value)) }
    /// Makes a number with a fraction.
    public init(floatLiteral value: Double) { self.init(JSONValue.double(value)) }
    /// Makes a text.
    public init(stringLiteral value: String) { self.init(content: .text(value)) }
    /// Makes a list.
    public init(arrayLiteral elements: CmdletValue...) { self = .list(elements) }
    /// Makes a table with its keys in the order written.
    public init(dictionaryLiteral elements: (String, CmdletValue)...) {
        self.init(content: .table(elements.map { .init(key: $0.0, value: $0.1.content) }))
    }
}

extension CmdletValue: CustomStringConvertible, CustomReflectable {
    /// The value as a text, without secrets.
    public var description: String { content.text }
    /// The description alone.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
