import EmulatorCore
import ExoJSON

/// Get-Group: groups that mail reaches, and role groups behind them.
///
/// See https://learn.microsoft.com/powershell/module/exchangepowershell/get-group.
struct GroupReader: CmdletHandler {
    /// What a role group is among the types of groups.
    static let details = "RoleGroup"
    private static let mail = GetHandler(view: .group) { scope in { try members(of: $0, scope) } }

    func unused(_ call: BoundCall) -> [String] { Self.mail.unused(call) }

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let output = try Self.mail.run(call, in: scope)
        // No type that the page names is that of a role group.
        guard call.texts("RecipientTypeDetails") == nil, case .listing(var listing) = output else { return output }
        let access = try AccessObjects(scope)
        let selection = try Selection(call, view: .group, scope: scope)
        let builder = RowBuilder(view: .group, names: scope.objects.names) { try Self.members(of: $0, scope) }
        func isWanted(_ group: ExchangeObject) -> Bool { selection.accepts(group, builder: builder) }
        guard let identity = call.text("Identity") else {
            let roles = try access.all(RoleGroupCmdlets.noun).filter(isWanted)
            if case .sequences(let find) = listing.source, let property = call.text("SortBy") {
                let name = NounView.group.shape.property(property)?.name ?? property
                listing.source = .sequences {
                    let all = try scope.objects.objects(at: find()) + roles
                    let keyed = all.map { ((builder.row($0)[name]?.stringValue ?? "").lowercased(), $0.sequence) }
                    return keyed.sorted { $0 < $1 }.map(\.1)
                }
            } else {
                listing.behind = roles.map(\.sequence)
            }
            return .listing(listing)
        }
        let roles = try access.named(identity).filter(isWanted)
        let groups = try scope.objects.objects(named: identity, of: .recipient) { group in
            group.state == .active && RecipientTypes.groups.contains(group.typeDetails)
        }
        // Of a name that both have, and of one that nobody has, the groups that mail reaches tell.
        guard !roles.isEmpty, groups.isEmpty || identity.contains("*") else { return output }
        let found = (groups.filter(isWanted) + roles).map(\.sequence)
        return .listing(ObjectListing(builder: builder, source: .sequences { found }, limit: nil))
    }

    /// The names of who belongs to a group of either kind.
    private static func members(of group: ExchangeObject, _ scope: CallScope) throws -> JSONObject {
        let names =
            group.objectClass == .recipient
            ? try scope.recipients(of: group).map(\.name)
            : try group.texts(AccessKey.members).compactMap(AccessObjects(scope).name(ofGUID:))
        return ["Members": .array(names.map { .string($0) })]
    }
}

extension AccessObjects {
    /// The role groups of a name or of a pattern; none where there is none.
    fileprivate func named(_ identity: String) throws -> [ExchangeObject] {
        guard !identity.contains("*") else { return try objects(RoleGroupCmdlets.noun, named: identity) }
        return try scope.objects.objects(named: identity, of: .setting(noun: RoleGroupCmdlets.noun)) { _ in true }
    }
}
