/// What had to be mended in a row before strict readers of JSON take it.
package struct RowRepair: Sendable, Equatable {
    /// The place of the row in its batch.
    package var place: Int
    /// What was mended.
    package var kinds: Kinds

    /// Kinds of damage.
    package struct Kinds: OptionSet, Sendable, Hashable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }

        /// Bytes that are not UTF-8 became U+FFFD.
        package static var bytes: Self { Self(rawValue: 1) }
        /// Half a surrogate pair became U+FFFD.
        package static var surrogate: Self { Self(rawValue: 2) }
        /// A number that neither 64 bits nor a double can hold became a text of its digits.
        package static var number: Self { Self(rawValue: 4) }
    }
}
