/// Which mailbox the front door is told, so that it finds the servers that answer; it stays the same over the pages of a listing.
public struct AnchorRule: Sendable, Hashable {
    enum Kind: Hashable {
        case automatic, application, systemMailbox, mailbox
        case user(String)
        case value(String)
    }

    let kind: Kind

    /// The user's; an application's is the system mailbox, named by the tenant's id at Exchange Online and by the organization's name
    /// at Security & Compliance, whose front door wants that.
    public static let automatic = Self(kind: .automatic)
    /// The system mailbox as applications name it, by the tenant's id.
    public static let application = Self(kind: .application)
    /// The system mailbox by the organization's name.
    public static let systemMailbox = Self(kind: .systemMailbox)
    /// The mailbox that the cmdlet is about, where it is one of those that can be routed by it and its identity is an address or a
    /// GUID; else ``automatic``.
    ///
    /// The parameter `UseCustomRouting` of these cmdlets means the same.
    public static let mailbox = Self(kind: .mailbox)

    /// The mailbox of a user.
    public static func user(_ userPrincipalName: String) -> Self { Self(kind: .user(userPrincipalName)) }

    /// The text as it is sent, such as `UPN:admin@contoso.com`.
    public static func value(_ text: String) -> Self { Self(kind: .value(text)) }
}

extension AnchorRule {
    /// The rule that a word names: `automatic`, `application`, `system`, `mailbox`, a user's name, or a text with a prefix as it is
    /// sent; `nil` for what is none.
    package init?(word: String) {
        switch word.lowercased() {
        case "automatic", "auto": self = .automatic
        case "application", "app": self = .application
        case "system": self = .systemMailbox
        case "mailbox": self = .mailbox
        default:
            guard word.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
            let prefix = word.prefix { $0 != ":" }
            if prefix.count < word.count {
                guard ["UPN", "APP", "SMTP", "MBX", "TID"].contains(prefix.uppercased()) else { return nil }
                self = .value(word)
            } else {
                guard word.contains("@") else { return nil }
                self = .user(word)
            }
        }
    }
}
