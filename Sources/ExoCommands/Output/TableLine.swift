internal import ExoJSON

/// Writes the cells of a table's lines at their widths.
struct TableLine {
    private static let gap: [UInt8] = [0x20, 0x20]
    private static let blank: UInt8 = 0x20

    let widths: [Int]
    /// Which columns stand at the right.
    let numeric: [Bool]
    /// Whether what is too long is cut.
    let cuts: Bool
    let hasColor: Bool
    private let yes = TerminalStyle.yes.bounds
    private let no = TerminalStyle.no.bounds
    private let number = TerminalStyle.number.bounds

    init(widths: [Int], numeric: [Bool], cuts: Bool, hasColor: Bool) {
        self.widths = widths
        self.numeric = numeric
        self.cuts = cuts
        self.hasColor = hasColor
    }

    /// Appends a cell.
    func append(_ cell: TableCell, _ place: Int, to output: inout [UInt8]) {
        let shown = cuts ? TerminalText.cut(cell.text, to: widths[place]) : cell.text
        let style = hasColor ? cell.style?.bounds : nil
        append(place, width: TerminalText.width(shown), style, to: &output) { $0.append(contentsOf: shown.utf8) }
    }

    /// Appends a value that was not decoded yet: most are texts of plain characters, and stand as they are.
    func append(_ value: UnsafeBufferPointer<UInt8>, _ place: Int, to output: inout [UInt8]) {
        // Nothing and null look alike.
        switch value.first ?? UInt8(ascii: "n") {
        case UInt8(ascii: "n"): append(place, width: 0, nil, to: &output) { _ in }
        case UInt8(ascii: "t"):
            append(place, width: 4, hasColor ? yes : nil, to: &output) { $0.append(contentsOf: "True".utf8) }
        case UInt8(ascii: "f") where !cuts || widths[place] >= 5:
            append(place, width: 5, hasColor ? no : nil, to: &output) { $0.append(contentsOf: "False".utf8) }
        case UInt8(ascii: "\"") where Self.isPlain(value):
            let text = UnsafeBufferPointer(rebasing: value[1..<value.count - 1])
            let width = Self.width(text)
            guard cuts && width > widths[place] || TableCell.isExactTime(text) else {
                return append(place, width: width, nil, to: &output) { $0.append(contentsOf: text) }
            }
            append(TableCell(.string(String(decoding: text, as: UTF8.self))), place, to: &output)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            guard !cuts || value.count <= widths[place], !value.contains(UInt8(ascii: ".")) else {
                return appendDecoded(value, place, to: &output)
            }
            append(place, width: value.count, hasColor ? number : nil, to: &output) { $0.append(contentsOf: value) }
        default: appendDecoded(value, place, to: &output)
        }
    }

    /// Ends a line; blanks at its end go.
    func end(from start: Int, _ output: inout [UInt8]) {
        while output.count > start, output[output.count - 1] == Self.blank { output.removeLast() }
        output.append(0x0A)
    }

    private func appendDecoded(_ value: UnsafeBufferPointer<UInt8>, _ place: Int, to output: inout [UInt8]) {
        append(TableCell(Self.decoded(value)), place, to: &output)
    }

    /// A value of a row that was walked before, so that it is JSON; what is refused still is a number too large for one.
    static func decoded(_ value: UnsafeBufferPointer<UInt8>) -> JSONValue? {
        guard !value.isEmpty else { return nil }
        do { return RowValue.withoutAnnotations(try JSONValue(parsing: value)) } catch {
            return .string(String(decoding: value, as: UTF8.self))
        }
    }

    @inline(__always)
    private func append(
        _ place: Int,
        width: Int,
        _ style: (begin: [UInt8], end: [UInt8])?,
        to output: inout [UInt8],
        _ text: (inout [UInt8]) -> Void
    ) {
        if place > 0 { output.append(contentsOf: Self.gap) }
        let padding = max(0, widths[place] - width)
        if numeric[place] { output.append(contentsOf: repeatElement(Self.blank, count: padding)) }
        if let style, width > 0 { output.append(contentsOf: style.begin) }
        text(&output)
        if let style, width > 0 { output.append(contentsOf: style.end) }
        if !numeric[place] { output.append(contentsOf: repeatElement(Self.blank, count: padding)) }
    }

    /// Whether a JSON string stands for itself and each of its characters is one cell wide: letters of the Latin script, which
    /// UTF-8 writes with the bytes C3 to CB before one more.
    private static func isPlain(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in value
        where byte < 0x20 || byte == 0x5C || byte == 0x7F || byte > 0xCB || byte >= 0xC0 && byte < 0xC3 {
            return false
        }
        return true
    }

    private static func width(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var width = 0
        for byte in text where byte & 0xC0 != 0x80 { width += 1 }
        return width
    }
}
