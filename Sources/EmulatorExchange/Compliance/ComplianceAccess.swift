import EmulatorCore
import ExoJSON

/// What a caller may do in Security & Compliance: through directory roles, and as a member of role groups.
struct ComplianceAccess {
    let scope: CallScope

    /// - Throws: `DatabaseError`.
    func access() throws -> CallerAccess {
        CallerAccess(
            snapshot: .untouched,
            keys: [],
            direct: ComplianceRoles.embedded.grant(of: try roles()),
            own: { nil }
        )
    }

    /// The roles of all groups that the caller is in.
    private func roles() throws -> Set<String> {
        let names = try ([scope.ownRecipient()].compactMap { $0 } + ownApplications()).map(\.guid)
        return try Self.groups(scope).reduce(into: []) { roles, group in
            let isMember = group.texts(ComplianceMembership.stored).contains(where: names.contains)
            if isMember || isCentral(group) { roles.formUnion(group.texts("Roles")) }
        }
    }

    /// The applications of role groups that the caller is.
    private func ownApplications() throws -> [ExchangeObject] {
        guard scope.caller.isApplication else { return [] }
        let id = scope.caller.objectID.lowercased()
        return try scope.objects.objects(of: ComplianceNoun.servicePrincipal.objectClass)
            .filter { $0.text("ObjectId")?.lowercased() == id }
    }

    /// Whether one of the caller's directory roles puts the caller into a group.
    private func isCentral(_ group: ExchangeObject) -> Bool {
        guard let known = ComplianceRoles.embedded.groups.first(where: { $0.name.filter { $0 != " " } == group.name })
        else { return false }
        return known.directoryRoles.contains(where: scope.caller.directoryRoles.contains)
    }

    private static func groups(_ scope: CallScope) throws -> [ExchangeObject] {
        let noun = ComplianceNoun.roleGroup
        try noun.prepare(scope)
        return try scope.objects.objects(of: noun.objectClass)
    }
}
