import EmulatorCore

/// The addresses of a recipient: one primary in capitals, others, and those of other systems.
struct ProxyAddresses: Sendable {
    private(set) var list: [String]

    init(_ list: [String]) { self.list = list }

    /// Takes a whole new list; without a primary address the first one becomes it.
    mutating func replace(with addresses: [String]) throws {
        var known: Set<String> = []
        var result = try addresses.map(Self.prefixed).filter { known.insert($0.lowercased()).inserted }
        guard result.count(where: { $0.hasPrefix("SMTP:") }) <= 1 else {
            throw Self.primary("There are multiple primary addresses of type \"SMTP\" in the list.")
        }
        if !result.contains(where: { $0.hasPrefix("SMTP:") }) {
            guard let first = result.firstIndex(where: { $0.hasPrefix("smtp:") }) else {
                throw Self.primary("There is no primary address of type \"SMTP\" in the list.")
            }
            result[first] = "SMTP:" + result[first].dropFirst(5)
        }
        list = result
    }

    /// Adds and removes; a new primary address makes the old one secondary.
    mutating func change(add: [String], remove: [String]) throws {
        let gone = Set(try remove.map { try Self.prefixed($0).lowercased() })
        var result = list.filter { !gone.contains($0.lowercased()) }
        let added = try add.map(Self.prefixed)
        // Of several new primary addresses the last one is it.
        if let primary = added.last(where: { $0.hasPrefix("SMTP:") }) {
            result = result.map { $0.hasPrefix("SMTP:") ? "smtp:" + $0.dropFirst(5) : $0 }
            result.removeAll { $0.lowercased() == primary.lowercased() }
            result.insert(primary, at: 0)
        }
        var known = Set(result.map { $0.lowercased() })
        for address in added where known.insert(address.lowercased()).inserted {
            result.append(address.hasPrefix("SMTP:") ? "smtp:" + address.dropFirst(5) : address)
        }
        guard result.contains(where: { $0.hasPrefix("SMTP:") }) else {
            throw Self.primary("The primary address of type \"SMTP\" can't be removed from the list.")
        }
        list = result
    }

    /// Whether a text is an SMTP address: ASCII, a name of atoms (RFC 5321 section 4.1.2) and a domain of labels.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, parts[0].count <= 64 else { return false }
        let atoms = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let hyphen = UInt8(ascii: "-")
        return atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy { isAlphanumeric($0) || marks.contains($0) } }
            && labels.count > 1
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                    && label.allSatisfy { isAlphanumeric($0) || $0 == hyphen }
            }
    }

    private static let marks = Set("!#$%&'*+-/=?^_`{|}~".utf8)

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }

    static func invalid(_ address: String) -> AdminAPIError {
        AdminAPIError(
            exceptionType: "System.FormatException",
            message: "The email address \"\(address)\" isn't correct. Please use this format: user name, the @ sign, "
                + "followed by the domain name. For example, tonysmith@contoso.com or tony.smith@contoso.com."
        )
    }

    private static func prefixed(_ address: String) throws -> String {
        guard let colon = address.firstIndex(of: ":") else {
            guard isAddress(address) else { throw invalid(address) }
            return "smtp:\(address)"
        }
        let rest = address[address.index(after: colon)...]
        guard address[..<colon].lowercased() == "smtp" else { return address }
        guard isAddress(String(rest)) else { throw invalid(String(rest)) }
        return (address.hasPrefix("SMTP:") ? "SMTP:" : "smtp:") + rest
    }

    private static func primary(_ message: String) -> AdminAPIError {
        AdminAPIError(exceptionType: "Microsoft.Exchange.Data.DataValidationException", message: message)
    }
}
