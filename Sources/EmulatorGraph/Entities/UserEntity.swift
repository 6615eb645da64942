import EmulatorAdministration
import EmulatorCore
import ExoJSON

/// People as Graph shows and reads them.
struct UserEntity: Sendable {
    static let defaults = [
        "businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone", "officeLocation",
        "preferredLanguage", "surname", "userPrincipalName",
    ]

    static let shape = GraphShape(
        "user",
        defaults: defaults,
        isDirectory: true,
        relations: [
            "manager": { try $0.manager(of: $1) },
            "directReports": { try $0.directReports(of: $1) },
            "memberOf": { try $0.containers(of: $1, transitively: false) },
            "transitiveMemberOf": { try $0.containers(of: $1, transitively: true) },
            "appRoleAssignments": { try $0.heldRoles(by: $1) },
            "oauth2PermissionGrants": { try $0.grants(forUser: $1) },
            "ownedObjects": { try $0.ownedObjects(of: $1) },
            "createdObjects": { try $0.ownedObjects(of: $1) },
            "licenseDetails": { try $0.licenceDetails(of: $1) },
            // Nobody here has a device or a role within an administrative unit.
            "ownedDevices": { _, _ in [] },
            "registeredDevices": { _, _ in [] },
            "scopedRoleMemberOf": { _, _ in [] },
        ]
    )

    static let kept = [
        "preferredLanguage", "usageLocation", "companyName", "employeeId", "employeeType", "otherMails", "postalCode",
        "state", "streetAddress", "passwordPolicies", "businessPhones", "faxNumber", "ageGroup", "aboutMe",
        "consentProvidedForMinor", "employeeHireDate", "employeeOrgData", "showInAddressList",
        "onPremisesExtensionAttributes", "birthday", "hireDate", "interests", "mySite", "pastProjects", "preferredName",
        "responsibilities", "schools", "skills", "employeeLeaveDateTime", "preferredDataLocation",
        "onPremisesImmutableId", "authorizationInfo", "customSecurityAttributes", "isResourceAccount",
    ]

    /// What licences and Exchange write, and a body cannot.
    private static let writtenElsewhere = ["assignedLicenses", "proxyAddresses", Users.passwordChange]

    private static let readOnly = [
        "id", "createdDateTime", "proxyAddresses", "deletedDateTime", "assignedLicenses", "assignedPlans",
        "provisionedPlans", "creationType", "externalUserState", "externalUserStateChangeDateTime", "imAddresses",
        "lastPasswordChangeDateTime", "legalAgeGroupClassification", "licenseAssignmentStates", "securityIdentifier",
        "onPremisesDistinguishedName", "onPremisesDomainName", "onPremisesLastSyncDateTime",
        "onPremisesSamAccountName", "onPremisesSecurityIdentifier", "onPremisesSyncEnabled",
        "onPremisesUserPrincipalName", "refreshTokensValidFromDateTime", "signInSessionsValidFromDateTime",
        "signInActivity", "serviceProvisioningErrors",
    ]

    static let columns = [
        "id": GraphColumn(name: "id"), "userPrincipalName": GraphColumn(name: "user_principal_name"),
        "displayName": GraphColumn(name: "display_name"), "givenName": GraphColumn(name: "given_name"),
        "surname": GraphColumn(name: "surname"), "jobTitle": GraphColumn(name: "job_title"),
        "department": GraphColumn(name: "department"), "officeLocation": GraphColumn(name: "office"),
        "mobilePhone": GraphColumn(name: "mobile_phone"), "city": GraphColumn(name: "city"),
        "country": GraphColumn(name: "country"), "mailNickname": GraphColumn(name: "mail_nickname"),
        "mail": GraphColumn(name: "mail"), "userType": GraphColumn(name: "user_type"),
        "accountEnabled": GraphColumn(name: "account_enabled", kind: .flag),
    ]

    let tenant: TenantRecord
    /// When people signed in last, where a request asks for it.
    var activity: SignInActivity?

    func table() -> GraphTable<UserRecord> {
        GraphTable(
            Self.shape,
            Self.columns,
            of: tenant,
            key: "user_principal_name",
            { $0.userPrincipalName },
            render: show
        )
    }

    /// Somebody with what a request asks for beside what all show.
    @Sendable func show(_ record: UserRecord) throws -> JSONObject {
        var object = try Self.render(record)
        if let activity { object[SignInActivity.property] = activity.value(of: record.id) }
        return object
    }

