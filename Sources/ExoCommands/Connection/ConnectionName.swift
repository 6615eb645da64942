/// The name of a stored connection: letters, digits and `. _ - @`, so that it is a file name and nothing else.
struct ConnectionName: Hashable, Sendable {
    let text: String

    /// Checks a name.
    ///
    /// - Throws: ``CommandError``.
    init(_ text: String) throws {
        guard Self.isValid(text) else {
            throw CommandError(
                .usage,
                "'\(text)' cannot name a connection",
                details: ["a name has 1 to 64 letters, digits, '.', '_', '-' or '@', and begins with a letter or digit"]
            )
        }
        self.text = text
    }

    /// Makes a name of an organization or user: the domain without what a name cannot have.
    init(of identity: String) throws {
        let domain = identity.split(separator: "@").last.map(String.init) ?? identity
        try self.init(String(domain.unicodeScalars.map { Self.isAllowed($0) ? Character($0) : "-" }))
    }

    private static func isValid(_ text: String) -> Bool {
        guard (1...64).contains(text.utf8.count), text.unicodeScalars.allSatisfy(isAllowed) else { return false }
        return text.utf8.first.map { $0 != 0x2E && $0 != 0x2D && $0 != 0x5F && $0 != 0x40 } ?? false
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", "@": true
        default: false
        }
    }
}
