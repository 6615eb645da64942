/// An amount of storage as the service reads and writes it: `99 GB (106,300,440,576 bytes)`.
struct ByteQuantity: Sendable, Hashable, Comparable, CustomStringConvertible {
    var bytes: UInt64

    private static let units: [(name: String, size: UInt64)] = [
        ("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10), ("B", 1),
    ]

    init(bytes: UInt64) { self.bytes = bytes }

    /// Reads `50GB`, `49.5 GB (53,150,220,288 bytes)`, `1024`; a number in parentheses is the exact one.
    init?(parsing text: String) {
        var rest = text[...]
        var exact: UInt64?
        if let open = rest.firstIndex(of: "("), rest.hasSuffix(" bytes)") {
            let digits = rest[rest.index(after: open)...].dropLast(" bytes)".count).filter { $0 != "," }
            guard digits.utf8.allSatisfy(Self.isDigit), let number = UInt64(digits) else { return nil }
            exact = number
            rest = rest[..<open]
        }
        let compact = rest.filter { $0 != " " && $0 != "," }.uppercased()
        let figure = compact.utf8.prefix { Self.isDigit($0) || $0 == UInt8(ascii: ".") }
        let suffix = String(compact.dropFirst(figure.count))
        guard let amount = Double(compact.prefix(figure.count)),
            let size = Self.units.first(where: { $0.name == (suffix.isEmpty ? "B" : suffix) })?.size,
            let number = exact ?? UInt64(exactly: (amount * Double(size)).rounded())
        else { return nil }
        bytes = number
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    static func < (left: ByteQuantity, right: ByteQuantity) -> Bool { left.bytes < right.bytes }

    var description: String {
        let unit = Self.units.first { bytes >= $0.size } ?? ("B", 1)
        return "\(Self.figure(Double(bytes) / Double(unit.size))) \(unit.name) (\(Self.grouped(bytes)) bytes)"
    }

    /// Four significant digits at most, without trailing zeros.
    private static func figure(_ value: Double) -> String {
        let scale: Double = value < 10 ? 1000 : value < 100 ? 100 : value < 1000 ? 10 : 1
        let scaled = UInt64((value * scale).rounded())
        let (whole, rest) = scaled.quotientAndRemainder(dividingBy: UInt64(scale))
        guard rest > 0 else { return String(whole) }
        var digits = String(rest)
        digits = String(repeating: "0", count: String(UInt64(scale)).count - 1 - digits.count) + digits
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }

    private static func grouped(_ number: UInt64) -> String {
        var text = ""
        for (place, digit) in String(number).reversed().enumerated() {
            if place > 0, place % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