    static func render(_ record: UserRecord) throws -> JSONObject {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        var object: JSONObject = [
            "businessPhones": [],
            "displayName": .string(record.displayName),
            "givenName": text(record.givenName),
            "jobTitle": text(record.jobTitle),
            "mail": text(record.mail),
            "mobilePhone": text(record.mobilePhone),
            "officeLocation": text(record.office),
            "preferredLanguage": nil,
            "surname": text(record.surname),
            "userPrincipalName": .string(record.userPrincipalName),
            "id": .string(record.id),
            "accountEnabled": .bool(record.accountEnabled),
            "assignedLicenses": [],
            "assignedPlans": [],
            "city": text(record.city),
            "country": text(record.country),
            "createdDateTime": .string(GraphDate.text(record.createdOn)),
            "creationType": record.externalState == nil ? nil : "Invitation",
            "deletedDateTime": nil,
            "department": text(record.department),
            "externalUserState": text(record.externalState),
            "identities": [
                [
                    "signInType": "userPrincipalName",
                    "issuer": text(record.userPrincipalName.split(separator: "@").last.map(String.init)),
                    "issuerAssignedId": .string(record.userPrincipalName),
                ]
            ],
            // The first password was set then.
            "lastPasswordChangeDateTime": .string(GraphDate.text(record.createdOn)),
            "mailNickname": .string(record.mailNickname),
            "onPremisesImmutableId": nil,
            "onPremisesLastSyncDateTime": nil,
            "onPremisesSyncEnabled": nil,
            "passwordProfile": nil,
            "proxyAddresses": .array(record.mail.map { [.string("SMTP:\($0)")] } ?? []),
            "refreshTokensValidFromDateTime": .string(GraphDate.text(record.tokensValidFrom)),
            "securityIdentifier": nil,
            "signInSessionsValidFromDateTime": .string(GraphDate.text(record.tokensValidFrom)),
            "userType": .string(record.userType),
        ]
        guard record.document != "{}" else { return object }
        for member in try JSONValue(parsing: record.document).objectValue?.members ?? []
        where kept.contains(member.name) || writtenElsewhere.contains(member.name) {
            object[member.name] = member.value
        }
        return object
    }

    /// A password that a body sets.
    struct Password: Sendable {
        var text: String
        var mustChange: Bool
    }

    /// Applies a body to a record and returns the password in it.
    static func apply(_ body: GraphBody, to record: inout UserRecord) throws -> Password? {
        var body = body
        if body.has("displayName") { record.displayName = try body.text("displayName") ?? "" }
        if let name = try body.text("userPrincipalName") { record.userPrincipalName = name }
        if let name = try body.text("mailNickname") { record.mailNickname = name }
        if let flag = try body.flag("accountEnabled") { record.accountEnabled = flag }
        if let type = try body.text("userType") {
            guard ["Member", "Guest"].contains(type) else { throw body.invalid("userType") }
            record.userType = type
        }
        for (name, property) in texts where body.has(name) {
            let value = try body.text(name, limit: 256)
            record[keyPath: property] = value?.isEmpty == true ? nil : value
        }
        if let country = try body.text("usageLocation"), Countries.code(of: country) != country.uppercased() {
            throw body.invalid("usageLocation")
        }
        var document = try JSONValue(parsing: record.document).objectValue ?? [:]
        try body.keep(kept, of: shape.type, in: &document)
        record.document = JSONValue.object(document).text()
        var password: Password?
        if var profile = try body.body("passwordProfile") {
            if let text = try profile.text("password") {
                password = Password(text: text, mustChange: true)
            }
            if let flag = try profile.flag("forceChangePasswordNextSignIn") {
                password?.mustChange = flag
                record.mustChangePassword = flag
            }
            _ = profile.value("forceChangePasswordNextSignInWithMfa")
            try profile.finish()
        }
        try body.finish(of: shape.type, readOnly: readOnly)
        return password
    }

    private static var texts: [(String, WritableKeyPath<UserRecord, String?>)] {
        [
            ("givenName", \.givenName), ("surname", \.surname), ("jobTitle", \.jobTitle), ("department", \.department),
            ("officeLocation", \.office), ("mobilePhone", \.mobilePhone), ("city", \.city), ("country", \.country),
            ("mail", \.mail),
        ]
    }
}
