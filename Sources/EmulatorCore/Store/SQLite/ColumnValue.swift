#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A value that a record keeps in one column.
package protocol ColumnValue: SQLBindable {
    /// Reads a stored value; nil when it is of another type.
    init?(_ stored: SQLValue)
}

extension String: ColumnValue {
    package init?(_ stored: SQLValue) {
        guard case .text(let text) = stored else { return nil }
        self = text
    }
}

extension Int: ColumnValue {
    package init?(_ stored: SQLValue) {
        guard case .integer(let number) = stored else { return nil }
        self = Int(number)
    }
}

extension Bool: ColumnValue {
    package init?(_ stored: SQLValue) {
        guard case .integer(let number) = stored else { return nil }
        self = number != 0
    }
}

extension Date: ColumnValue {
    package init?(_ stored: SQLValue) {
        switch stored {
        case .real(let seconds): self = Date(timeIntervalSince1970: seconds)
        case .integer(let seconds): self = Date(timeIntervalSince1970: Double(seconds))
        default: return nil
        }
    }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    package init?(_ stored: SQLValue) {
        if case .null = stored {
            self = .none
        } else if let value = Wrapped(stored) {
            self = value
        } else {
            return nil
        }
    }
}

extension ColumnValue where Self: RawRepresentable, RawValue == String {
    package init?(_ stored: SQLValue) {
        guard case .text(let text) = stored else { return nil }
        self.init(rawValue: text)
    }

    package var sqlValue: SQLValue { .text(rawValue) }
}
