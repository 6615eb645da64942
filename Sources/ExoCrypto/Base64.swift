/// Base 64 with `+`, `/` and padding (RFC 4648, section 4).
package enum Base64 {
    /// The bytes as text.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: Base64Codec.encode(bytes), as: UTF8.self)
    }

    /// The bytes of a text that is exactly what ``encode(_:)`` would write; `nil` for any other.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? { decode(text.utf8) }

    /// The bytes of a text that is exactly what ``encode(_:)`` would write; `nil` for any other.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        Base64Codec.decode(text, values: Base64Codec.standardValues, form: .padded)
    }

    /// The bytes of a text in either alphabet, with or without padding and white space; `nil` when it is neither.
    package static func decodeTolerantly(_ text: some Collection<UInt8>) -> [UInt8]? {
        Base64Codec.decode(text, values: Base64Codec.eitherValues, form: .any)
    }
}

/// Base 64 with `-` and `_` and without padding (RFC 4648, section 5; RFC 7515, section 2).
package enum Base64URL {
    /// The bytes as text.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text = Base64Codec.encode(bytes)
        while text.last == UInt8(ascii: "=") { text.removeLast() }
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "+"): text[index] = UInt8(ascii: "-")
            case UInt8(ascii: "/"): text[index] = UInt8(ascii: "_")
            default: break
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text that is exactly what ``encode(_:)`` would write; `nil` for any other.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? { decode(text.utf8) }

    /// The bytes of a text that is exactly what ``encode(_:)`` would write; `nil` for any other.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        Base64Codec.decode(text, values: Base64Codec.urlValues, form: .bare)
    }
}
