import CmdletCatalogue

/// How the service writes a value that its answers show as text.
enum PropertyFormat: Sendable {
    case size
    case span
    case count

    init?(_ facts: PropertyFacts) {
        switch (facts.format, facts.name) {
        case ("size"?, _): self = .size
        case ("timespan"?, _), (_, "LitigationHoldDuration"): self = .span
        case (_, "RecipientLimits"): self = .count
        default: return nil
        }
    }

    /// The text as the service writes it, `nil` for what is no value of the format.
    func text(of text: String) -> String? {
        switch self {
        case .size: ByteQuantity(parsing: text)?.description
        case .span: TimeSpanText(parsing: text)?.description
        case .count: UInt32(text)?.description
        }
    }

    /// The service's type.
    var typeName: String {
        switch self {
        case .size: "ByteQuantifiedSize"
        case .span: "EnhancedTimeSpan"
        case .count: "Int32"
        }
    }
}
