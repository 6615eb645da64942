/// A failure of the store.
package struct DatabaseError: Error, Sendable, CustomStringConvertible {
    /// What a caller may switch on.
    package struct Code: Hashable, Sendable {
        private enum Value { case constraint, busy, corrupt, newerSchema, unexpectedValue, cannotOpen, failed }
        private let value: Value

        /// A key, check or foreign key of the schema was violated.
        package static var constraint: Self { Self(value: .constraint) }
        /// Another process holds the file.
        static var busy: Self { Self(value: .busy) }
        /// The file is damaged or no database.
        static var corrupt: Self { Self(value: .corrupt) }
        /// The file was written by a newer version of the emulator.
        static var newerSchema: Self { Self(value: .newerSchema) }
        /// A column held a value of another type than the reader asked for.
        package static var unexpectedValue: Self { Self(value: .unexpectedValue) }
        /// The file cannot be opened or created.
        static var cannotOpen: Self { Self(value: .cannotOpen) }
        /// Anything else SQLite refused.
        package static var failed: Self { Self(value: .failed) }
    }

    package var code: Code
    /// SQLite's extended result code, 0 where SQLite was not asked.
    var sqliteCode: Int32
    /// SQLite's own words; never a bound value.
    package var message: String
    /// The statement, without its values.
    var statement: String?

    package init(_ code: Code, sqliteCode: Int32 = 0, message: String, statement: String? = nil) {
        self.code = code
        self.sqliteCode = sqliteCode
        self.message = message
        self.statement = statement
    }

    package var description: String {
        statement.map { "\(message) (SQLite \(sqliteCode)) in: \($0)" } ?? "\(message) (SQLite \(sqliteCode))"
    }
}
