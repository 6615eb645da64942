import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// A tenant and its domains as Graph shows them.
enum OrganizationEntity {
    static func domain(_ record: DomainRecord) -> JSONObject {
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

    static func organization(_ tenant: TenantRecord, in directory: Directory) throws -> JSONObject {
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
