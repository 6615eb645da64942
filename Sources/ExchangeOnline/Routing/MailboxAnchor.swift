/// The value of `X-AnchorMailbox`, by which the front door finds the servers that answer.
struct MailboxAnchor: Sendable, Hashable {
    /// The mailbox that every organization has.
    private static let systemMailbox = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}"

    var value: String
    /// Whether it was taken from a parameter of the cmdlet, which the service is told.
    var isOfParameter = false

    static func user(_ name: String) -> Self { Self(value: "UPN:\(name)") }

    static func application(tenantID: String) -> Self { Self(value: "APP:\(systemMailbox)@\(tenantID)") }

    static func systemMailbox(of organization: String) -> Self { Self(value: "UPN:\(systemMailbox)@\(organization)") }

    /// The mailbox that a cmdlet is about, where its identity is an address or a GUID.
    static func mailbox(_ identity: String, tenantID: String) -> Self? {
        guard identity.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
        if isGUID(identity) { return Self(value: "MBX:\(identity)@\(tenantID)", isOfParameter: true) }
        return holdsAddress(identity) ? Self(value: "SMTP:\(identity)", isOfParameter: true) : nil
    }

    private static func isGUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }

    /// Whether there is an address with a top label of two letters or more in a text.
    private static func holdsAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return zip(parts, parts.dropFirst()).contains { before, behind in
            guard let last = before.last, last.isLetter || last.isNumber || "._%+-".contains(last) else { return false }
            let domain = behind.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }
            let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
            guard let first = labels.first, !first.isEmpty else { return false }
            return labels.dropFirst().contains { $0.prefix { $0.isLetter }.count >= 2 }
        }
    }
}
