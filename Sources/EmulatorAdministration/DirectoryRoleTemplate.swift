import EmulatorCore

/// A directory role that every tenant can hand out.
package struct DirectoryRoleTemplate: Sendable, Hashable {
    /// The template id, which is the id of the role definition too.
    package let id: String
    package let displayName: String

    package init(id: String, displayName: String) {
        self.id = id
        self.displayName = displayName
    }

    /// Whether it can be given; what every guest may do is a template too, and nobody's to give.
    package var isAssignable: Bool { id != "10dae51f-b6af-4016-8d66-8c2a99b929b3" }

    /// What the directory has called the role since before it could be shown: the names with `s` at their end where no
    /// other is known, which is a guess.
    package var wellKnownName: String {
        switch displayName {
        case "Global Administrator": "TenantAdmins"
        case "User Administrator": "UserAccountAdmins"
        case "Privileged Role Administrator": "PrivilegedRoleAdmins"
        default: displayName.filter { $0 != " " } + (displayName.hasSuffix("s") ? "" : "s")
        }
    }

    /// The role definition with an id.
    package static func named(_ id: String) -> DirectoryRoleTemplate? {
        let id = id.lowercased()
        return all.first { $0.id == id }
    }

    /// The roles whose holders may agree for others to what an application asks for.
    package static let consenting: [DirectoryRoleTemplate] = [
        DirectoryRoleID.globalAdministrator, "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
        "158c047a-c907-4556-b7ef-446551a6b5f7", "e8611ab8-c189-46e8-94e1-60213ab1f814",
    ].compactMap(named)

    /// Whether one of some roles, by their template ids, is among those.
    package static func mayConsent(_ roles: some Sequence<String>) -> Bool {
        roles.contains { role in consenting.contains { $0.id == role } }
    }

    /// The roles an administrator of mail, apps and people meets, by name.
    package static let all: [DirectoryRoleTemplate] = [
        ("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "Application Administrator"),
        ("cf1c38e5-3621-4004-a7cb-879624dced7c", "Application Developer"),
        ("c430b396-e693-46cc-96f3-db01bf8bb62a", "Attack Simulation Administrator"),
        ("c4e39bd9-1100-46d3-8c65-fb160da0071f", "Authentication Administrator"),
        ("b0f54661-2d74-4c50-afa3-1ec803f12efe", "Billing Administrator"),
        ("158c047a-c907-4556-b7ef-446551a6b5f7", "Cloud Application Administrator"),
        ("17315797-102d-40b4-93e0-432062caca18", "Compliance Administrator"),
        ("e6d1a23a-da11-4be4-9570-befc86d067a7", "Compliance Data Administrator"),
        ("b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", "Conditional Access Administrator"),
        ("88d8e3e3-8f55-4a1e-953a-9b9898b8876b", "Directory Readers"),
        ("9360feb5-f418-4baa-8175-e2a00bac4301", "Directory Writers"),
        ("8329153b-31d0-4727-b945-745eb3bc5f31", "Domain Name Administrator"),
        ("29232cdf-9323-42fd-ade2-1d097af3e4de", "Exchange Administrator"),
        ("31392ffb-586c-42d1-9346-e59415a2cc4e", "Exchange Recipient Administrator"),
        ("62e90394-69f5-4237-9190-012177145e10", "Global Administrator"),
        ("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "Global Reader"),
        ("fdd7a751-b60b-444a-984c-02652fe8fa1c", "Groups Administrator"),
        ("10dae51f-b6af-4016-8d66-8c2a99b929b3", "Guest User"),
        ("729827e3-9c14-49f7-bb1b-9608f156bbb8", "Helpdesk Administrator"),
        ("8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2", "Hybrid Identity Administrator"),
        ("3a2c62db-5318-420d-8d74-23affee5d9d5", "Intune Administrator"),
        ("4d6ac14f-3453-41d0-bef9-a3e0c569773a", "License Administrator"),
        ("790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b", "Message Center Reader"),
        ("966707d0-3269-4727-9be2-8c3a10f19b9d", "Password Administrator"),
        ("7be44c8a-adaf-4e2a-84d6-ab2649e08a13", "Privileged Authentication Administrator"),
        ("e8611ab8-c189-46e8-94e1-60213ab1f814", "Privileged Role Administrator"),
        ("4a5d8f65-41da-4de4-8968-e035b65339cf", "Reports Reader"),
        ("194ae4cb-b126-40b2-bd5b-6091b380977d", "Security Administrator"),
        ("5f2222b1-57c3-48ba-8ad5-d4759f1fde6f", "Security Operator"),
        ("5d6b6bb7-de71-4623-b4af-96380a352509", "Security Reader"),
        ("f023fd81-a637-4b56-95fd-791ac0226033", "Service Support Administrator"),
        ("f28a1f50-f6e7-4571-818b-6a12f2af6b6c", "SharePoint Administrator"),
        ("75941009-915a-4869-abe7-691bff18279e", "Skype for Business Administrator"),
        ("69091246-20e8-4a56-aa4d-066075b2a7a8", "Teams Administrator"),
        ("fe930be7-5e62-47db-91af-98c3a49a38b1", "User Administrator"),
    ].map { DirectoryRoleTemplate(id: $0.0, displayName: $0.1) }
}
