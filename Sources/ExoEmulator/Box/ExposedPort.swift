import EmulatorCore

/// A port of a box that is reached from outside, on loopback.
struct ExposedPort: Sendable, Equatable {
    /// The port outside; 0 lets the system choose.
    var outside: Int
    /// The port on which a program in the box listens.
    var inside: Int

    /// Reads `3000` or, for another port outside, `8080:3000`.
    ///
    /// - Throws: ``EmulatorError`` with what is wrong.
    init(_ text: String) throws {
        let numbers = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        guard (1...2).contains(numbers.count), let outside = numbers.first, let inside = numbers.last,
            (0...65_535).contains(outside), (1...65_535).contains(inside)
        else {
            throw EmulatorError(
                "--expose takes a port, as in 3000, or two, outside first, as in 8080:3000; not '\(text)'"
            )
        }
        self.outside = outside
        self.inside = inside
    }
}
