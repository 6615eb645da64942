internal import ExoCrypto

/// The body of a form (`application/x-www-form-urlencoded`).
struct FormBody {
    private(set) var bytes: [UInt8] = []

    /// Appends a field.
    mutating func append(_ name: String, _ value: String) {
        begin(name)
        for byte in value.utf8 { append(byte) }
    }

    /// Appends a field with a secret, which becomes no `String` on the way.
    mutating func append(_ name: String, _ secret: ClientSecret) {
        begin(name)
        secret.bytes.withBytes { span in
            for index in span.indices { append(span[index]) }
        }
    }

    private mutating func begin(_ name: String) {
        if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
        bytes.append(contentsOf: name.utf8)
        bytes.append(UInt8(ascii: "="))
    }

    private mutating func append(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            bytes.append(byte)
        default:
            let digits = Array("0123456789ABCDEF".utf8)
            bytes.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        }
    }
}
