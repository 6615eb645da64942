extension ByteCount: CustomStringConvertible {
    private static let units = ["B", "KB", "MB", "GB", "TB"]

    /// The size as the service writes it: `1.177 MB (1,234,567 bytes)`.
    public var description: String {
        var unit = 0
        var rest = bytes
        while rest >= 1024, unit < Self.units.count - 1 {
            rest >>= 10
            unit += 1
        }
        let number = Self.fourDigits(Double(bytes) / Double(UInt64(1) << UInt64(10 * unit)))
        return "\(number) \(Self.units[unit]) (\(Self.grouped(bytes)) bytes)"
    }

    /// A number with four digits that count, as .NET's format `G4` has it.
    private static func fourDigits(_ number: Double) -> String {
        var size = 1
        var bound = 10.0
        while number >= bound, size < 20 {
            size += 1
            bound *= 10
        }
        guard size <= 4 else {
            // Beyond a thousand units of the largest the service writes a power of ten.
            let mantissa = fourDigits(number / (bound / 10))
            let exponent = size - 1
            return "\(mantissa)E+\(exponent < 10 ? "0" : "")\(exponent)"
        }
        let places = 4 - size
        let scale = [1, 10, 100, 1000][places]
        let scaled = Int((number * Double(scale)).rounded())
        let (whole, part) = scaled.quotientAndRemainder(dividingBy: scale)
        guard part > 0 else { return "\(whole)" }
        var digits = String(String(scale + part).dropFirst())
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }

    private static func grouped(_ number: UInt64) -> String {
        var digits = Array(String(number))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return String(digits)
    }
}
