#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// The current row of a statement, read from left to right.
///
/// Each reading function takes the next column, so a record reads its columns in the order of its SELECT.
package struct Row {
    private let statement: Statement
    private var column: Int32 = 0

    init(_ statement: Statement) {
        self.statement = statement
    }

    /// The next column whatever its type.
    package mutating func value() -> SQLValue {
        defer { column += 1 }
        return column < statement.columnCount ? statement.value(at: column) : .null
    }

    /// - Throws: `DatabaseError.unexpectedValue` for NULL and other types.
    package mutating func text() throws -> String {
        guard case .text(let text) = value() else { throw unexpected("text") }
        return text
    }

    mutating func optionalText() throws -> String? {
        switch value() {
        case .null: return nil
        case .text(let text): return text
        default: throw unexpected("text or NULL")
        }
    }

    package mutating func integer() throws -> Int {
        guard case .integer(let number) = value() else { throw unexpected("an integer") }
        return Int(number)
    }

    package mutating func optionalInteger() throws -> Int? {
        switch value() {
        case .null: return nil
        case .integer(let number): return Int(number)
        default: throw unexpected("an integer or NULL")
        }
    }

    package mutating func flag() throws -> Bool {
        try integer() != 0
    }

    package mutating func real() throws -> Double {
        switch value() {
        case .real(let number): return number
        case .integer(let number): return Double(number)
        default: throw unexpected("a number")
        }
    }

    package mutating func date() throws -> Date {
        Date(timeIntervalSince1970: try real())
    }

    mutating func optionalDate() throws -> Date? {
        switch value() {
        case .null: return nil
        case .real(let number): return Date(timeIntervalSince1970: number)
        case .integer(let number): return Date(timeIntervalSince1970: Double(number))
        default: throw unexpected("a date or NULL")
        }
    }

    package mutating func blob() throws -> [UInt8] {
        guard case .blob(let bytes) = value() else { throw unexpected("bytes") }
        return bytes
    }

    private func unexpected(_ wanted: String) -> DatabaseError {
        DatabaseError(.unexpectedValue, message: "column \(column) is not \(wanted)", statement: statement.sql)
    }
}

/// A record that knows its columns.
package protocol RowReadable {
    /// The columns in the order in which `init(_:)` reads them, for a SELECT.
    static var columns: String { get }
    init(_ row: inout Row) throws
}
