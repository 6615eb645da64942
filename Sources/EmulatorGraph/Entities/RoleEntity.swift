import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// Directory roles, their templates, definitions and assignments as Graph shows them.
enum RoleEntity {
    static let assignmentShape = GraphShape(
        "unifiedRoleAssignment",
        relations: [
            "roleDefinition": { _, id in
                let role = GraphIdentifier.roleAssignmentParts(id).flatMap { DirectoryRoleTemplate.named($0.role) }
                return role.map { [definition($0)] } ?? []
            },
            "principal": { try $0.principal(ofAssignment: $1) },
        ]
    )
    static let activeShape = GraphShape("directoryRole", relations: ["members": { try $0.members(ofRole: $1) }])

    static func definition(_ template: DirectoryRoleTemplate) -> JSONObject {
        [
            "id": .string(template.id),
            "description": .string(template.displayName),
            "displayName": .string(template.displayName),
            "isBuiltIn": true,
            "isEnabled": true,
            "resourceScopes": ["/"],
            "templateId": .string(template.id),
            "version": "1",
            "rolePermissions": [],
        ]
    }

    static func assignment(_ record: RoleAssignment) -> JSONObject {
        [
            "id": .string(GraphIdentifier.roleAssignment(record)),
            "principalId": .string(record.principalID),
            "directoryScopeId": "/",
            "roleDefinitionId": .string(record.roleTemplateID),
        ]
    }

    /// A role that was activated in a tenant.
    static func active(_ template: DirectoryRoleTemplate, in tenantID: String) -> JSONObject {
        [
            "id": .string(RoleAssignments.objectID(of: template, in: tenantID)),
            "deletedDateTime": nil,
            "description": .string(template.displayName),
            "displayName": .string(template.displayName),
            "roleTemplateId": .string(template.id),
        ]
    }

    static func template(_ template: DirectoryRoleTemplate) -> JSONObject {
        [
            "id": .string(template.id),
            "deletedDateTime": nil,
            "description": .string(template.displayName),
            "displayName": .string(template.displayName),
        ]
    }
}
