/// Reads the few things of XML that CLIXML is made of, one after another: elements, attributes and text.
///
/// Strict and bounded: document types, processing instructions, comments and sections that are not text are refused, elements are
/// closed by their names, and what nests too deeply ends the reading.
struct MarkupReader {
    /// What was found next.
    enum Event: Equatable {
        case open(name: String, attributes: [String: String])
        case text(String)
        case close
        case end
    }

    private static let depthLimit = 100
    private static let attributeLimit = 8
    private static let nameLimit = 64

    private let bytes: [UInt8]
    private var place = 0
    private var names: [String] = []
    /// Whether an element that closed itself is still to be told closed.
    private var isClosing = false
    private var hasRoot = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    /// Reads on.
    ///
    /// - Throws: ``CLIXMLError``.
    mutating func next() throws -> Event {
        if isClosing {
            isClosing = false
            names.removeLast()
            return .close
        }
        if !hasRoot { try skipDeclaration() }
        guard place < bytes.count else {
            guard names.isEmpty, hasRoot else { throw malformed("it ends too early") }
            return .end
        }
        guard bytes[place] == UInt8(ascii: "<") else { return try text() }
        place += 1
        switch peek {
        case UInt8(ascii: "/"): return try close()
        case UInt8(ascii: "!"), UInt8(ascii: "?"): throw malformed("it has markup that CLIXML does not have")
        default: return try open()
        }
    }

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    /// `<?xml …?>` may stand at the beginning, and blanks around it.
    private mutating func skipDeclaration() throws {
        skipBlanks()
        guard bytes[place...].starts(with: "<?xml ".utf8) else { return }
        while place + 1 < bytes.count, bytes[place] != UInt8(ascii: "?") || bytes[place + 1] != UInt8(ascii: ">") {
            place += 1
        }
        place = min(place + 2, bytes.count)
        skipBlanks()
    }

    private mutating func open() throws -> Event {
        guard !names.isEmpty || !hasRoot else { throw malformed("it has a second root") }
        guard names.count < Self.depthLimit else { throw malformed("it is nested too deeply") }
        hasRoot = true
        let name = try self.name()
        var attributes: [String: String] = [:]
        while true {
            skipBlanks()
            switch peek {
            case UInt8(ascii: ">"):
                place += 1
                names.append(name)
                return .open(name: name, attributes: attributes)
            case UInt8(ascii: "/"):
                place += 1
                try expect(UInt8(ascii: ">"))
                names.append(name)
                isClosing = true
                return .open(name: name, attributes: attributes)
            default:
                let attribute = try self.name()
                try expect(UInt8(ascii: "="))
                guard attributes.count < Self.attributeLimit, attributes[attribute] == nil else {
                    throw malformed("an element has too many attributes")
                }
                attributes[attribute] = try quoted()
            }
        }
    }

    private mutating func close() throws -> Event {
        place += 1
        let name = try self.name()
        skipBlanks()
        try expect(UInt8(ascii: ">"))
        guard names.popLast() == name else { throw malformed("an element is closed that is not open") }
        return .close
    }

    private mutating func name() throws -> String {
        let start = place
        while let byte = peek, Self.isNameByte(byte) { place += 1 }
        guard place > start, place - start <= Self.nameLimit else { throw malformed("a name is expected") }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func quoted() throws -> String {
        guard let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw malformed("an attribute has no quotes")
        }
        place += 1
        let start = place
        while let byte = peek, byte != quote {
            guard byte != UInt8(ascii: "<") else { throw malformed("an attribute has no end") }
            place += 1
        }
        let value = try characters(bytes[start..<place])
        try expect(quote)
        return value
    }

    private mutating func text() throws -> Event {
        let start = place
        while let byte = peek, byte != UInt8(ascii: "<") { place += 1 }
        let text = try characters(bytes[start..<place])
        guard !names.isEmpty else {
            guard text.allSatisfy(\.isWhitespace) else { throw malformed("there is text outside of it") }
            return try next()
        }
        return .text(text)
    }

    /// A text with its references read.
    private func characters(_ raw: ArraySlice<UInt8>) throws -> String {
        guard raw.contains(UInt8(ascii: "&")) else {
            guard let text = String(validating: raw, as: UTF8.self) else { throw malformed("it is not UTF-8") }
            return text
        }
        var result: [UInt8] = []
        result.reserveCapacity(raw.count)
        var rest = raw
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "&") else {
                result.append(byte)
                continue
            }
            let reference = rest.prefix(10).prefix { $0 != UInt8(ascii: ";") }
            rest = rest.dropFirst(reference.count)
            guard rest.popFirst() == UInt8(ascii: ";"), let scalar = Self.scalar(reference) else {
                throw malformed("a character reference cannot be read")
            }
            result += Array(String(scalar).utf8)
        }
        guard let text = String(validating: result, as: UTF8.self) else { throw malformed("it is not UTF-8") }
        return text
    }

    private static func scalar(_ reference: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let name = String(decoding: reference, as: UTF8.self)
        switch name {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.hasPrefix("#") else { return nil }
        let isHexadecimal = name.hasPrefix("#x")
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        guard digits.first != "+", digits.first != "-" else { return nil }
        return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap { Unicode.Scalar($0) }
    }

    private mutating func expect(_ byte: UInt8) throws {
        guard peek == byte else { throw malformed("'\(String(UnicodeScalar(byte)))' is expected") }
        place += 1
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte) { place += 1 }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// An error at the place where the reader stands.
    func error(_ reason: String) -> CLIXMLError { CLIXMLError(reason: reason, place: place) }

    private func malformed(_ reason: String) -> CLIXMLError { error(reason) }
}
