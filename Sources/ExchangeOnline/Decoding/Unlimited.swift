/// A limit that may be none, such as a quota or a number of recipients.
public enum Unlimited<Value: Hashable & Sendable>: Hashable, Sendable {
    /// There is no limit.
    case unlimited
    /// The limit.
    case limited(Value)

    /// The limit; `nil` where there is none.
    public var value: Value? { if case .limited(let value) = self { value } else { nil } }
}

extension Unlimited: Decodable where Value: Decodable {
    /// Reads the word `Unlimited`, or a value; a number may be a text, as the service writes it beside that word.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            let text = try container.decode(String.self)
            if text.lowercased() == "unlimited" {
                self = .unlimited
                return
            }
            if let number = Value.self as? any LosslessStringConvertible.Type, let value = number.init(text) as? Value {
                self = .limited(value)
                return
            }
        } catch DecodingError.typeMismatch {
            // A number, which is read below.
        }
        self = .limited(try container.decode(Value.self))
    }
}
