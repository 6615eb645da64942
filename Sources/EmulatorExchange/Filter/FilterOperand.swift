/// What a filter compares a property with, of the property's type.
enum FilterOperand: Sendable, Equatable {
    /// Nothing: `$null`, or empty text.
    case null
    /// A text in small letters.
    case text(String)
    case flag(Bool)
    /// A whole number; the greatest one stands for `Unlimited`.
    case number(Int64)
    /// An amount of bytes; the greatest one stands for `Unlimited`.
    case size(UInt64)
    case span(TimeSpanText)
    case date(ServiceDate)

    /// Whether it may be a pattern.
    var isText: Bool {
        switch self {
        case .null, .text: true
        case .flag, .number, .size, .span, .date: false
        }
    }
}
