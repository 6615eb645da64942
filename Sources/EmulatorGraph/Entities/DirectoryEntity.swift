import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// Roles, grants, assignments, domains and the organization as Graph shows them.
struct DirectoryEntity: Sendable {
    static let grantShape = GraphShape(
        "oAuth2PermissionGrant",
        ["id", "clientId", "consentType", "principalId", "resourceId", "scope"],
        isDirectory: false
    )
    static let assignmentShape = GraphShape(
        "appRoleAssignment",
        [
            "id", "deletedDateTime", "appRoleId", "createdDateTime", "principalDisplayName", "principalId",
            "principalType", "resourceDisplayName", "resourceId",
        ],
        isDirectory: false
    )
    static let roleDefinitionShape = GraphShape(
        "unifiedRoleDefinition",
        [
            "id", "displayName", "description", "isBuiltIn", "isEnabled", "templateId", "version", "rolePermissions",
            "resourceScopes",
        ],
        isDirectory: false
    )
    static let roleAssignmentShape = GraphShape(
        "unifiedRoleAssignment",
        ["id", "principalId", "directoryScopeId", "roleDefinitionId"],
        relations: ["roleDefinition", "principal"],
        isDirectory: false
    )
    static let directoryRoleShape = GraphShape(
        "directoryRole",
        ["id", "deletedDateTime", "description", "displayName", "roleTemplateId"],
        relations: ["members"],
        isDirectory: false
    )
    static let roleTemplateShape = GraphShape(
        "directoryRoleTemplate",
        ["id", "deletedDateTime", "description", "displayName"],
        isDirectory: false
    )
    static let domainShape = GraphShape(
        "domain",
        [
            "id", "authenticationType", "availabilityStatus", "isAdminManaged", "isDefault", "isInitial", "isRoot",
            "isVerified", "supportedServices", "passwordValidityPeriodInDays", "passwordNotificationWindowInDays",
            "state", "manufacturer", "model",
        ],
        isDirectory: false
    )
    static let organizationShape = GraphShape(
        "organization",
        [
            "id", "displayName", "verifiedDomains", "tenantType", "countryLetterCode", "country",
            "defaultUsageLocation",
            "preferredLanguage", "assignedPlans", "provisionedPlans", "onPremisesSyncEnabled", "createdDateTime",
            "businessPhones", "technicalNotificationMails", "deletedDateTime", "city", "street", "state", "postalCode",
            "onPremisesLastSyncDateTime", "marketingNotificationEmails", "securityComplianceNotificationMails",
            "securityComplianceNotificationPhones", "privacyProfile", "directorySizeQuota", "partnerTenantType",
        ],
        isDirectory: false
    )

    let administration: Administration

    private var directory: Directory { administration.directory }

    func roleDefinition(_ template: DirectoryRoleTemplate) -> JSONObject {
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

    func roleAssignment(_ record: RoleAssignment) -> JSONObject {
        [
            "id": .string(GraphIdentifier.roleAssignment(record)),
            "principalId": .string(record.principalID),
            "directoryScopeId": "/",
            "roleDefinitionId": .string(record.roleTemplateID),
        ]
    }

    func directoryRole(_ template: DirectoryRoleTemplate) -> JSONObject {
        [
            "id": .string(RoleAssignments.objectID(of: template, in: administration.tenantID)),
            "deletedDateTime": nil,
            "description": .string(template.displayName),
            "displayName": .string(template.displayName),
            "roleTemplateId": .string(template.id),
        ]
    }

    func roleTemplate(_ template: DirectoryRoleTemplate) -> JSONObject {
        [
            "id": .string(template.id),
            "deletedDateTime": nil,
            "description": .string(template.displayName),
            "displayName": .string(template.displayName),
        ]
    }

    /// A grant; `nil` when the client or the resource is not in the tenant any more.
    func grant(_ record: DelegatedGrantRecord) throws -> JSONObject? {
        guard let client = try directory.servicePrincipal(record.clientAppID, in: record.tenantID),
            let resource = try directory.servicePrincipal(record.resourceAppID, in: record.tenantID)
        else { return nil }
        let id = GraphIdentifier.grant(
            client: client.objectID,
            resource: resource.objectID,
            principal: record.principalID
        )
        return [
            "clientId": .string(client.objectID),
            "consentType": record.principalID == nil ? "AllPrincipals" : "Principal",
            "id": .string(id),
            "principalId": record.principalID.map { .string($0) } ?? .null,
            "resourceId": .string(resource.objectID),
            "scope": .string(record.scope),
        ]
    }

    /// An assignment; `nil` when who holds it or the resource is not there any more.
    func assignment(_ record: AppRoleAssignmentRecord) throws -> JSONObject? {
        guard let principal = try? administration.principal(record.principalID),
            let resource = try directory.servicePrincipal(record.resourceAppID, in: record.tenantID)
        else { return nil }
        return [
            "id": .string(try GraphIdentifier.assignment(record)),
            "deletedDateTime": nil,
            "appRoleId": .string(try AppRoleGrants(administration: administration).roleID(of: record)),
            "createdDateTime": .string(GraphDate.text(record.createdOn)),
            "principalDisplayName": .string(principal.displayName),
            "principalId": .string(principal.id),
            "principalType": .string(principal.typeName),
            "resourceDisplayName": .string(resource.displayName),
            "resourceId": .string(resource.objectID),
        ]
    }

    func domain(_ record: DomainRecord) -> JSONObject {
        [
            "authenticationType": "Managed",
            "availabilityStatus": nil,
            "id": .string(record.name),
            "isAdminManaged": true,
            "isDefault": .bool(record.isDefault),
            "isInitial": .bool(record.isInitial),
            "isRoot": true,
            "isVerified": true,
            "supportedServices": ["Email", "OfficeCommunicationsOnline"],
            "passwordValidityPeriodInDays": 2_147_483_647,
            "passwordNotificationWindowInDays": 14,
            "state": nil,
            "manufacturer": nil,
            "model": nil,
        ]
    }

    func organization() throws -> JSONObject {
        let tenant = administration.tenant
        let domains: [JSONValue] = try directory.domains(of: tenant.id).map { domain in
            [
                "capabilities": "Email, OfficeCommunicationsOnline",
                "isDefault": .bool(domain.isDefault),
                "isInitial": .bool(domain.isInitial),
                "name": .string(domain.name),
                "type": "Managed",
            ]
        }
        return [
            "id": .string(tenant.id),
            "deletedDateTime": nil,
            "businessPhones": [],
            "city": nil,
            "country": nil,
            "countryLetterCode": .string(tenant.region == "EU" ? "DE" : "US"),
            "createdDateTime": "2020-01-01T00:00:00Z",
            "defaultUsageLocation": nil,
            "displayName": .string(tenant.displayName),
            "marketingNotificationEmails": [],
            "onPremisesLastSyncDateTime": nil,
            "onPremisesSyncEnabled": nil,
            "partnerTenantType": nil,
            "postalCode": nil,
            "preferredLanguage": "en",
            "securityComplianceNotificationMails": [],
            "securityComplianceNotificationPhones": [],
            "state": nil,
            "street": nil,
            "technicalNotificationMails": [],
            "tenantType": "AAD",
            "directorySizeQuota": ["used": 0, "total": 300_000],
            "privacyProfile": nil,
            "assignedPlans": [],
            "provisionedPlans": [],
            "verifiedDomains": .array(domains),
        ]
    }
}
