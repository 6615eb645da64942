/// What somebody may do in a folder: rights, some of which together have the name of a role.
struct FolderRights: Sendable, Equatable {
    private static let roles: [(name: String, rights: Set<String>)] = [
        (
            "Owner",
            [
                "CreateItems", "ReadItems", "CreateSubfolders", "FolderOwner", "FolderContact", "FolderVisible",
                "EditOwnedItems", "EditAllItems", "DeleteOwnedItems", "DeleteAllItems",
            ]
        ),
        (
            "PublishingEditor",
            [
                "CreateItems", "ReadItems", "CreateSubfolders", "FolderVisible", "EditOwnedItems", "EditAllItems",
                "DeleteOwnedItems", "DeleteAllItems",
            ]
        ),
        (
            "Editor",
            [
                "CreateItems", "ReadItems", "FolderVisible", "EditOwnedItems", "EditAllItems", "DeleteOwnedItems",
                "DeleteAllItems",
            ]
        ),
        (
            "PublishingAuthor",
            ["CreateItems", "ReadItems", "CreateSubfolders", "FolderVisible", "EditOwnedItems", "DeleteOwnedItems"]
        ),
        ("Author", ["CreateItems", "ReadItems", "FolderVisible", "EditOwnedItems", "DeleteOwnedItems"]),
        ("NonEditingAuthor", ["CreateItems", "ReadItems", "FolderVisible", "DeleteOwnedItems"]),
        ("Reviewer", ["ReadItems", "FolderVisible"]),
        ("Contributor", ["CreateItems", "FolderVisible"]),
        ("AvailabilityOnly", ["AvailabilityOnly"]),
        ("LimitedDetails", ["LimitedDetails"]),
        ("None", []),
    ]

    /// Those that only a calendar knows.
    private static let ofCalendars: Set = ["AvailabilityOnly", "LimitedDetails"]

    /// The single rights.
    let rights: Set<String>

    /// The rights of roles and rights by name.
    init(_ names: [String]) {
        rights = names.reduce(into: []) { all, name in
            if let role = Self.roles.first(where: { $0.name.lowercased() == name.lowercased() }) {
                all.formUnion(role.rights)
            } else {
                all.insert(name)
            }
        }
    }

    /// As rows show them: the role, or the single rights.
    var names: [String] {
        if let role = Self.roles.first(where: { $0.rights == rights }) { return [role.name] }
        return rights.sorted()
    }

    /// Whether only a calendar has them.
    var needCalendar: Bool { !rights.isDisjoint(with: Self.ofCalendars) }
}
