internal import ExoJSON

/// Writes the cells of a table's lines at their widths.
struct TableLine {
    private static let blank: UInt8 = 0x20
    private static let blanks = [UInt8](repeating: blank, count: 64)

    /// Where the cells of a column stand.
    private struct Column {
        var width: Int
        /// Whether it stands at the right, as numbers do.
        var isNumeric: Bool
    }

    private let columns: [Column]
    /// Whether what is too long is cut.
    let cuts: Bool
    let hasColor: Bool
    private static let yes = TerminalStyle.yes.bounds
    private static let no = TerminalStyle.no.bounds
    private static let number = TerminalStyle.number.bounds

    init(widths: [Int], numeric: [Bool], cuts: Bool, hasColor: Bool) {
        columns = zip(widths, numeric).map { Column(width: $0, isNumeric: $1) }
        self.cuts = cuts
        self.hasColor = hasColor
    }

    /// The width of each column.
    var widths: [Int] { columns.map(\.width) }

    /// Appends a cell.
    func append(_ cell: TableCell, _ place: Int, to output: inout [UInt8]) {
        let shown = cuts ? TerminalText.cut(cell.text, to: columns[place].width) : cell.text
        let style = hasColor ? cell.style?.bounds : nil
        append(place, width: TerminalText.width(shown), style, to: &output) { $0.append(contentsOf: shown.utf8) }
    }

    /// Appends a value that was not decoded yet: most are texts of plain characters, and stand as they are.
    func append(_ value: UnsafeBufferPointer<UInt8>, _ place: Int, to output: inout [UInt8]) {
        // Nothing and null look alike.
        switch value.first ?? UInt8(ascii: "n") {
        case UInt8(ascii: "n"): append(place, width: 0, nil, to: &output) { _ in }
        case UInt8(ascii: "t"):
            append(place, width: 4, hasColor ? Self.yes : nil, to: &output) { $0.append(contentsOf: "True".utf8) }
        case UInt8(ascii: "f") where !cuts || columns[place].width >= 5:
            append(place, width: 5, hasColor ? Self.no : nil, to: &output) { $0.append(contentsOf: "False".utf8) }
        case UInt8(ascii: "\""):
            let text = UnsafeBufferPointer(rebasing: value[1..<value.count - 1])
            guard let width = Self.plainWidth(text) else { return appendDecoded(value, place, to: &output) }
            guard cuts && width > columns[place].width || TableCell.isExactTime(text) else {
                return append(place, width: width, nil, to: &output) { $0.append(contentsOf: text) }
            }
            append(TableCell(.string(String(decoding: text, as: UTF8.self))), place, to: &output)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            guard !cuts || value.count <= columns[place].width, !value.contains(UInt8(ascii: ".")) else {
                return appendDecoded(value, place, to: &output)
            }
            append(place, width: value.count, hasColor ? Self.number : nil, to: &output) {
                $0.append(contentsOf: value)
            }
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
        let column = columns[place]
        if place > 0 { Self.append(blanks: 2, to: &output) }
        if column.isNumeric { Self.append(blanks: column.width - width, to: &output) }
        if let style, width > 0 { output.append(contentsOf: style.begin) }
        text(&output)
        if let style, width > 0 { output.append(contentsOf: style.end) }
        // Nothing stands behind the last cell.
        if !column.isNumeric, place + 1 < columns.count { Self.append(blanks: column.width - width, to: &output) }
    }

    @inline(__always)
    private static func append(blanks count: Int, to output: inout [UInt8]) {
        guard count > 0 else { return }
        guard count <= blanks.count else { return output.append(contentsOf: repeatElement(blank, count: count)) }
        output.append(contentsOf: blanks[..<count])
    }

    /// How many cells a JSON string takes that stands for itself, each character one cell wide: letters of the Latin script,
    /// which UTF-8 writes with the bytes C3 to CB before one more; `nil` for any other.
    private static func plainWidth(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        var width = 0
        for byte in text {
            switch byte {
            case 0x5C: return nil
            case 0x20..<0x7F, 0xC3...0xCB: width += 1
            case 0x80..<0xC0: continue
            default: return nil
            }
        }
        return width
    }
}
