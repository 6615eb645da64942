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

    /// The next column as one of the cases of an enumeration.
    package mutating func choice<Choice: RawRepresentable>() throws -> Choice where Choice.RawValue == String {
        let text = try text()
        guard let choice = Choice(rawValue: text) else {
            throw DatabaseError(.unexpectedValue, message: "'\(text)' is no \(Choice.self)")
        }
        return choice
    }

    /// The next column as words separated by blanks.
    package mutating func words() throws -> [String] { try text().split(separator: " ").map(String.init) }

    private func unexpected(_ wanted: String) -> DatabaseError {
        DatabaseError(.unexpectedValue, message: "column \(column) is not \(wanted)", statement: statement.sql)
    }
}

extension Row: ColumnVisitor {
    /// Reads the next column.
    ///
    /// - Throws: `DatabaseError.unexpectedValue` with the column's name for a value of another type.
    package mutating func value<Value: ColumnValue>(_ name: String, _ value: inout Value) throws {
        guard let read = Value(self.value()) else {
            throw DatabaseError(.unexpectedValue, message: "\(name) is no \(Value.self)", statement: statement.sql)
        }
        value = read
    }
}

/// A record that knows its columns.
package protocol RowReadable {
    /// The columns in the order in which `init(_:)` reads them, for a SELECT.
    static var columns: String { get }
    init(_ row: inout Row) throws
}
