import ExoJSON

extension BoundCall {
    /// The number of a parameter, however it was sent.
    func number(_ name: String) -> Int64? {
        guard case .value(let value)? = self[name] else { return nil }
        return value.integerValue ?? value.stringValue.flatMap { Int64($0) }
    }

    /// How many things a parameter speaks of.
    ///
    /// - Throws: ``AdminAPIError`` for less than none.
    func count(_ name: String) throws -> Int? {
        guard let number = number(name) else { return nil }
        guard number >= 0 else {
            throw AdminAPIError.transformation(parameter: name, reason: "The value must not be less than 0.")
        }
        return Int(number)
    }

    /// The moment of a parameter.
    func date(_ name: String) -> ServiceDate? { text(name).flatMap { ServiceDate(parsing: $0) } }
}
