import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension BoundCall {
    /// The bytes of a file that a parameter holds: their numbers, or Base64; `nil` where there are none.
    func bytes(_ name: String) -> [UInt8]? {
        guard case .value(let value)? = self[name] else { return nil }
        return FileText.bytes(of: value)
    }
}

/// Files that are handed in as bytes.
enum FileText {
    /// The bytes of a value, `nil` for what holds none.
    static func bytes(of value: JSONValue) -> [UInt8]? {
        switch value {
        case .string(let text): return Data(base64Encoded: text).map(Array.init)
        case .array(let elements):
            if elements.count == 1, let text = elements[0].stringValue, UInt8(text) == nil {
                return Data(base64Encoded: text).map(Array.init)
            }
            let bytes = elements.compactMap { element in
                (element.integerValue ?? element.stringValue.flatMap { Int64($0) }).flatMap { UInt8(exactly: $0) }
            }
            return bytes.count == elements.count ? bytes : nil
        default: return nil
        }
    }

    /// The text of a file in UTF-16 or UTF-8: its mark says which, else the zeros between its letters.
    static func text(of bytes: [UInt8]) -> String {
        func wide(_ bytes: ArraySlice<UInt8>, isBig: Bool) -> String {
            let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { place in
                let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
                return isBig ? first << 8 | second : second << 8 | first
            }
            return String(decoding: units, as: UTF16.self)
        }
        guard bytes.count > 1 else { return String(decoding: bytes, as: UTF8.self) }
        switch (bytes[0], bytes[1]) {
        case (0xFF, 0xFE): return wide(bytes[2...], isBig: false)
        case (0xFE, 0xFF): return wide(bytes[2...], isBig: true)
        case (_, 0): return wide(bytes[...], isBig: false)
        case (0, _): return wide(bytes[...], isBig: true)
        default: break
        }
        return String(decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...], as: UTF8.self)
    }

    /// The bytes of a text in UTF-16 with its mark, as the service writes files.
    static func bytes(ofText text: String) -> [UInt8] {
        [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
}
