internal import CmdletCatalogue

/// Which roles hold a cmdlet, and who has them, as far as the catalogue knows.
struct CmdletRoles {
    private let cmdlet: String
    /// The roles; what users may do to their own things is there only where there is nothing else.
    let roles: [String]

    init(_ cmdlet: String) {
        self.cmdlet = CmdletCatalogue.cmdlet(named: cmdlet)?.name ?? cmdlet
        let all = CmdletCatalogue.roles(of: cmdlet)
        let administrative = all.filter { CmdletCatalogue.role(named: $0)?.isEndUser != true }
        roles = administrative.isEmpty ? all : administrative
    }

    /// The role groups that hold one of them.
    private var groups: [RoleGroupFacts] {
        CmdletCatalogue.roleGroups.filter { !$0.isCentral && !Set($0.roles).isDisjoint(with: roles) }
    }

    /// The directory roles that lead to one of them.
    private var directory: [String] {
        CmdletCatalogue.entraRoles.filter {
            !CmdletCatalogue.roles(ofEntraRoles: [$0.templateID]).isDisjoint(with: roles)
        }.map(\.name)
    }

    /// The command that asks the service, where nothing is known here.
    private var question: String {
        let isCompliance = CmdletCatalogue.cmdlet(named: cmdlet)?.services == [.securityCompliance]
        return "exo Get-ManagementRole -Cmdlet \(cmdlet)" + (isCompliance ? " --service compliance" : "")
    }

    /// Who may run it, a line for roles, one for role groups and one for directory roles.
    var lines: [String] {
        guard !roles.isEmpty else {
            return ["which roles hold it is not known here; who may read roles sees them with: \(question)"]
        }
        var lines = ["roles: \(Self.some(roles))"]
        if !groups.isEmpty { lines.append("role groups: \(Self.some(groups.map(\.name)))") }
        if !directory.isEmpty { lines.append("in Entra ID: \(Self.some(directory))") }
        return lines
    }

    /// What to do for somebody whose roles do not grant it, a line for each way.
    func repair(for subject: String) -> String {
        guard !roles.isEmpty else {
            return """
                the roles of \(subject) do not grant \(cmdlet), and which do is not known here
                who may read roles sees them with: \(question)
                """
        }
        var lines = ["the roles of \(subject) do not grant \(cmdlet); these do: \(Self.some(roles))"]
        // Those that may do least come first.
        let groups = groups.sorted { $0.roles.count < $1.roles.count }.map(\.name)
        if !groups.isEmpty { lines.append("role groups that have one: \(Self.some(groups))") }
        if !directory.isEmpty { lines.append("or a role in Entra ID, and a new token: \(Self.some(directory))") }
        return lines.joined(separator: "\n")
    }

    /// A few names, and how many more there are.
    static func some(_ names: [String]) -> String {
        names.count <= 6
            ? names.joined(separator: ", ") : "\(names.prefix(5).joined(separator: ", ")) and \(names.count - 5) more"
    }
}
