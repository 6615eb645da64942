/// A directory role as the service defines it.
struct PortalRole: Sendable, Hashable {
    let templateID: String
    let name: String

    static let globalAdministrator = Self("62e90394-69f5-4237-9190-012177145e10", "Global Administrator")
    static let globalReader = Self("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "Global Reader")
    static let exchangeAdministrator = Self("29232cdf-9323-42fd-ade2-1d097af3e4de", "Exchange Administrator")
    static let exchangeRecipientAdministrator = Self(
        "31392ffb-586c-42d1-9346-e59415a2cc4e",
        "Exchange Recipient Administrator"
    )
    static let applicationAdministrator = Self("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "Application Administrator")
    static let cloudApplicationAdministrator = Self(
        "158c047a-c907-4556-b7ef-446551a6b5f7",
        "Cloud Application Administrator"
    )
    static let applicationDeveloper = Self("cf1c38e5-3621-4004-a7cb-879624dced7c", "Application Developer")
    static let privilegedRoleAdministrator = Self(
        "e8611ab8-c189-46e8-94e1-60213ab1f814",
        "Privileged Role Administrator"
    )
    static let privilegedAuthenticationAdministrator = Self(
        "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
        "Privileged Authentication Administrator"
    )
    static let authenticationAdministrator = Self(
        "c4e39bd9-1100-46d3-8c65-fb160da0071f",
        "Authentication Administrator"
    )
    static let userAdministrator = Self("fe930be7-5e62-47db-91af-98c3a49a38b1", "User Administrator")
    static let helpdeskAdministrator = Self("729827e3-9c14-49f7-bb1b-9608f156bbb8", "Helpdesk Administrator")
    static let passwordAdministrator = Self("966707d0-3269-4727-9be2-8c3a10f19b9d", "Password Administrator")
    static let conditionalAccessAdministrator = Self(
        "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9",
        "Conditional Access Administrator"
    )
    static let securityAdministrator = Self("194ae4cb-b126-40b2-bd5b-6091b380977d", "Security Administrator")
    static let securityReader = Self("5d6b6bb7-de71-4623-b4af-96380a352509", "Security Reader")
    static let securityOperator = Self("5f2222b1-57c3-48ba-8ad5-d4759f1fde6f", "Security Operator")
    static let reportsReader = Self("4a5d8f65-41da-4de4-8968-e035b65339cf", "Reports Reader")

    /// Every role the portal can assign, by name.
    static let all: [PortalRole] =
        ([
            globalAdministrator, globalReader, exchangeAdministrator, exchangeRecipientAdministrator,
            applicationAdministrator, cloudApplicationAdministrator, applicationDeveloper,
            privilegedRoleAdministrator, privilegedAuthenticationAdministrator, authenticationAdministrator,
            userAdministrator, helpdeskAdministrator, passwordAdministrator, conditionalAccessAdministrator,
            securityAdministrator, securityReader, securityOperator, reportsReader,
        ]
        + [
            ("17315797-102d-40b4-93e0-432062caca18", "Compliance Administrator"),
            ("e6d1a23a-da11-4be4-9570-befc86d067a7", "Compliance Data Administrator"),
            ("fdd7a751-b60b-444a-984c-02652fe8fa1c", "Groups Administrator"),
            ("8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2", "Hybrid Identity Administrator"),
            ("8329153b-31d0-4727-b945-745eb3bc5f31", "Domain Name Administrator"),
            ("4d6ac14f-3453-41d0-bef9-a3e0c569773a", "License Administrator"),
            ("b0f54661-2d74-4c50-afa3-1ec803f12efe", "Billing Administrator"),
            ("f023fd81-a637-4b56-95fd-791ac0226033", "Service Support Administrator"),
            ("790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b", "Message Center Reader"),
            ("f28a1f50-f6e7-4571-818b-6a12f2af6b6c", "SharePoint Administrator"),
            ("69091246-20e8-4a56-aa4d-066075b2a7a8", "Teams Administrator"),
            ("75941009-915a-4869-abe7-691bff18279e", "Skype for Business Administrator"),
            ("3a2c62db-5318-420d-8d74-23affee5d9d5", "Intune Administrator"),
            ("c430b396-e693-46cc-96f3-db01bf8bb62a", "Attack Simulation Administrator"),
            ("88d8e3e3-8f55-4a1e-953a-9b9898b8876b", "Directory Readers"),
            ("9360feb5-f418-4baa-8175-e2a00bac4301", "Directory Writers"),
        ].map { PortalRole($0.0, $0.1) })
        .sorted { $0.name < $1.name }

    /// The role with this template id.
    static func named(_ templateID: String) -> PortalRole? { all.first { $0.templateID == templateID.lowercased() } }

    /// The name of a role, or its template id where the portal does not know it.
    static func name(of templateID: String) -> String { named(templateID)?.name ?? templateID }

    private init(_ templateID: String, _ name: String) {
        self.templateID = templateID
        self.name = name
    }
}
