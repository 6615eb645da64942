#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A pattern as PowerShell has them: `*`, `?` and `[a-c]`, in any letter case unless it counts.
struct WildcardPattern {
    private let text: String
    private let isExact: Bool

    init(_ text: String) { self.init(text, isExact: false) }

    init(_ text: String, isExact: Bool) {
        self.isExact = isExact
        self.text = isExact ? text : text.lowercased()
    }

    /// Whether a text has one of the characters that make it a pattern.
    static func isOne(_ text: String) -> Bool { text.contains { "*?[".contains($0) } }

    func matches(_ name: String) -> Bool { fnmatch(text, isExact ? name : name.lowercased(), FNM_NOESCAPE) == 0 }
}
