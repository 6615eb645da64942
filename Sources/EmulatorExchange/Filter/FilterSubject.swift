import ExoJSON

/// What a filter is held against.
protocol FilterSubject {
    /// The value of a property, names compared without letter case; `nil` when there is none.
    func filterValue(_ property: String) -> JSONValue?
}
