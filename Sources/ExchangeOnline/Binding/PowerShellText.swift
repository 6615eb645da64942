/// Conversions from texts that PowerShell makes when a parameter asks for another type.
package enum PowerShellText {
    /// A GUID in its usual form, from any of the forms with and without dashes, braces or parentheses.
    package static func guid(_ text: String) -> String? {
        var digits = text.trimmed[...]
        for (open, close) in [("{", "}"), ("(", ")")] where digits.hasPrefix(open) {
            guard digits.hasSuffix(close) else { return nil }
            digits = digits.dropFirst().dropLast()
        }
        let groups = digits.split(separator: "-", omittingEmptySubsequences: false).map(\.count)
        guard groups == [8, 4, 4, 4, 12] || groups == [32] else { return nil }
        let bare = digits.lowercased().filter { $0 != "-" }
        guard bare.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
        var result = ""
        for (place, digit) in bare.enumerated() {
            if [8, 12, 16, 20].contains(place) { result.append("-") }
            result.append(digit)
        }
        return result
    }

    /// A whole number from a number, a truth value, null or a text; fractions are rounded to the even neighbour.
    package static func integer(_ value: PowerShellValue) -> Int64? {
        switch value {
        case .null: return 0
        case .bool(let flag): return flag ? 1 : 0
        case .number(let number):
            switch number.value {
            case .integer(let whole): return whole
            case .unsigned(let whole): return Int64(exactly: whole)
            case .double(let real): return Int64(exactly: real.rounded(.toNearestOrEven))
            }
        case .text(let text):
            let trimmed = text.trimmed
            if trimmed.isEmpty { return 0 }
            if let whole = Int64(trimmed) { return whole }
            if trimmed.lowercased().hasPrefix("0x") {
                let digits = trimmed.dropFirst(2)
                return digits.first?.isHexDigit == true ? Int64(digits, radix: 16) : nil
            }
            guard trimmed.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }) else { return nil }
            return Double(trimmed).flatMap { Int64(exactly: $0.rounded(.toNearestOrEven)) }
        default: return nil
        }
    }

    /// A filter with `$true` and `$false` as the service wants them, in quotes; done blindly, inside quotes too.
    static func filter(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            let tail = rest[dollar...]
            if tail.prefix(5).lowercased() == "$true" {
                result += "'True'"
                rest = tail.dropFirst(5)
            } else if tail.prefix(6).lowercased() == "$false" {
                result += "'False'"
                rest = tail.dropFirst(6)
            } else {
                result += "$"
                rest = tail.dropFirst()
            }
        }
        return result + rest
    }
}

extension String {
    /// The text without blanks at both ends.
    package var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
