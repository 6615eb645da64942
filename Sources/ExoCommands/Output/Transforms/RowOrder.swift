package import ExoJSON

/// The order of values, as Sort-Object has it: nothing first, numbers and sizes by how large they are, texts without letter case.
package enum RowOrder {
    /// Whether one value stands before another.
    ///
    /// - Returns: A negative number, nought or a positive number, as of C's `strcmp`.
    package static func compare(_ left: JSONValue?, _ right: JSONValue?) -> Int {
        compare(Key(left), Key(right))
    }

    /// What a value is compared by.
    enum Key: Sendable {
        case nothing
        case truth(Bool)
        case number(Double, Int64?)
        case text(String)

        init(_ value: JSONValue?) {
            switch value {
            case nil, .null: self = .nothing
            case .bool(let flag): self = .truth(flag)
            case .integer(let number): self = .number(Double(number), number)
            case .unsigned(let number): self = .number(Double(number), nil)
            case .double(let number): self = .number(number, nil)
            case .string(let text):
                if let bytes = Self.bytes(of: text) {
                    self = .number(Double(bytes), bytes)
                } else {
                    self = .text(text.lowercased())
                }
            case .array, .object: self = .text(RowValue.text(value).lowercased())
            }
        }

        /// How many bytes a size of the service is: `1.5 GB (1,610,612,736 bytes)`.
        static func bytes(of text: String) -> Int64? {
            guard text.utf8.last == UInt8(ascii: ")"), text.hasSuffix(" bytes)"), let bracket = text.lastIndex(of: "(")
            else { return nil }
            return Int64(text[text.index(after: bracket)...].dropLast(7).filter { $0 != "," && $0 != "." })
        }

        /// Values of several kinds stand in this order.
        var rank: Int {
            switch self {
            case .nothing: 0
            case .truth: 1
            case .number: 2
            case .text: 3
            }
        }
    }

    static func compare(_ left: Key, _ right: Key) -> Int {
        switch (left, right) {
        case (.truth(let left), .truth(let right)): left == right ? 0 : left ? 1 : -1
        case (.number(_, let left?), .number(_, let right?)): left == right ? 0 : left < right ? -1 : 1
        case (.number(let left, _), .number(let right, _)): left == right ? 0 : left < right ? -1 : 1
        case (.text(let left), .text(let right)): left == right ? 0 : left < right ? -1 : 1
        default: left.rank - right.rank
        }
    }
}
