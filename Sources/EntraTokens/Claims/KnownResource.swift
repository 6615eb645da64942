/// Services that tokens are issued for, by the audiences they are known under.
package enum KnownResource {
    /// The service's name.
    static func name(of audience: String) -> String? {
        var key = audience.lowercased()
        while key.hasSuffix("/") { key.removeLast() }
        if let name = names[key] { return name }
        if key.hasSuffix(".sharepoint.com") || key.hasSuffix(".sharepoint.us") { return "SharePoint Online" }
        return nil
    }

    /// The service's name with the audience, or the audience alone.
    package static func described(_ audience: String) -> String {
        let shown = SanitizedText.shown(audience)
        return name(of: audience).map { "\($0) (\(shown))" } ?? shown
    }

    private static let names: [String: String] = [
        "https://outlook.office365.com": "Exchange Online",
        "https://outlook.office.com": "Exchange Online",
        "https://ps.outlook.com": "Exchange Online",
        "https://outlook.office365.us": "Exchange Online of GCC High",
        "https://outlook-dod.office365.us": "Exchange Online of the DoD cloud",
        "https://partner.outlook.cn": "Exchange Online of the China cloud",
        "https://outlook.office365.cn": "Exchange Online of the China cloud",
        "00000002-0000-0ff1-ce00-000000000000": "Exchange Online",
        "https://ps.compliance.protection.outlook.com": "Security & Compliance",
        "https://ps.compliance.protection.office365.us": "Security & Compliance of GCC High",
        "https://l5.ps.compliance.protection.office365.us": "Security & Compliance of the DoD cloud",
        "https://ps.compliance.protection.partner.outlook.cn": "Security & Compliance of the China cloud",
        "00000007-0000-0ff1-ce00-000000000000": "Security & Compliance",
        "https://dataservice.o365filtering.com": "Security & Compliance search",
        "https://graph.microsoft.com": "Microsoft Graph",
        "https://graph.microsoft.us": "Microsoft Graph of GCC High",
        "https://dod-graph.microsoft.us": "Microsoft Graph of the DoD cloud",
        "https://microsoftgraph.chinacloudapi.cn": "Microsoft Graph of the China cloud",
        "00000003-0000-0000-c000-000000000000": "Microsoft Graph",
        "https://graph.windows.net": "Azure AD Graph",
        "00000002-0000-0000-c000-000000000000": "Azure AD Graph",
        "https://management.azure.com": "Azure Resource Manager",
        "https://management.core.windows.net": "Azure Resource Manager",
        "https://management.usgovcloudapi.net": "Azure Resource Manager of the US Government",
        "797f4846-ba00-4fd7-ba43-dac1f8f63013": "Azure Resource Manager",
        "https://vault.azure.net": "Azure Key Vault",
        "https://storage.azure.com": "Azure Storage",
        "https://manage.office.com": "Office 365 Management APIs",
        "https://api.partnercenter.microsoft.com": "Partner Center",
        "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd": "Partner Center",
        "https://api.spaces.skype.com": "Microsoft Teams",
        "48ac35b8-9aa8-4d74-927d-1f4a14a0b239": "Microsoft Teams administration",
        "00000003-0000-0ff1-ce00-000000000000": "SharePoint Online",
        "https://analysis.windows.net/powerbi/api": "Power BI",
        "api://azureadtokenexchange": "the exchange of federated credentials",
    ]
}
