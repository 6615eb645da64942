import ExoJSON

extension ObjectRow: FilterSubject {
    func filterValue(_ property: String) -> JSONValue? {
        guard let place = shape.place(ignoringCase: property) else { return nil }
        return values[place] ?? shape.properties[place].fallback
    }
}
