import EmulatorCore

/// The addresses of a recipient: one primary in capitals, others, and those of other systems.
struct ProxyAddresses: Sendable {
    private(set) var list: [String]

    init(_ list: [String]) { self.list = list }

    /// Takes a whole new list; without a primary address the first one becomes it.
    mutating func replace(with addresses: [String]) throws {
        var result: [String] = []
        for address in try addresses.map(Self.prefixed) where !result.contains(where: { Self.same($0, address) }) {
            result.append(address)
        }
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
        let gone = try remove.map(Self.prefixed)
        var result = list.filter { address in !gone.contains { Self.same($0, address) } }
        for address in try add.map(Self.prefixed) {
            if address.hasPrefix("SMTP:") {
                result = result.map { $0.hasPrefix("SMTP:") ? "smtp:" + $0.dropFirst(5) : $0 }
                result.removeAll { Self.same($0, address) }
                result.insert(address, at: 0)
            } else if !result.contains(where: { Self.same($0, address) }) {
                result.append(address)
            }
        }
        guard result.contains(where: { $0.hasPrefix("SMTP:") }) else {
            throw Self.primary("The primary address of type \"SMTP\" can't be removed from the list.")
        }
        list = result
    }

    /// Whether a text is an SMTP address.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !text.contains(where: \.isWhitespace) else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1 && labels.allSatisfy { !$0.isEmpty }
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

    private static func same(_ left: String, _ right: String) -> Bool { left.lowercased() == right.lowercased() }

    private static func primary(_ message: String) -> AdminAPIError {
        AdminAPIError(exceptionType: "Microsoft.Exchange.Data.DataValidationException", message: message)
    }
}
