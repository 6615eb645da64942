import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Get-Group: groups that mail reaches, and role groups of the host behind them.
///
/// See https://learn.microsoft.com/powershell/module/exchangepowershell/get-group.
struct GroupReader: CmdletHandler {
    /// What a role group is among the types of groups.
    static let details = "RoleGroup"
    private static let mail = GetHandler(
        view: .group,
        beside: { scope in { try members(of: $0, scope) } },
        others: { call, scope in hasRoleGroups(call) ? try scope.objects.objects(of: roleGroups(scope)) : [] }
    )

    func unused(_ call: BoundCall) -> [String] { Self.mail.unused(call) }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let output = try Self.mail.run(call, in: scope)
        guard Self.hasRoleGroups(call), let identity = call.text("Identity") else { return output }
        let selection = try Selection(call, view: .group, scope: scope)
        let builder = RowBuilder(view: .group, names: scope.objects.names) { try Self.members(of: $0, scope) }
        func isWanted(_ group: ExchangeObject) -> Bool { selection.accepts(group, builder: builder) }
        let roles = try scope.objects.objects(named: identity, of: Self.roleGroups(scope), where: isWanted)
        let groups = try scope.objects.objects(named: identity, of: .recipient) { group in
            group.state == .active && RecipientTypes.groups.contains(group.typeDetails)
        }
        // Of a name that both have, and of one that nobody has, the groups that mail reaches tell.
        guard !roles.isEmpty, groups.isEmpty || identity.contains("*") else { return output }
        let found = (groups.filter(isWanted) + roles).map(\.sequence)
        return .listing(ObjectListing(builder: builder, source: .sequences { found }, limit: nil))
    }

    /// No type that the page names is that of a role group.
    private static func hasRoleGroups(_ call: BoundCall) -> Bool { call.texts("RecipientTypeDetails") == nil }

    /// The class of the host's role groups, which are there then.
    private static func roleGroups(_ scope: CallScope) throws -> ExchangeObject.Class {
        if scope.service == .securityCompliance {
            try ComplianceNoun.roleGroup.prepare(scope)
            return ComplianceNoun.roleGroup.objectClass
        }
        _ = try AccessObjects(scope)
        return .setting(noun: RoleGroupCmdlets.noun)
    }

    /// The names of who belongs to a group of any kind.
    private static func members(of group: ExchangeObject, _ scope: CallScope) throws -> JSONObject {
        let names =
            switch group.objectClass {
            case .recipient: try scope.recipients(of: group).map(\.name)
            case ComplianceNoun.roleGroup.objectClass: try RoleGroupRule.members(of: group, scope)
            default: try group.texts(AccessKey.members).compactMap(AccessObjects(scope).name(ofGUID:))
            }
        return ["Members": .array(names.map { .string($0) })]
    }
}
