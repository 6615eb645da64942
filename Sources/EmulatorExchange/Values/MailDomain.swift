/// Names of domains and of hosts as settings of mail flow have them.
enum MailDomain {
    /// Whether a text is the name of a domain, in any script.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - takesStar: Whether a star may stand for all domains, or for those below one.
    /// - Returns: Whether it is one.
    static func isDomain(_ text: String, takesStar: Bool = false) -> Bool {
        if takesStar, text == "*" { return true }
        let name = takesStar && text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
        return name.utf8.count <= 255
            && name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                !label.isEmpty && label.first != "-" && label.last != "-"
                    && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
            }
    }

    /// Whether a text is a space of addresses: a domain, with or without the kind of address before and the cost behind it.
    static func isAddressSpace(_ text: String) -> Bool {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2, parts.dropFirst().allSatisfy({ Int($0) != nil }) else {
            return false
        }
        let name = first.lowercased().hasPrefix("smtp:") ? first.dropFirst(5) : first
        return isDomain(String(name), takesStar: true)
    }

    /// Whether a text names a host: a domain, or an address with or without brackets.
    static func isHost(_ text: String) -> Bool {
        let bare = text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text[...]
        guard bare.contains(":") else { return isDomain(String(bare)) }
        return bare.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
}
