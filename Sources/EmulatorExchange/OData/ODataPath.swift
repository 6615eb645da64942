/// What stands behind the tenant in an address, as OData reads it: segments with keys and arguments.
///
/// A key may hold anything between its quotes, slashes too: clients leave them in base 64
/// (https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_AddressingEntities).
struct ODataPath: Sendable, Equatable {
    /// One value in parentheses.
    struct Argument: Sendable, Equatable {
        /// The name, `nil` for a key alone.
        var name: String?
        var value: String
    }

    struct Segment: Sendable, Equatable {
        /// The name without the service's namespace.
        var name: String
        /// What stands in parentheses, `nil` without any.
        var arguments: [Argument]?

        /// The name in small letters.
        var word: String { name.lowercased() }

        /// The key, when parentheses hold one value without a name.
        var key: String? {
            guard let arguments, arguments.count == 1, arguments[0].name == nil else { return nil }
            return arguments[0].value
        }

        /// The value of an argument, names compared without letter case.
        subscript(argument: String) -> String? {
            arguments?.first { $0.name?.lowercased() == argument.lowercased() }?.value
        }
    }

    private static let longest = 8

    private(set) var segments: [Segment] = []

    /// Reads a path whose percent-encoding was taken away.
    ///
    /// - Throws: ``AdminAPIError`` with status 400.
    init(parsing text: String) throws {
        var reader = Reader(text: text)
        while var segment = try reader.segment() {
            // Only what is bound to something is named in full.
            if !segments.isEmpty, segment.word.hasPrefix("exchange.") {
                segment.name = String(segment.name.dropFirst("exchange.".count))
            }
            segments.append(segment)
            guard segments.count <= Self.longest else {
                throw AdminAPIError.malformedRequest("The address has more than \(Self.longest) segments.")
            }
        }
    }
}

extension ODataPath {
    private struct Reader {
        private let text: [Unicode.Scalar]
        private var place = 0

        init(text: String) { self.text = Array(text.unicodeScalars) }

        private var next: Unicode.Scalar? { place < text.count ? text[place] : nil }

        mutating func segment() throws -> Segment? {
            _ = word(until: { $0 != "/" })
            guard next != nil else { return nil }
            let name = word { $0 == "/" || $0 == "(" }
            guard next == "(" else { return Segment(name: name) }
            place += 1
            let arguments = try arguments()
            guard next == nil || next == "/" else { throw malformed() }
            return Segment(name: name, arguments: arguments)
        }

        private mutating func arguments() throws -> [Argument] {
            var arguments: [Argument] = []
            while true {
                _ = word { $0 != " " }
                guard let character = next else { throw malformed() }
                if character == ")", arguments.isEmpty {
                    place += 1
                    return []
                }
                arguments.append(try argument())
                _ = word { $0 != " " }
                guard let end = next, end == "," || end == ")" else { throw malformed() }
                place += 1
                if end == ")" { return arguments }
            }
        }

        private mutating func argument() throws -> Argument {
            if next == "'" || next == "[" { return Argument(value: try value()) }
            let start = place
            let name = word { "=,)'".unicodeScalars.contains($0) }
            guard next == "=" else {
                place = start
                return Argument(value: try value())
            }
            place += 1
            return Argument(name: String(name.filter { $0 != " " }), value: try value())
        }

        /// A text in quotes, one after the name of its type, a list, or a bare word.
        private mutating func value() throws -> String {
            if next == "[" { return try list() }
            let bare = word { ",)'".unicodeScalars.contains($0) }
            // OData's own word for nothing.
            return next == "'" ? try quoted() : bare == "null" ? "" : bare
        }

        private mutating func quoted() throws -> String {
            place += 1
            var value = String.UnicodeScalarView()
            while let character = next {
                place += 1
                if character == "'" {
                    guard next == "'" else { return String(value) }
                    place += 1
                }
                value.append(character)
            }
            throw malformed()
        }

        private mutating func list() throws -> String {
            let text = word { $0 == "]" }
            guard next == "]" else { throw malformed() }
            place += 1
            return text + "]"
        }

        private mutating func word(until isEnd: (Unicode.Scalar) -> Bool) -> String {
            let start = place
            while let character = next, !isEnd(character) { place += 1 }
            return String(String.UnicodeScalarView(text[start..<place]))
        }

        private func malformed() -> AdminAPIError {
            .malformedRequest("The address is malformed at character \(place + 1) behind the tenant.")
        }
    }
}
