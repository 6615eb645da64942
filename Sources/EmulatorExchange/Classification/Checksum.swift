/// A sum by which numbers of a kind are told from others.
enum Checksum: String, Sendable {
    case aba
    case iban
    case luhn

    /// Whether the digits and letters of a text have it.
    func holds(_ text: some StringProtocol) -> Bool {
        let values = text.compactMap { $0.isLetter || $0.isNumber ? Int(String($0), radix: 36) : nil }
        switch self {
        case .aba: return zip(values, [3, 7, 1, 3, 7, 1, 3, 7, 1]).reduce(0) { $0 + $1.0 * $1.1 } % 10 == 0
        case .iban:
            // The country and the sum go behind the account, and letters count from 10.
            return (values.dropFirst(4) + values.prefix(4)).reduce(0) { ($0 * ($1 > 9 ? 100 : 10) + $1) % 97 } == 1
        case .luhn:
            let sum = values.reversed().enumerated().reduce(0) { sum, digit in
                let value = digit.offset.isMultiple(of: 2) ? digit.element : digit.element * 2
                return sum + (value > 9 ? value - 9 : value)
            }
            return sum % 10 == 0
        }
    }
}
