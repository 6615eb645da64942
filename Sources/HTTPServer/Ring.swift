/// First in, first out, in memory that is used again: it holds as much as waited at once, however much passes through.
package struct Ring<Element> {
    private var slots: [Element?] = []
    private var first = 0
    package private(set) var count = 0

    package init() {}

    /// How many elements there is room for.
    package var capacity: Int { slots.count }

    package var isEmpty: Bool { count == 0 }

    /// Adds an element at the end.
    package mutating func append(_ element: Element) {
        if count == slots.count { grow() }
        slots[(first + count) % slots.count] = element
        count += 1
    }

    /// Takes the oldest element.
    package mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        defer {
            slots[first] = nil
            first = (first + 1) % slots.count
            count -= 1
        }
        return slots[first]
    }

    /// Takes everything, oldest first.
    package mutating func removeAll() -> [Element] {
        defer { self = Ring() }
        return (0..<count).compactMap { slots[(first + $0) % slots.count] }
    }

    private mutating func grow() {
        let waiting = (0..<count).map { slots[(first + $0) % slots.count] }
        slots = waiting + Array(repeating: nil, count: max(16, count))
        first = 0
    }
}

extension Ring: Sendable where Element: Sendable {}
