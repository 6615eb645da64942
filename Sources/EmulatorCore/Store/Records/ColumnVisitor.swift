/// What is done with the columns of a record, one after the other: read, written or named.
package protocol ColumnVisitor {
    /// What goes wrong; `Never` where nothing can.
    associatedtype Failure: Error

    /// Takes a column.
    ///
    /// - Parameters:
    ///   - name: Its name in the table.
    ///   - value: The property that holds its value.
    /// - Throws: What goes wrong.
    mutating func value<Value: ColumnValue>(_ name: String, _ value: inout Value) throws(Failure)
}

extension ColumnVisitor {
    /// Takes a column of words separated by blanks.
    package mutating func words(_ name: String, _ value: inout [String]) throws(Failure) {
        var text = value.joined(separator: " ")
        try self.value(name, &text)
        value = text.split(separator: " ").map(String.init)
    }

    /// Takes a column that has an empty text for nil, since it is part of a key.
    package mutating func textUnlessEmpty(_ name: String, _ value: inout String?) throws(Failure) {
        var text = value ?? ""
        try self.value(name, &text)
        value = text.isEmpty ? nil : text
    }
}

/// Collects the names of columns.
struct ColumnNames: ColumnVisitor {
    private(set) var names: [String] = []

    mutating func value<Value: ColumnValue>(_ name: String, _ value: inout Value) throws(Never) { names.append(name) }
}

/// Collects the values of columns.
struct ColumnValues: ColumnVisitor {
    private(set) var values: [any SQLBindable] = []

    mutating func value<Value: ColumnValue>(_ name: String, _ value: inout Value) throws(Never) { values.append(value) }
}
