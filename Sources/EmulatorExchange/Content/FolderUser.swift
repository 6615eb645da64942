import EmulatorCore
import ExoJSON

/// Who has rights in a folder: a recipient, somebody outside, everybody, or who is not known.
struct FolderUser: Sendable {
    /// `default`, `anonymous`, the GUID of a recipient, or an address.
    let key: String
    let displayName: String
    /// `Default`, `Anonymous`, `Internal`, `External` or `Unknown`.
    let type: String
    private let recipient: ExchangeObject?

    private static let folderUserType = "Microsoft.Exchange.Management.StoreTasks.MailboxFolderUserId"
    private static let principalType = "Microsoft.Exchange.Management.StoreTasks.PermissionSecurityPrincipal"
    private static let enumerationType = folderUserType + "+MailboxFolderUserType"

    /// Who is stored under a key.
    ///
    /// - Throws: `DatabaseError`.
    init(key: String, _ scope: CallScope) throws {
        self.key = key
        switch key {
        case "default", "anonymous":
            type = key == "default" ? "Default" : "Anonymous"
            displayName = type
            recipient = nil
        case _ where key.contains("@"):
            type = "External"
            displayName = "ExchangePublishedUser.\(key)"
            recipient = nil
        default:
            recipient = try scope.objects.objects(named: key, of: .recipient) { $0.guid == key && $0.state == .active }
                .first
            type = recipient == nil ? "Unknown" : "Internal"
            // Whose account is gone is shown by a number.
            let number = StableIdentifier.digits("sid", key).prefix(7)
            displayName =
                recipient.map { $0.text("DisplayName") ?? $0.name }
                ?? "NT:S-1-5-21-1004336348-1177238915-682003330-\(Int(number, radix: 16) ?? 1000)"
        }
    }

    /// Who is named by the parameter of a call.
    ///
    /// - Throws: ``AdminAPIError`` when nobody is, or several are.
    init(named identity: String, noun: String, _ scope: CallScope) throws {
        let lower = identity.lowercased()
        if ["default", "anonymous"].contains(lower) {
            try self.init(key: lower, scope)
            return
        }
        let allowed = RecipientTypes.users.union(RecipientTypes.groups)
        let name = lower.hasPrefix("exchangepublisheduser.") ? String(lower.dropFirst(22)) : identity
        let found = try scope.objects.objects(named: name, of: .recipient) {
            $0.state == .active && allowed.contains($0.typeDetails)
        }
        if found.count > 1 { throw AdminAPIError.ambiguous(identity, noun: noun) }
        if let recipient = found.first {
            try self.init(key: recipient.guid, scope)
            return
        }
        // Only a calendar's publishing knows people outside.
        guard lower.hasPrefix("exchangepublisheduser."), ProxyAddresses.isAddress(name) else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Management.StoreTasks.InvalidExternalUserIdException",
                message:
                    "The user \"\(identity)\" is either not valid SMTP address, or there is no matching information.",
                targetType: noun
            )
        }
        try self.init(key: name, scope)
    }

    /// The address of a recipient, or of who is outside.
    var address: String? { recipient?.primaryAddress ?? (type == "External" ? key : nil) }

    /// Whether it is a group that has no rights to give on.
    var isForMailAlone: Bool { recipient.map { RecipientTypes.mailOnly.contains($0.typeDetails) } ?? false }

    /// The value that rows show.
    var value: JSONValue {
        let address = recipient?.primaryAddress
        var principal = JSONValue.null
        if let recipient {
            let dn = recipient.text("LegacyExchangeDN") ?? recipient.name
            principal = DescribedValue.make(
                dn,
                type: Self.principalType,
                [
                    "DisplayName": .string(displayName), "Guid": .string(recipient.guid),
                    "PrimarySmtpAddress": address.map { .string($0) } ?? .null,
                    "LegacyExchangeDN": .string(dn), "RecipientTypeDetails": .string(recipient.typeDetails),
                    "Alias": .string(recipient.text("Alias") ?? ""), "Name": .string(recipient.name),
                    "ExternalDirectoryObjectId": .string(recipient.text("ExternalDirectoryObjectId") ?? ""),
                ]
            )
        }
        let login = recipient?.text("UserPrincipalName") ?? address
        return DescribedValue.make(
            displayName,
            type: Self.folderUserType,
            [
                "UserType": DescribedValue.make(type, type: Self.enumerationType, ["Value": .string(type)]),
                "DisplayName": .string(displayName),
                "UserPrincipalName": login.map { .string($0) } ?? .null,
                "RecipientPrincipal": principal, "ADRecipient": principal,
            ]
        )
    }
}
