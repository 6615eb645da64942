import CmdletCatalogue

/// A set of entities, and the cmdlet that reads it.
struct EntitySet: Sendable, Equatable {
    let name: String
    /// The type of its entities.
    let type: String
    /// The cmdlet behind it, `nil` where none is.
    let cmdlet: String?
    /// The cmdlet of the official module that asks for it.
    let restCmdlet: String

    /// The set of that name, in any letter case.
    static func named(_ name: String) -> EntitySet? {
        let wanted = name.lowercased()
        return all.first { $0.name.lowercased() == wanted }
    }

    /// The sets of the model.
    static let all: [EntitySet] = CmdletCatalogue.entitySets.map { entry in
        let cmdlet = CmdletCatalogue.cmdlet(named: "Get-\(entry.name)")?.name
        let rest = CmdletCatalogue.propertySets(of: "Get-EXO\(entry.name)")?.cmdlet
        return EntitySet(
            name: entry.name,
            type: entry.value.text ?? entry.name,
            cmdlet: cmdlet,
            restCmdlet: rest ?? cmdlet ?? "the entity set \(entry.name)"
        )
    }
}

/// What an address of entities leads to; keys and arguments are as the address has them.
enum EntityRoute: Sendable, Equatable {
    case collection(EntitySet)
    case count(EntitySet)
    case entity(EntitySet, key: String)
    case mailboxPermissions(mailbox: String, user: String?)
    case folderPermissions(mailbox: String, folder: String, user: String?)
    case recipientPermissions(identity: String, trustee: String, rights: String)
    case mailboxStatistics(mailbox: String)
    case folderStatistics(mailbox: String, scope: String)
    case devices(mailbox: String)
    case device(identity: String)

    /// Reads an address; `nil` when it leads to no entities.
    init?(_ path: ODataPath) {
        let segments = path.segments
        guard let first = segments.first else { return nil }
        if first.word == "getmobiledevicestatisticsbyidentity", segments.count == 1, let identity = first["Identity"] {
            self = .device(identity: identity)
            return
        }
        guard let set = EntitySet.named(first.name) else { return nil }
        let rest = segments.dropFirst()
        switch (first.arguments == nil, first.key, rest.count) {
        case (true, _, 0): self = .collection(set)
        case (true, _, 1): self.init(set, operation: rest[1])
        case (_, let key?, 0): self = .entity(set, key: key)
        case (_, let key?, _) where set.name == "Mailbox": self.init(mailbox: key, Array(rest))
        default: return nil
        }
    }

    /// What is asked of a whole set.
    private init?(_ set: EntitySet, operation: ODataPath.Segment) {
        switch (set.name, operation.word) {
        case (_, "$count"): self = .count(set)
        case ("Mailbox", "getmailboxstatisticsv2"):
            guard let mailbox = operation["mailboxGuid"] else { return nil }
            self = .mailboxStatistics(mailbox: mailbox)
        case ("CasMailbox", "bysmtpaddress"), ("Recipient", "bysmtpaddress"):
            guard let address = operation["SmtpAddress"] else { return nil }
            self = .entity(set, key: address)
        case ("Recipient", "getrecipientpermissionbyfilters"):
            self = .recipientPermissions(
                identity: operation["identity"] ?? "",
                trustee: operation["trustee"] ?? "",
                rights: operation["accessRights"] ?? "[]"
            )
        default: return nil
        }
    }

    /// What belongs to one mailbox.
    private init?(mailbox: String, _ rest: [ODataPath.Segment]) {
        let last = rest[rest.count - 1]
        guard last.arguments.map({ $0.count <= 1 }) ?? true else { return nil }
        switch (rest.count, rest[0].word, last.word) {
        case (1, "mailboxpermission", _): self = .mailboxPermissions(mailbox: mailbox, user: last.key)
        case (1, "getmailboxstatistics", _): self = .mailboxStatistics(mailbox: mailbox)
        case (2, "mailboxfolder", "getmailboxfolderstatistics"):
            self = .folderStatistics(mailbox: mailbox, scope: last["folderscope"] ?? "All")
        case (2, "mailboxfolder", "mailboxfolderpermission"):
            guard let folder = rest[0].key else { return nil }
            self = .folderPermissions(mailbox: mailbox, folder: folder, user: last.key)
        case (2, "mobiledevice", "getmobiledevicestatistics"): self = .devices(mailbox: mailbox)
        default: return nil
        }
    }

    /// The cmdlet of the official module that asks for it, for the log and for refusals.
    func cmdlet(_ options: EntityOptions) -> String {
        switch self {
        case .collection(let set), .count(let set), .entity(let set, _):
            Self.expandsPermissions(set, options) ? "Get-EXORecipientPermission" : set.restCmdlet
        case .mailboxPermissions: "Get-EXOMailboxPermission"
        case .folderPermissions: "Get-EXOMailboxFolderPermission"
        case .recipientPermissions: "Get-EXORecipientPermission"
        case .mailboxStatistics: "Get-EXOMailboxStatistics"
        case .folderStatistics: "Get-EXOMailboxFolderStatistics"
        case .devices, .device: "Get-EXOMobileDeviceStatistics"
        }
    }

    /// Whether recipients are asked for with the rights on them.
    static func expandsPermissions(_ set: EntitySet, _ options: EntityOptions) -> Bool {
        set.name == "Recipient"
            && options.list("$expand")?.contains { $0.lowercased() == "recipientpermission" } ?? false
    }
}
