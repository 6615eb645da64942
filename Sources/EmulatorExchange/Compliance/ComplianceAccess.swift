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
        let guids = try ([scope.ownRecipient()].compactMap { $0 } + ownApplications()).map(\.guid)
        return try roles(of: guids, directoryRoles: Set(scope.caller.directoryRoles))
    }

    /// The roles of all groups that somebody is in.
    ///
    /// - Parameter member: A recipient or an application.
    /// - Returns: The names of the roles.
    /// - Throws: `DatabaseError`.
    func roles(of member: ExchangeObject) throws -> Set<String> {
        let id = member.text("ExternalDirectoryObjectId") ?? member.text("ObjectId")
        let held = try id.map { try scope.context.directory.directoryRoles(of: $0.lowercased(), in: scope.tenant.id) }
        return try roles(of: [member.guid], directoryRoles: Set(held ?? []))
    }

    private func roles(of guids: [String], directoryRoles: Set<String>) throws -> Set<String> {
        try Self.groups(scope).reduce(into: []) { roles, group in
            let isMember = group.texts(ComplianceMembership.stored).contains(where: guids.contains)
            if isMember || Self.isCentral(group, directoryRoles) { roles.formUnion(group.texts("Roles")) }
        }
    }

    /// The applications of role groups that the caller is.
    private func ownApplications() throws -> [ExchangeObject] {
        guard scope.caller.isApplication else { return [] }
        let id = scope.caller.objectID.lowercased()
        return try scope.objects.objects(of: ComplianceNoun.servicePrincipal.objectClass)
            .filter { $0.text("ObjectId")?.lowercased() == id }
    }

    /// Whether one of the directory roles puts whoever has it into a group.
    private static func isCentral(_ group: ExchangeObject, _ directoryRoles: Set<String>) -> Bool {
        guard let known = ComplianceRoles.embedded.groups.first(where: { $0.name.filter { $0 != " " } == group.name })
        else { return false }
        return known.directoryRoles.contains(where: directoryRoles.contains)
    }

    private static func groups(_ scope: CallScope) throws -> [ExchangeObject] {
        let noun = ComplianceNoun.roleGroup
        try noun.prepare(scope)
        return try scope.objects.objects(of: noun.objectClass)
    }
}
