#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A pattern as PowerShell has them: `*`, `?` and `[a-c]`, in any letter case.
struct WildcardPattern {
    private let text: String

    init(_ text: String) { self.text = text.lowercased() }

    /// Whether a text has one of the characters that make it a pattern.
    static func isOne(_ text: String) -> Bool { text.contains { "*?[".contains($0) } }

    func matches(_ name: String) -> Bool { fnmatch(text, name.lowercased(), FNM_NOESCAPE) == 0 }
}
