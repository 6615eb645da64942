package import EmulatorCore
import ExoJSON

/// Who holds directory roles in a tenant.
package struct RoleAssignments: Sendable {
    private static let activated = "activatedRoles"

    package let administration: Administration

    package init(administration: Administration) {
        self.administration = administration
    }

    private var directory: Directory { administration.directory }

    /// The assignments of roles that have a template here, by principal.
    package func list() throws -> [RoleAssignment] { try directory.roleAssignments(in: administration.tenantID) }

    /// Who holds a role directly.
    package func members(of template: DirectoryRoleTemplate) throws -> [Principal] {
        try list().filter { $0.roleTemplateID == template.id }.compactMap {
            try? administration.principal($0.principalID)
        }
    }

    /// The roles a principal holds directly.
    package func roles(of principalID: String) throws -> [DirectoryRoleTemplate] {
        try list().filter { $0.principalID == principalID }.compactMap { .named($0.roleTemplateID) }
    }

    /// Gives a role.
    ///
    /// - Throws: ``AdministrationError`` when the role or the principal is unknown, or it is held already.
    @discardableResult
    package func assign(_ templateID: String, to principalID: String) throws -> RoleAssignment {
        guard let template = DirectoryRoleTemplate.named(templateID) else {
            throw AdministrationError.notFound(templateID)
        }
        guard template.isAssignable else {
            throw AdministrationError("The role '\(template.displayName)' cannot be assigned.")
        }
        return try directory.store.write { _ in
            let principal = try administration.principal(principalID)
            let assignment = RoleAssignment(
                tenantID: administration.tenantID,
                principalID: principal.id,
                roleTemplateID: template.id
            )
            guard try directory.assign(assignment) else { throw Self.conflict }
            try administration.tell(.addRoleMember, on: .init(principal), changes: changes(template, isTaken: false))
            return assignment
        }
    }

    /// Takes a role away.
    ///
    /// - Throws: ``AdministrationError`` when it was not held, or nobody would administer the tenant any more.
    package func remove(_ assignment: RoleAssignment) throws {
        try directory.store.write { _ in
            let held = try list()
            guard held.contains(assignment) else { throw AdministrationError.notFound(assignment.principalID) }
            let isLast = held.count { $0.roleTemplateID == assignment.roleTemplateID } == 1
            guard !isLast || assignment.roleTemplateID != DirectoryRoleID.globalAdministrator else {
                throw AdministrationError("Last global administrator of the company cannot be removed from the role.")
            }
            try directory.unassign(assignment)
            guard let template = DirectoryRoleTemplate.named(assignment.roleTemplateID), administration.origin != nil,
                let principal = try? administration.principal(assignment.principalID)
            else { return }
            try administration.tell(.removeRoleMember, on: .init(principal), changes: changes(template, isTaken: true))
        }
    }

    /// What the audit log says of a role that somebody gets or loses.
    private func changes(_ template: DirectoryRoleTemplate, isTaken: Bool) -> [DirectoryEvent.Change] {
        [
            ("Role.ObjectID", Self.objectID(of: template, in: administration.tenantID)),
            ("Role.DisplayName", template.displayName), ("Role.TemplateId", template.id),
            ("Role.WellKnownObjectName", template.wellKnownName),
        ].map { name, value in
            isTaken ? DirectoryEvent.Change(name, from: [value]) : DirectoryEvent.Change(name, to: [value])
        }
    }

    /// The roles that are in use: activated by somebody, or held.
    package func activeTemplates() throws -> [DirectoryRoleTemplate] {
        let ids = Set(try list().map(\.roleTemplateID) + activatedIDs() + [DirectoryRoleID.globalAdministrator])
        return DirectoryRoleTemplate.all.filter { ids.contains($0.id) }
    }

    /// Activates a role.
    ///
    /// - Throws: ``AdministrationError`` when it is unknown or active already.
    package func activate(_ templateID: String) throws -> DirectoryRoleTemplate {
        guard let template = DirectoryRoleTemplate.named(templateID) else {
            throw AdministrationError.notFound(templateID)
        }
        try directory.store.write { connection in
            guard try !activeTemplates().contains(template) else { throw Self.conflict }
            var document = try storedDocument()
            document[Self.activated] = .array((try activatedIDs() + [template.id]).map { .string($0) })
            try connection.execute(
                "UPDATE tenant SET document = ?2 WHERE id = ?1",
                [administration.tenantID, JSONValue.object(document).text()]
            )
        }
        return template
    }

    /// The object id of a role in a tenant, the same in every database.
    package static func objectID(of template: DirectoryRoleTemplate, in tenantID: String) -> String {
        SeedIdentifier.make("directoryRole", tenantID, template.id)
    }

    private func activatedIDs() throws -> [String] {
        try storedDocument()[Self.activated]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    private func storedDocument() throws -> JSONObject {
        let tenant = try directory.tenant(matching: administration.tenantID)
        return try JSONValue(parsing: tenant?.document ?? "{}").objectValue ?? [:]
    }

    private static let conflict = AdministrationError(
        "A conflicting object with one or more of the specified property values is present in the directory.",
        details: [
            .init(
                code: "ConflictingObjects",
                message: "A conflicting object with one or more of the specified property values is present.",
                target: "roleTemplateId"
            )
        ]
    )
}
