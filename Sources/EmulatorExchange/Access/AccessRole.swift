import CmdletCatalogue

/// A management role: the cmdlets it opens, with which parameters, and over whose things where an assignment says
/// nothing else.
struct AccessRole: Sendable {
    /// The parameters of a cmdlet that a role opens.
    enum Parameters: Sendable, Equatable {
        case all
        case only([String])
    }

    let name: String
    /// The role it is cut from.
    let parent: String?
    /// Whether the service made it.
    let isBuiltIn: Bool
    /// Whether it is held by people over their own things.
    let isEndUser: Bool
    /// What an application may do that holds it, beside cmdlets.
    let permissions: [String]
    /// The implicit scopes by `recipientRead`, `recipientWrite`, `configRead`, `configWrite`.
    let scopes: [String: String]
    let entries: [String: Parameters]
    let cmdlets: CmdletSet

    /// A role of the service.
    init(_ facts: RoleFacts) {
        name = facts.name
        parent = facts.parent
        isBuiltIn = true
        isEndUser = facts.isEndUser
        permissions = facts.permissions
        let own = facts.isEndUser ? "Self" : "Organization"
        let known = [
            "recipientRead": own, "recipientWrite": own, "configRead": "OrganizationConfig",
            "configWrite": "OrganizationConfig",
        ]
        scopes = known.merging(facts.scopes) { _, stated in stated }
        let moduleOwn = Set(CmdletCatalogue.propertySetCmdlets)
        let names = facts.cmdlets.filter {
            !moduleOwn.contains($0) && !(facts.isEndUser && OwnParameters.makesRecipients($0))
        }
        entries = names.reduce(into: [:]) { entries, cmdlet in
            entries[cmdlet] = OwnParameters.embedded.parameters(of: cmdlet, in: facts.name).map { .only($0) } ?? .all
        }
        cmdlets = CmdletSet(names)
    }

    /// A role of the service that is over the whole organization.
    init(named name: String, entries: [String: Parameters]) {
        self.name = name
        self.entries = entries
        parent = nil
        isBuiltIn = true
        isEndUser = false
        permissions = []
        scopes = [
            "recipientRead": "Organization", "recipientWrite": "Organization", "configWrite": "OrganizationConfig",
        ]
        cmdlets = CmdletSet(entries.keys)
    }

    /// A role that is cut from another, of which it has no more than that has.
    init(named name: String, cutFrom parent: AccessRole, entries: [String: Parameters]) {
        self.name = name
        self.parent = parent.name
        isBuiltIn = false
        isEndUser = parent.isEndUser
        permissions = parent.permissions
        scopes = parent.scopes
        self.entries = entries.reduce(into: [:]) { kept, entry in
            guard let above = parent.entries[entry.key] else { return }
            switch (entry.value, above) {
            case (.all, _): kept[entry.key] = above
            case (.only(let names), .all): kept[entry.key] = .only(names)
            case (.only(let names), .only(let allowed)):
                kept[entry.key] = .only(names.filter { name in allowed.contains { $0.isSame(as: name) } })
            }
        }
        cmdlets = CmdletSet(self.entries.keys)
    }

    /// What the service calls the kind of role.
    var type: String { name.filter { $0.isLetter } }

    /// The parameters of a cmdlet that the role has, by name.
    func parameters(of cmdlet: String) -> [String] {
        switch entries[cmdlet] {
        case nil: []
        case .only(let names): names
        case .all: Self.parameters(of: cmdlet)
        }
    }

    /// The parameters that a cmdlet has for administrators, sorted.
    static func parameters(of cmdlet: String) -> [String] {
        (CmdletCatalogue.cmdlet(named: cmdlet)?.parameters.filter { !$0.isInternal }.map(\.name) ?? []).sorted()
    }
}

extension String {
    /// Whether two names are the same to the service, which does not look at letter case.
    func isSame(as other: String) -> Bool { lowercased() == other.lowercased() }
}
