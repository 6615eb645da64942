internal import ExoJSON

/// The text of `details[0].message`: an exception's type and message in one of four forms.
///
/// - `Ex6F9304|Type|text`, and the same without the id in front;
/// - a JSON document with `Message` and `TypeName`;
/// - a .NET exception as JSON with `Message` and `ClassName`;
/// - the plain text.
struct ErrorDetails {
    /// The exception's .NET type.
    var type: String?
    /// The message.
    var text: String?

    init(_ message: String) {
        if let object = ErrorText.json(Array(message.utf8))?.objectValue {
            text = object.value(ignoringCase: "Message")?.stringValue
            type =
                object.value(ignoringCase: "TypeName")?.stringValue
                ?? object.value(ignoringCase: "ClassName")?.stringValue
            return
        }
        let parts = message.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, Self.isTypeName(parts[1]), !parts[0].contains(" ") else {
            text = message
            return
        }
        type = String(parts[1])
        text = String(parts[2])
    }

    private static func isTypeName(_ text: Substring) -> Bool {
        text.contains(".")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "+"),
                    UInt8(ascii: "`"):
                    true
                default: false
                }
            }
    }
}
