import EmulatorAdministration
import EmulatorCore

/// Who may use an application, in the words of the portal.
enum AccountTypes {
    /// The choices, in the order of the portal.
    static func choices(_ tenant: TenantRecord) -> [FormMarkup.Choice] {
        [
            .init(
                value: "AzureADMyOrg",
                label: "Accounts in this organizational directory only (\(tenant.displayName) only - Single tenant)"
            ),
            .init(
                value: "AzureADMultipleOrgs",
                label: "Accounts in any organizational directory (Any Microsoft Entra ID tenant - Multitenant)"
            ),
            .init(
                value: "AzureADandPersonalMicrosoftAccount",
                label: "Accounts in any organizational directory (Any Microsoft Entra ID tenant - Multitenant) and "
                    + "personal Microsoft accounts (e.g. Skype, Xbox)"
            ),
            .init(value: "PersonalMicrosoftAccount", label: "Personal Microsoft accounts only"),
        ]
    }

    /// The choice in a few words.
    static func summary(_ audience: String) -> String {
        switch audience {
        case "AzureADMyOrg": "My organization only"
        case "AzureADMultipleOrgs": "Multiple organizations"
        case "AzureADandPersonalMicrosoftAccount": "All Microsoft account users"
        case "PersonalMicrosoftAccount": "Personal Microsoft account users"
        default: audience
        }
    }
}
