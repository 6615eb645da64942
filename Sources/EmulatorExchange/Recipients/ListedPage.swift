/// An address of a page or of several as the list of what is let through and kept out has it.
///
/// See https://learn.microsoft.com/defender-office-365/tenant-allow-block-list-urls-configure. That a right tilde stands
/// only with a left one is a guess: the page has no other.
struct ListedPage {
    private let host: Substring
    /// What follows the first slash, `nil` without one.
    private let path: Substring?
    /// What stands before the host: `*.` for what is below it, `~` for both.
    private let mark: String
    /// Whether it is of characters that addresses have, and not too long.
    private let isText: Bool

    init(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        var host = parts.first ?? ""
        path = parts.count > 1 ? parts[1] : nil
        mark = ["*.", "~"].first { host.hasPrefix($0) } ?? ""
        host = host.dropFirst(mark.count)
        if mark == "~", path == nil, host.last == "~" { host = host.dropLast() }
        self.host = host
        isText =
            text.utf8.count <= 250 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            && !text.contains { "'\"".contains($0) }
    }

    /// Whether the entry is about what is below a domain, which only simulations of attacks have let through.
    var isWithSubdomains: Bool { !mark.isEmpty }

    var isValid: Bool {
        guard isText, isPathValid else { return false }
        if host.contains(":") { return mark.isEmpty && Self.isIPv6(host) }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard !host.contains(where: { "*~@".contains($0) }), !labels.contains(where: \.isEmpty) else { return false }
        let isNetworkAddress = labels.allSatisfy { $0.allSatisfy(\.isNumber) }
        if isNetworkAddress { return mark.isEmpty && labels.count == 4 && labels.allSatisfy { UInt8($0) != nil } }
        // All of a top-level domain is kept out with its paths alone.
        let isTopLevel = labels.count == 1
        return (labels.last?.count ?? 0) > 1 && (!isTopLevel || mark == "*." && path == "*")
    }

    /// Whether an asterisk is the last part of the path and the only one.
    private var isPathValid: Bool {
        guard let path, path.contains("*") else { return true }
        return path == "*" || path.hasSuffix("/*") && !path.dropLast().contains("*")
    }

    private static func isIPv6(_ text: Substring) -> Bool {
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        let isShort = text.contains("::")
        return groups.filter { !$0.isEmpty }.allSatisfy { $0.count <= 4 && $0.allSatisfy(\.isHexDigit) }
            && groups.count <= (isShort ? 9 : 8) && (isShort || groups.count == 8 && !groups.contains(where: \.isEmpty))
            && text.split(separator: "::", omittingEmptySubsequences: false).count <= 2
    }
}
