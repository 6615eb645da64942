import ExoJSON

/// What a filter is held against.
protocol FilterSubject {
    /// The value of a property, names compared without letter case; `nil` when there is none.
    func filterValue(_ property: String) -> JSONValue?
    /// The moment that a property is, where it is known as one; `nil` where the value says it.
    func filterDate(_ property: String) -> ServiceDate?
}

extension FilterSubject {
    func filterDate(_ property: String) -> ServiceDate? { nil }
}
