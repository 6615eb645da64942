import ExoCrypto

/// The code that a user types to let a device in.
enum UserCode {
    // Without letters and digits that look alike; 32 of them, so that a byte chooses evenly.
    private static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789".utf8)
    private static let length = 9

    /// A new code.
    static func make() throws -> String {
        String(decoding: try RandomBytes.make(length).map { alphabet[Int($0 & 31)] }, as: UTF8.self)
    }

    /// A code as it was typed, in the letters in which it is kept; `nil` when nothing was typed.
    static func normalized(_ text: String) -> String? {
        let code = text.uppercased().filter { !$0.isWhitespace && $0 != "-" }
        return code.isEmpty ? nil : String(code.prefix(64))
    }
}
