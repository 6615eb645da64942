/// What Admin API v2.0 runs: an endpoint's cmdlet with the parameters that it takes.
///
/// https://learn.microsoft.com/exchange/reference/admin-api-endpoints-reference
struct AdminEndpoint: Sendable {
    /// The endpoint's name in the address.
    let name: String

    /// The endpoint that runs a cmdlet.
    ///
    /// - Parameters:
    ///   - cmdlet: The cmdlet.
    ///   - parameters: The names of what it is given.
    ///   - permission: What would open the interface that has every cmdlet.
    /// - Throws: ``ExchangeError`` with code `forbidden` for a cmdlet, and `invalidRequest` for a parameter, that it lacks.
    init(running cmdlet: String, with parameters: [String], permission: String) throws {
        guard let found = Self.all.first(where: { $0.cmdlet.lowercased() == cmdlet.lowercased() }) else {
            throw ExchangeError(
                code: .forbidden,
                message: "\(cmdlet) was not sent: the token opens Admin API v2.0 alone, which has only "
                    + Self.all.map(\.cmdlet).joined(separator: ", "),
                repair: "use a token with the permission \(permission), which opens every cmdlet"
            )
        }
        name = found.endpoint
        let known = found.parameters.map { $0.lowercased() }
        guard let foreign = parameters.first(where: { !known.contains($0.lowercased()) }) else { return }
        let taken = found.parameters.isEmpty ? "none" : found.parameters.map { "-\($0)" }.joined(separator: ", ")
        throw ExchangeError(
            code: .invalidRequest,
            message: "\(cmdlet) was not sent: Admin API v2.0, which alone the token opens, takes no -\(foreign) of it; "
                + "it takes \(taken)",
            repair: "use a token with the permission \(permission), which opens every cmdlet"
        )
    }

    private static let folderRights = ["Identity", "User", "AccessRights", "SharingPermissionFlags"]

    private static let all: [(cmdlet: String, endpoint: String, parameters: [String])] = [
        ("Get-OrganizationConfig", "OrganizationConfig", []),
        ("Get-AcceptedDomain", "AcceptedDomain", ["Identity", "ResultSize"]),
        ("Get-Mailbox", "Mailbox", ["Identity", "ResultSize", "IncludeGrantSendOnBehalfToWithDisplayNames"]),
        ("Set-Mailbox", "Mailbox", ["Identity", "GrantSendOnBehalfTo"]),
        ("Get-MailboxFolderPermission", "MailboxFolderPermission", ["Identity", "User", "ResultSize"]),
        ("Add-MailboxFolderPermission", "MailboxFolderPermission", folderRights),
        ("Set-MailboxFolderPermission", "MailboxFolderPermission", folderRights),
        ("Remove-MailboxFolderPermission", "MailboxFolderPermission", ["Identity", "User"]),
        ("Get-DistributionGroupMember", "DistributionGroupMember", ["Identity", "ResultSize"]),
        ("Get-DynamicDistributionGroupMember", "DynamicDistributionGroupMember", ["Identity", "ResultSize"]),
    ]
}
