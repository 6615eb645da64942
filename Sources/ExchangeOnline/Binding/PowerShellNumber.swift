package import ExoJSON

/// A number and how it was written: PowerShell passes `0x10` on as 16, and as the text `0x10` where a text is asked for.
package struct PowerShellNumber: Sendable, Equatable {
    /// The number.
    package var value: Value
    /// The text it was written as.
    package var text: String

    /// What PowerShell makes of a number's text.
    package enum Value: Sendable, Equatable {
        /// A whole number: int, long and the smaller ones.
        case integer(Int64)
        /// A whole number above `Int64.max` with a suffix that says so.
        case unsigned(UInt64)
        /// A double, or a decimal, which JSON cannot tell apart.
        case double(Double)
    }

    /// Takes a number with its text.
    package init(_ value: Value, text: String) {
        self.value = value
        self.text = text
    }

    /// Takes a whole number.
    package init(_ number: UInt64) {
        self.init(Int64(exactly: number).map { .integer($0) } ?? .unsigned(number), text: String(number))
    }

    /// The number as a double.
    package var double: Double {
        switch value {
        case .integer(let number): Double(number)
        case .unsigned(let number): Double(number)
        case .double(let number): number
        }
    }

    /// The number as it travels; a double keeps its point (`100.0`).
    package var json: JSONValue {
        switch value {
        case .integer(let number): .integer(number)
        case .unsigned(let number): .unsigned(number)
        case .double(let number): .double(number)
        }
    }
}

extension PowerShellNumber {
    private static let multipliers: [(suffix: String, power: Int64)] = [
        ("kb", 1 << 10), ("mb", 1 << 20), ("gb", 1 << 30), ("tb", 1 << 40), ("pb", 1 << 50),
    ]
    // Longer ones first, so that `ul` is not taken for `l`; the bounds are those of the type that is named.
    private static let types: [(suffix: String, range: ClosedRange<Double>?)] = [
        ("us", 0...65_535), ("ul", 0...18_446_744_073_709_551_616), ("uy", 0...255), ("u", nil), ("l", nil),
        ("s", -32_768...32_767), ("y", -128...127), ("n", nil), ("d", nil),
    ]

    /// Reads a number as PowerShell's tokenizer does: `007`, `1.5`, `.5`, `5.`, `1e3`, `0x1F`, `0b101`, `10GB`, `5d`.
    ///
    /// - Parameter text: A whole word without a sign; anything else gives `nil`.
    package init?(literal text: String) {
        var rest = text.lowercased()[...]
        guard let first = rest.first, first.isASCII, first.isNumber || first == "." else { return nil }
        var multiplier: Int64 = 1
        for (suffix, power) in Self.multipliers where rest.hasSuffix(suffix) {
            multiplier = power
            rest = rest.dropLast(2)
            break
        }
        if rest.hasPrefix("0x") {
            guard let value = Self.hexadecimal(rest.dropFirst(2), multiplier) else { return nil }
            self.init(value, text: text)
            return
        }
        var type: (suffix: String, range: ClosedRange<Double>?)?
        for candidate in Self.types where rest.hasSuffix(candidate.suffix) {
            type = candidate
            rest = rest.dropLast(candidate.suffix.count)
            break
        }
        if rest.hasPrefix("0b") {
            let digits = rest.dropFirst(2)
            guard !digits.isEmpty, let bits = UInt64(digits, radix: 2) else { return nil }
            let number = digits.count == 32 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(truncatingIfNeeded: bits)
            self.init(Self.multiplied(number, multiplier), text: text)
            return
        }
        guard let value = Self.decimal(rest, suffix: type?.suffix, multiplier) else { return nil }
        let number = PowerShellNumber(value, text: text)
        // JSON has no infinity.
        guard number.double.isFinite else { return nil }
        if let range = type?.range, !range.contains(number.double) { return nil }
        self = number
    }

    private static func hexadecimal(_ digits: Substring, _ multiplier: Int64) -> Value? {
        var digits = digits
        var bits = UInt64(digits, radix: 16)
        if bits == nil, let last = digits.last, "luy".contains(last) {
            digits = digits.dropLast()
            bits = UInt64(digits, radix: 16)
        }
        guard let bits, !digits.isEmpty, digits.first != "+", digits.first != "-" else { return nil }
        // Eight and sixteen digits fill an int and a long, sign included.
        let number = digits.count == 8 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(truncatingIfNeeded: bits)
        return multiplied(number, multiplier)
    }

    private static func decimal(_ digits: Substring, suffix: String?, _ multiplier: Int64) -> Value? {
        let isWhole = digits.allSatisfy { $0.isASCII && $0.isNumber }
        guard isWhole || isReal(digits), !digits.isEmpty else { return nil }
        guard isWhole, suffix != "d" else {
            // Only decimals and longs are written with a fraction or an exponent.
            guard isWhole || suffix == nil || suffix == "d" || suffix == "l" else { return nil }
            let spelled = (digits.first == "." ? "0" : "") + digits + (digits.last == "." ? "0" : "")
            guard let number = Double(spelled.replacing(".e", with: ".0e")) else { return nil }
            let product = number * Double(multiplier)
            if suffix == "l" { return Int64(exactly: product.rounded(.toNearestOrEven)).map { .integer($0) } }
            return .double(product)
        }
        if let number = Int64(digits) { return multiplied(number, multiplier) }
        if suffix == "ul" || suffix == "u" || suffix == "n", multiplier == 1, let number = UInt64(digits) {
            return .unsigned(number)
        }
        // Beyond a long PowerShell takes a decimal, and a double beyond that; both travel with a point.
        return suffix == "l" || suffix == "ul" ? nil : Double(digits).map { .double($0 * Double(multiplier)) }
    }

    private static func multiplied(_ number: Int64, _ multiplier: Int64) -> Value {
        let (product, overflow) = number.multipliedReportingOverflow(by: multiplier)
        return overflow ? .double(Double(number) * Double(multiplier)) : .integer(product)
    }

    /// Digits with at most one point and an exponent: `1.5`, `.5`, `5.`, `1e3`, `1.5e-3`.
    private static func isReal(_ text: Substring) -> Bool {
        let parts = text.split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
        guard let mantissa = parts.first else { return false }
        if parts.count == 2 {
            var exponent = parts[1]
            if exponent.first == "+" || exponent.first == "-" { exponent = exponent.dropFirst() }
            guard !exponent.isEmpty, exponent.allSatisfy({ $0.isASCII && $0.isNumber }) else { return false }
        }
        let digits = mantissa.filter { $0 != "." }
        return mantissa.count - digits.count <= 1 && !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
    }
}
