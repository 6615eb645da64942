import ExoJSON

/// What stands before the values of a shape's members, as one text.
struct MemberOpenings: Sendable {
    private let text: [UInt8]
    private let starts: [Int]
    private let namePlaces: [Int]
    private let kinds: [PropertyKind]

    init(_ properties: [PropertyShape]) {
        text = properties.flatMap(\.opening)
        starts = properties.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.opening.count) }
        namePlaces = properties.map(\.namePlace)
        kinds = properties.map(\.kind)
    }

    /// Appends the member of a place with its value.
    func append(_ value: JSONValue, at place: Int, to bytes: inout [UInt8]) {
        unsafe text.withUnsafeBufferPointer {
            unsafe PropertyShape.append(
                value,
                kind: kinds[place],
                opening: UnsafeBufferPointer(rebasing: $0[starts[place]..<starts[place + 1]]),
                namePlace: namePlaces[place],
                to: &bytes
            )
        }
    }
}
