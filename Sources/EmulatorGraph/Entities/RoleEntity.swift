import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// Directory roles, their templates, definitions and assignments as Graph shows them.
enum RoleEntity {
    static let definitionShape = GraphShape(
        "unifiedRoleDefinition",
        [
            "id", "displayName", "description", "isBuiltIn", "isEnabled", "templateId", "version", "rolePermissions",
            "resourceScopes",
        ],
        isDirectory: false
    )
    static let assignmentShape = GraphShape(
        "unifiedRoleAssignment",
        ["id", "principalId", "directoryScopeId", "roleDefinitionId"],
        relations: ["roleDefinition", "principal"],
        isDirectory: false
    )
    static let activeShape = GraphShape(
        "directoryRole",
        ["id", "deletedDateTime", "description", "displayName", "roleTemplateId"],
        relations: ["members"],
        isDirectory: false
    )
    static let templateShape = GraphShape(
        "directoryRoleTemplate",
        ["id", "deletedDateTime", "description", "displayName"],
        isDirectory: false
    )

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
