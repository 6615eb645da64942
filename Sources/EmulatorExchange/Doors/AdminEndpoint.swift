import ExoJSON

/// An endpoint of Admin API v2.0: the cmdlets that it runs, each with the parameters that it takes.
///
/// https://learn.microsoft.com/exchange/reference/admin-api-endpoints-reference
struct AdminEndpoint: Sendable, Equatable {
    let name: String
    private let cmdlets: [String: Set<String>]

    /// How many seconds a next link is good for: the documentation says five to ten minutes.
    static let pageLife = 600.0

    private init(_ name: String, _ cmdlets: [String: Set<String>]) {
        self.name = name
        self.cmdlets = cmdlets
    }

    /// The endpoint of that name, in any letter case.
    static func named(_ name: String) -> AdminEndpoint? {
        all.first { $0.name.lowercased() == name.lowercased() }
    }

    /// The endpoints.
    static let all: [AdminEndpoint] = [
        AdminEndpoint("AcceptedDomain", ["Get-AcceptedDomain": ["Identity", "ResultSize"]]),
        AdminEndpoint("DistributionGroupMember", ["Get-DistributionGroupMember": ["Identity", "ResultSize"]]),
        AdminEndpoint(
            "DynamicDistributionGroupMember",
            ["Get-DynamicDistributionGroupMember": ["Identity", "ResultSize"]]
        ),
        AdminEndpoint(
            "Mailbox",
            [
                "Get-Mailbox": ["Identity", "ResultSize", "IncludeGrantSendOnBehalfToWithDisplayNames"],
                "Set-Mailbox": ["Identity", "GrantSendOnBehalfTo"],
            ]
        ),
        AdminEndpoint(
            "MailboxFolderPermission",
            [
                "Get-MailboxFolderPermission": ["Identity", "User", "ResultSize"],
                "Add-MailboxFolderPermission": ["Identity", "User", "AccessRights", "SharingPermissionFlags"],
                "Set-MailboxFolderPermission": ["Identity", "User", "AccessRights", "SharingPermissionFlags"],
                "Remove-MailboxFolderPermission": ["Identity", "User"],
            ]
        ),
        AdminEndpoint("OrganizationConfig", ["Get-OrganizationConfig": []]),
    ]

    /// Holds a call against what the endpoint takes.
    ///
    /// The documentation says that other cmdlets and parameters are refused, not in which words.
    ///
    /// - Throws: ``AdminAPIError`` with status 400.
    func check(_ input: CmdletInput) throws {
        let entry = cmdlets.first { $0.key.lowercased() == input.name.lowercased() }
        guard let entry else {
            throw AdminAPIError.malformedRequest(
                "The cmdlet '\(input.name)' is not supported by the endpoint '\(name)'. Supported: "
                    + "\(cmdlets.keys.sorted().joined(separator: ", "))."
            )
        }
        let taken = Set(entry.value.map { $0.lowercased() })
        let foreign = input.parameters.names.filter { !$0.contains("@") && !taken.contains($0.lowercased()) }
        guard foreign.isEmpty else { throw AdminAPIError.unknownParameters(foreign) }
    }
}
