#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A GUID as the service writes it: in small letters, without braces.
struct GUIDText: Sendable, Hashable, CustomStringConvertible {
    /// The GUID of nothing.
    static let empty = "00000000-0000-0000-0000-000000000000"

    let description: String

    /// Reads the forms that .NET reads: with hyphens, in braces or parentheses, or 32 digits alone.
    init?(parsing text: String) {
        var text = text[...]
        if text.hasPrefix("{") && text.hasSuffix("}") || text.hasPrefix("(") && text.hasSuffix(")") {
            text = text.dropFirst().dropLast()
        } else if text.count == 32, text.utf8.count == 32 {
            for place in [20, 16, 12, 8] { text.insert("-", at: text.index(text.startIndex, offsetBy: place)) }
        }
        guard let identifier = UUID(uuidString: String(text)) else { return nil }
        description = identifier.uuidString.lowercased()
    }
}
