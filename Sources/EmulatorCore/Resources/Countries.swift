/// Countries: Graph has their codes (ISO 3166-1), Exchange their names.
package enum Countries {
    private static let table: [(code: String, name: String)] = EmbeddedFile.countries.table(columns: 2).compactMap {
        $0.count == 2 ? (String($0[0]), String($0[1])) : nil
    }

    private static let names: [String: String] = Dictionary(
        table.flatMap { [($0.code.lowercased(), $0.name), ($0.name.lowercased(), $0.name)] }
    ) { first, _ in first }

    private static let codes: [String: String] = Dictionary(
        table.map { ($0.name, $0.code) }
    ) { first, _ in first }

    /// The name of a country that is told by code or name, in any letter case.
    package static func name(of text: String) -> String? { names[text.lowercased()] }

    /// The code of a country that is told by code or name, in any letter case.
    package static func code(of text: String) -> String? { name(of: text).flatMap { codes[$0] } }
}
