internal import ExoJSON

/// Mends what .NET writes as JSON and strict readers refuse: halves of surrogate pairs, bytes that are not UTF-8, and numbers
/// that neither 64 bits nor a double can hold.
///
/// Anything else stays as it is, so a text that is not JSON for another reason is none afterwards either.
package struct JSONRepair {
    private let text: [UInt8]
    private var place = 0
    private var output: [UInt8] = []
    private var kinds: RowRepair.Kinds = []
    private let shortestNumber: Int

    /// Mends a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - shortestNumber: How many bytes a number has at least for which it is looked whether it is too large.
    /// - Returns: The mended text and what was wrong with it, or `nil` when nothing was.
    package static func mended(
        _ text: ArraySlice<UInt8>,
        shortestNumber: Int = 1
    ) -> (text: [UInt8], kinds: RowRepair.Kinds)? {
        var kinds: RowRepair.Kinds = []
        var whole = Array(text)
        if unsafe !whole.withUnsafeBufferPointer({ unsafe UTF8Text.isValid($0) }) {
            whole = Array(String(decoding: whole, as: UTF8.self).utf8)
            kinds = .bytes
        }
        var repair = JSONRepair(text: whole, kinds: kinds, shortestNumber: shortestNumber)
        repair.mend()
        return repair.kinds.isEmpty ? nil : (repair.output, repair.kinds)
    }

    private init(text: [UInt8], kinds: RowRepair.Kinds, shortestNumber: Int) {
        self.text = text
        self.kinds = kinds
        self.shortestNumber = shortestNumber
    }

    private mutating func mend() {
        output.reserveCapacity(text.count + 16)
        while place < text.count {
            switch text[place] {
            case .quote: copyString()
            case 0x2D, 0x30...0x39: copyNumber()
            default: copy(1)
            }
        }
    }

    private mutating func copy(_ count: Int) {
        let end = min(place + count, text.count)
        output.append(contentsOf: text[place..<end])
        place = end
    }

    private mutating func copyString() {
        copy(1)
        while place < text.count {
            switch text[place] {
            case .quote: return copy(1)
            case .backslash: copyEscape()
            default: copy(1)
            }
        }
    }

    private mutating func copyEscape() {
        guard let unit = unit(at: place), UTF16.isSurrogate(unit) else { return copy(2) }
        if UTF16.isLeadSurrogate(unit), let second = self.unit(at: place + 6), UTF16.isTrailSurrogate(second) {
            return copy(12)
        }
        output.append(contentsOf: "\\uFFFD".utf8)
        place += 6
        kinds.insert(.surrogate)
    }

    /// The code unit that an escape stands for, when one begins there.
    private func unit(at start: Int) -> UInt16? {
        guard start + 6 <= text.count, text[start] == .backslash, text[start + 1] == UInt8(ascii: "u") else {
            return nil
        }
        var unit: UInt16 = 0
        for byte in text[start + 2..<start + 6] {
            guard let digit = byte.hexadecimal else { return nil }
            unit = unit << 4 | digit
        }
        return unit
    }

    private mutating func copyNumber() {
        var end = place
        while end < text.count, text[end].isDigit || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(text[end]) { end += 1 }
        guard end - place >= shortestNumber, isTooLarge(text[place..<end]) else { return copy(end - place) }
        output.append(.quote)
        copy(end - place)
        output.append(.quote)
        kinds.insert(.number)
    }

    private func isTooLarge(_ number: ArraySlice<UInt8>) -> Bool {
        let isNumber = unsafe number.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return false }
            return unsafe JSONScalar.isValid(base, 0..<bytes.count)
        }
        guard isNumber else { return false }
        let digits = String(decoding: number, as: UTF8.self)
        if number.allSatisfy({ $0.isDigit || $0 == 0x2D }) { return Int64(digits) == nil && UInt64(digits) == nil }
        return Double(digits)?.isFinite != true
    }
}

extension UTF16 {
    fileprivate static func isSurrogate(_ unit: UInt16) -> Bool { unit & 0xF800 == 0xD800 }
}
