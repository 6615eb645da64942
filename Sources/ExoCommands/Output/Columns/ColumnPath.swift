package import ExoJSON

/// How a value is reached in a row: a property, and what lies below it (`Address.City`, `EmailAddresses[0]`).
package struct ColumnPath: Sendable, Equatable {
    /// One step below the property.
    package enum Step: Sendable, Equatable {
        /// A member of an object, or of each object of a list.
        case member(String)
        /// An element of a list; a negative place counts from the end.
        case element(Int)
    }

    /// The property of the row.
    package let name: String
    /// What follows below it.
    package let steps: [Step]

    /// A property and nothing below it.
    init(name: String) { self.init(name: name, steps: []) }

    private init(name: String, steps: [Step]) {
        self.name = name
        self.steps = steps
    }

    /// Reads a path; what is none is the name of a property.
    package init(_ text: String) {
        var steps: [Step] = []
        // The names of annotations have points in them.
        for part in text.contains("@") ? [text[...]] : text.split(separator: ".", omittingEmptySubsequences: false) {
            guard let (name, places) = Self.places(part) else {
                self.init(name: text)
                return
            }
            steps.append(.member(name))
            steps += places.map { .element($0) }
        }
        guard case .member(let name) = steps.first else {
            self.init(name: text)
            return
        }
        self.init(name: name, steps: Array(steps.dropFirst()))
    }

    /// Divides `Name[0][1]`; `nil` where it is no name with places.
    private static func places(_ part: Substring) -> (name: String, places: [Int])? {
        guard let bracket = part.firstIndex(of: "[") else { return part.isEmpty ? nil : (String(part), []) }
        var places: [Int] = []
        var rest = part[bracket...]
        while rest.first == "[", let end = rest.firstIndex(of: "]") {
            guard let place = Int(rest[rest.index(after: rest.startIndex)..<end]) else { return nil }
            places.append(place)
            rest = rest[rest.index(after: end)...]
        }
        guard rest.isEmpty, bracket > part.startIndex else { return nil }
        return (String(part[..<bracket]), places)
    }

    /// The value in a row; `nil` where the row has none there.
    package func value(in row: JSONObject) -> JSONValue? {
        value(below: row[name] ?? row.value(ignoringCase: name))
    }

    /// The value below that of the property.
    package func value(below value: JSONValue?) -> JSONValue? {
        var value = value
        for step in steps {
            guard let found = value else { return nil }
            value = Self.take(step, of: found)
        }
        return value
    }

    private static func take(_ step: Step, of value: JSONValue) -> JSONValue? {
        switch (step, value) {
        case (.member(let name), .object(let object)): object.value(ignoringCase: name)
        case (.member, .array(let elements)): .array(elements.compactMap { take(step, of: $0) })
        case (.element(let place), .array(let elements)):
            elements.indices.contains(place < 0 ? place + elements.count : place)
                ? elements[place < 0 ? place + elements.count : place] : nil
        default: nil
        }
    }
}
