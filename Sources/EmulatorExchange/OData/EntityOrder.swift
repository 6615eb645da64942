import CmdletCatalogue
import ExoJSON

/// The order that `$orderby` asks for.
struct EntityOrder: Sendable {
    private let terms: [(property: String, isDescending: Bool)]

    var isEmpty: Bool { terms.isEmpty }

    /// - Throws: ``AdminAPIError`` with status 400 for a property that the type lacks.
    init(_ options: EntityOptions, of type: EntityType) throws {
        terms = try (options.list("$orderby") ?? []).map { term in
            let words = term.split(separator: " ").map(String.init)
            let direction = words.count > 1 ? words[1].lowercased() : "asc"
            guard words.count <= 2, ["asc", "desc"].contains(direction) else {
                throw AdminAPIError.malformedRequest("Syntax error in $orderby: '\(term.prefix(100))'.")
            }
            guard let place = type.place(of: words[0]) else { throw type.unknown(words[0]) }
            return (type.properties[place].name, direction == "desc")
        }
    }

    /// The values by which a row is placed.
    func keys(of row: ObjectRow) -> [JSONValue] {
        terms.map { term in
            let standing = row.shape.place(ignoringCase: term.property)
            return standing.flatMap { row[row.shape.properties[$0].name] } ?? .null
        }
    }

    /// Whether the first stands before the second; `nil` when neither does.
    func precedes(_ left: [JSONValue], _ right: [JSONValue]) -> Bool? {
        for (place, term) in terms.enumerated() {
            let order = Self.order(left[place], right[place])
            if order != 0 { return (order < 0) != term.isDescending }
        }
        return nil
    }

    /// Null stands before everything; texts are compared without letter case.
    private static func order(_ left: JSONValue, _ right: JSONValue) -> Int {
        if left.isNull || right.isNull { return (left.isNull ? 0 : 1) - (right.isNull ? 0 : 1) }
        if let left = left.integerValue, let right = right.integerValue {
            return left < right ? -1 : left > right ? 1 : 0
        }
        let texts = [left, right].map { ($0.stringValue ?? $0.text()).lowercased() }
        return texts[0] < texts[1] ? -1 : texts[0] > texts[1] ? 1 : 0
    }
}
