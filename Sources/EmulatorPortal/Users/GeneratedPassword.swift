import ExoCrypto

/// A password that the portal makes up and shows once.
enum GeneratedPassword {
    private static let kinds = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789"].map { Array($0) }
    private static let length = 16

    /// Makes one that has every kind of character the rules ask for.
    static func make() throws -> String {
        var text = ""
        while text.count < length {
            for byte in try RandomBytes.make(64) where text.count < length {
                let kind = kinds[text.count % kinds.count]
                // What would make some characters likelier than others is thrown away.
                if Int(byte) < 256 - 256 % kind.count { text.append(kind[Int(byte) % kind.count]) }
            }
        }
        return text
    }
}
