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
    /// Reads the word `Unlimited`, or a value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            if try container.decode(String.self).lowercased() == "unlimited" {
                self = .unlimited
                return
            }
        } catch DecodingError.typeMismatch {
            // A number, which is read below.
        }
        self = .limited(try container.decode(Value.self))
    }
}
