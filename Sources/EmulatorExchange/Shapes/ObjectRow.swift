import ExoJSON

/// One object in the shape of a noun; a place without a value has the default.
struct ObjectRow: Sendable {
    let shape: ObjectShape
    /// A value for each property of the shape, `nil` for the default.
    var values: [JSONValue?]
    /// The text that stands for the whole object.
    var title: String

    init(shape: ObjectShape, title: String) {
        self.shape = shape
        self.title = title
        values = Array(repeating: nil, count: shape.properties.count)
    }

    /// The value of a property; setting one that the shape lacks does nothing.
    subscript(name: String) -> JSONValue? {
        get {
            guard let place = shape.place(of: name) else { return nil }
            return values[place] ?? shape.properties[place].fallback
        }
        set { if let place = shape.place(of: name) { values[place] = newValue } }
    }

    /// Sets several values.
    mutating func set(_ values: KeyValuePairs<String, JSONValue>) {
        for (name, value) in values { self[name] = value }
    }

    /// Appends the row as a JSON object.
    ///
    /// - Parameters:
    ///   - selection: The places of the properties wanted, `nil` for all.
    ///   - bytes: Where it goes.
    func append(selection: [Int]?, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        let start = bytes.count
        if let selection {
            for place in selection {
                if let value = values[place] {
                    shape.properties[place].append(value, to: &bytes)
                } else {
                    bytes += shape.properties[place].fallbackMember
                }
                bytes.append(UInt8(ascii: ","))
            }
        } else {
            appendAll(to: &bytes)
        }
        if bytes.count > start { bytes.removeLast() }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Appends every member with a comma behind it; members without a value lie side by side in the shape's own text.
    private func appendAll(to bytes: inout [UInt8]) {
        unsafe shape.fallbackText.withUnsafeBufferPointer { text in
            var pending = 0
            for place in values.indices {
                guard let value = values[place] else { continue }
                unsafe bytes.append(contentsOf: text[shape.fallbackStarts[pending]..<shape.fallbackStarts[place]])
                shape.openings.append(value, at: place, to: &bytes)
                bytes.append(UInt8(ascii: ","))
                pending = place + 1
            }
            unsafe bytes.append(contentsOf: text[shape.fallbackStarts[pending]...])
        }
    }

    /// The members with their values as the wire has them, without annotations.
    func members(selection: [Int]?) -> [(property: PropertyShape, value: JSONValue)] {
        (selection ?? Array(values.indices)).map { place in
            let property = shape.properties[place]
            return (property, PropertyShape.wireValue(values[place] ?? property.fallback, kind: property.kind))
        }
    }
}
