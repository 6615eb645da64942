internal import ExoJSON

/// How many rows a listing is to give.
public struct ResultSize: Hashable, Sendable {
    /// The number; `nil` for every row there is.
    public let limit: Int?

    /// Every row there is.
    public static var unlimited: Self { Self(limit: nil) }

    /// What cmdlets give when nothing was asked for: 1,000 rows.
    public static var standard: Self { Self(limit: 1000) }

    /// At most so many rows.
    ///
    /// - Throws: ``ExchangeError`` with code `invalidRequest` when the number is not positive.
    public static func limited(to limit: Int) throws -> Self {
        guard limit > 0 else { throw refusal("\(limit)") }
        return Self(limit: limit)
    }

    private init(limit: Int?) { self.limit = limit }

    /// Reads the parameter `ResultSize` as it stands in a cmdlet's parameters.
    init(parameter: JSONValue?) throws {
        switch parameter {
        case nil: self = .standard
        case .string(let text) where text.lowercased() == "unlimited": self = .unlimited
        case .string(let text):
            guard let number = Int(text) else { throw Self.refusal(text) }
            self = try .limited(to: number)
        case .some(let value):
            guard let number = value.integerValue else { throw Self.refusal(value.text()) }
            self = try .limited(to: Int(number))
        }
    }

    /// The value as it is sent.
    var parameter: JSONValue { limit.map { .integer(Int64($0)) } ?? "Unlimited" }

    private static func refusal(_ text: String) -> ExchangeError {
        ExchangeError(
            code: .invalidRequest,
            message: "ResultSize must be a whole number greater than 0 or Unlimited, not '\(text.prefix(40))'"
        )
    }
}
