import EmulatorAdministration
import EmulatorCore

/// Roles by which the portal decides who may change what.
extension DirectoryRoleTemplate {
    static let globalAdministrator = known("62e90394-69f5-4237-9190-012177145e10")
    static let exchangeAdministrator = known("29232cdf-9323-42fd-ade2-1d097af3e4de")
    static let globalReader = known("f2ef992c-3afb-46b9-b7cf-a126ee74c451")
    static let applicationAdministrator = known("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3")
    static let cloudApplicationAdministrator = known("158c047a-c907-4556-b7ef-446551a6b5f7")
    static let applicationDeveloper = known("cf1c38e5-3621-4004-a7cb-879624dced7c")
    static let privilegedRoleAdministrator = known("e8611ab8-c189-46e8-94e1-60213ab1f814")
    static let privilegedAuthenticationAdministrator = known("7be44c8a-adaf-4e2a-84d6-ab2649e08a13")
    static let authenticationAdministrator = known("c4e39bd9-1100-46d3-8c65-fb160da0071f")
    static let userAdministrator = known("fe930be7-5e62-47db-91af-98c3a49a38b1")
    static let helpdeskAdministrator = known("729827e3-9c14-49f7-bb1b-9608f156bbb8")
    static let passwordAdministrator = known("966707d0-3269-4727-9be2-8c3a10f19b9d")
    static let conditionalAccessAdministrator = known("b1be1c3e-b65d-4f19-8427-f6fa0d97feb9")
    static let securityAdministrator = known("194ae4cb-b126-40b2-bd5b-6091b380977d")
    static let securityReader = known("5d6b6bb7-de71-4623-b4af-96380a352509")
    static let securityOperator = known("5f2222b1-57c3-48ba-8ad5-d4759f1fde6f")
    static let reportsReader = known("4a5d8f65-41da-4de4-8968-e035b65339cf")

    /// The name of a role, or its template id where there is no such role.
    static func name(of templateID: String) -> String { named(templateID)?.displayName ?? templateID }

    private static func known(_ id: String) -> DirectoryRoleTemplate {
        named(id) ?? DirectoryRoleTemplate(id: id, displayName: id)
    }
}
