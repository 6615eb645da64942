/// Bytes as hexadecimal text.
package enum Hex {
    /// Two capital digits a byte, as certificate thumbprints are shown.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
