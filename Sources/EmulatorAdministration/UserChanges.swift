import EmulatorCore
import ExoJSON

/// What of somebody is another, by the names that the log has for properties.
enum UserChanges {
    /// What the log tells in events of its own.
    private static let unnamed: Set = ["assignedLicenses", Users.passwordChange]

    static func between(_ before: UserRecord?, _ after: UserRecord) throws -> [DirectoryEvent.Change] {
        let texts: [(String, (UserRecord) -> String?)] = [
            ("UserPrincipalName", { $0.userPrincipalName }), ("DisplayName", { $0.displayName }),
            ("GivenName", { $0.givenName }), ("Surname", { $0.surname }), ("JobTitle", { $0.jobTitle }),
            ("Department", { $0.department }), ("PhysicalDeliveryOfficeName", { $0.office }),
            ("Mobile", { $0.mobilePhone }), ("City", { $0.city }), ("Country", { $0.country }),
            ("MailNickname", { $0.mailNickname }), ("Mail", { $0.mail }), ("UserType", { $0.userType }),
            ("AccountEnabled", { $0.accountEnabled ? "true" : "false" }),
        ]
        let columns = texts.compactMap { name, value -> DirectoryEvent.Change? in
            let (old, new) = (before.flatMap(value), value(after))
            return old == new
                ? nil : DirectoryEvent.Change(name, from: [old].compactMap(\.self), to: [new].compactMap(\.self))
        }
        guard before?.document != after.document else { return columns }
        let old = try JSONValue(parsing: before?.document ?? "{}").objectValue ?? [:]
        let new = try JSONValue(parsing: after.document).objectValue ?? [:]
        var names = old.members.map(\.name)
        names += new.members.map(\.name).filter { !names.contains($0) }
        return columns
            + names.filter { !Self.unnamed.contains($0) && old[$0] != new[$0] }.map { name in
                DirectoryEvent.Change(
                    name.prefix(1).uppercased() + name.dropFirst(),
                    from: Self.values(old[name]),
                    to: Self.values(new[name])
                )
            }
    }

    private static func values(_ value: JSONValue?) -> [String] {
        switch value {
        case nil, .null: []
        case .string(let text): [text]
        case .array(let elements): elements.map { $0.stringValue ?? $0.text() }
        case .some(let other): [other.text()]
        }
    }
}
