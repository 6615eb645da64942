/// A JSON list of objects, as this program and `ConvertTo-Json` write it, read one object after another.
///
/// Objects over several lines without a list around them are read alike: `ConvertTo-Json` writes one row so, and jq any number. An
/// object's line is the one in which it begins; where several stand in one line, each counts as a line of its own.
struct JSONListReader: TableReader {
    let heading = ""
    let columns: [String]? = nil
    private var text: TableText
    private let isList: Bool
    private var bytes: [UInt8]
    /// Where that begins which is not read yet, and its line.
    private var place = 0
    private var line = 1
    /// The line of the object before.
    private var lastLine = 0
    private var hasBegun = false
    private var hasEnded = false

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - text: The text behind its first bytes.
    ///   - bytes: The first bytes; what is no blank in them begins with a bracket: the list's or, without one, the first object's.
    init(_ text: TableText, first bytes: [UInt8]) {
        self.text = text
        self.bytes = bytes
        isList = bytes.first { $0 > 0x20 } == UInt8(ascii: "[")
    }

    /// How the text is encoded.
    var encoding: (TableEncoding, hasMark: Bool) { (text.encoding ?? .utf8, text.hasMark) }

    mutating func next() throws -> TableRow? {
        guard let mark = try isList ? element() : mark() else { return nil }
        guard mark == UInt8(ascii: "{") else {
            let place = isList ? "in the JSON list" : "between the JSON objects"
            throw damage("something else than an object stands \(place)")
        }
        return try row()
    }

    /// The first byte of the list's next element; `nil` behind its end.
    private mutating func element() throws -> UInt8? {
        guard !hasEnded else { return nil }
        var mark = try markInList()
        if !hasBegun {
            hasBegun = true
            place += 1
            mark = try markInList()
        } else if mark == UInt8(ascii: ",") {
            place += 1
            mark = try markInList()
        } else if mark != UInt8(ascii: "]") {
            throw damage("no comma stands between two objects of the JSON list")
        }
        guard mark == UInt8(ascii: "]") else { return mark }
        hasEnded = true
        place += 1
        guard try self.mark() == nil else {
            throw damage(
                "something stands behind the JSON list",
                repair: "make one list of several: jq -s add FILE FILE"
            )
        }
        return nil
    }

    /// The object that begins here.
    private mutating func row() throws -> TableRow {
        let first = max(line, lastLine + 1)
        let object = try object(inLine: first)
        lastLine = first
        return try TableRow(json: object, line: first)
    }

    /// The bytes of the object that begins here, by its brackets.
    private mutating func object(inLine first: Int) throws -> ArraySlice<UInt8> {
        var start = place
        var depth = 0
        var isText = false
        var isEscaped = false
        repeat {
            if place == bytes.count {
                guard place - start <= TableRow.longest else { throw TableError.tooLong(line: first) }
                guard try fill(keeping: start) else { throw damage("it has no end", inLine: first) }
                start = 0
            }
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if isEscaped {
                isEscaped = false
            } else if isText {
                isEscaped = byte == UInt8(ascii: "\\")
                isText = byte != UInt8(ascii: "\"")
            } else {
                switch byte {
                case UInt8(ascii: "\""): isText = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
            }
        } while depth > 0
        return bytes[start..<place]
    }

    /// The next byte of the list that is no blank; it is not passed.
    private mutating func markInList() throws -> UInt8 {
        guard let mark = try mark() else { throw damage("the JSON list has no end") }
        return mark
    }

    /// The next byte that is no blank, which is not passed; `nil` at the end of the text.
    private mutating func mark() throws -> UInt8? {
        while true {
            while place < bytes.count {
                switch bytes[place] {
                case 0x0A: line += 1
                case 0x09, 0x0D, 0x20: break
                case let byte: return byte
                }
                place += 1
            }
            guard try fill(keeping: place) else { return nil }
        }
    }

    /// Reads more; what stands before that place is let go of.
    private mutating func fill(keeping start: Int) throws -> Bool {
        guard let part = try text.next() else { return false }
        bytes.removeFirst(start)
        place -= start
        bytes.append(contentsOf: part)
        return true
    }

    /// Why nothing behind it can be read.
    private func damage(_ message: String, inLine first: Int? = nil, repair: String? = nil) -> TableError {
        TableError(line: first ?? max(line, lastLine + 1), message: message, repair: repair, endsAll: true)
    }
}
