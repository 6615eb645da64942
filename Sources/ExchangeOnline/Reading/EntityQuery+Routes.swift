/// The addresses of the nine cmdlets.
extension EntityQuery {
    private static let encoded = (name: "isEncoded", value: "true")
    private static let headers = (name: "ReadIdsAndParamsFromHeaders", value: "True")

    // MARK: Sets

    /// A set of entities, or one of them.
    mutating func askForSet(_ parameters: inout EntityParameters) throws {
        let set = String(cmdlet.rawValue.dropFirst("Get-EXO".count))
        let certain = parameters.certainIdentity()
        let named = parameters.text("Identity")
        let identity = certain ?? named
        let lists = try listing(&parameters)
        // A recipient's bare name may mean several, and a key does not reach mailboxes that are inactive: there the identity
        // narrows the set.
        let isNarrowed = cmdlet == .recipient && certain == nil || lists.contains { $0.name.contains("Inactive") }
        switch identity {
        case nil:
            path = set
            options = lists
        case let identity? where isNarrowed:
            path = set
            options = lists + [Self.headers]
            header = Self.key(identity)
        case let identity?:
            path = "\(set)('\(Self.key(identity))')"
            options = [Self.encoded] + lists
        }
    }

    /// The options that choose among the entities of a set.
    private func listing(_ parameters: inout EntityParameters) throws -> [(name: String, value: String)] {
        var options: [(name: String, value: String)] = []
        func add(_ name: String, _ value: String?) { value.map { options.append((name, $0)) } }
        func flag(_ name: String) { if parameters.flag(name) { options.append((name, "True")) } }
        if let anr = parameters.text("Anr") {
            guard anr.count >= 3 else {
                throw BindingError(.transformation, "-Anr of \(cmdlet.rawValue) needs three characters at least.")
            }
            add("Anr", anr)
        }
        add("OrganizationalUnit", parameters.text("OrganizationalUnit"))
        switch cmdlet {
        case .mailbox:
            for name in ["SoftDeletedMailbox", "InactiveMailboxOnly", "Archive", "IncludeInactiveMailbox"] {
                flag(name)
            }
            add("MailboxPlan", parameters.text("MailboxPlan"))
            add("RecipientTypeDetails", parameters.list("RecipientTypeDetails")?.joined(separator: ","))
        case .recipient:
            flag("IncludeSoftDeletedRecipients")
            add("RecipientType", parameters.list("RecipientType")?.joined(separator: ","))
            add("RecipientTypeDetails", parameters.list("RecipientTypeDetails")?.joined(separator: ","))
        default: break
        }
        return options
    }

    // MARK: Statistics

    mutating func askForStatistics(_ parameters: inout EntityParameters) throws {
        let guid = parameters.text("ExchangeGuid")
        let database = parameters.text("DatabaseGuid")
        let certain = parameters.certainIdentity()
        let named = parameters.text("Identity")
        if let guid = guid.flatMap(PowerShellText.guid), let database = database.flatMap(PowerShellText.guid) {
            path = "Mailbox/Exchange.GetMailboxStatisticsV2(mailboxGuid=\(guid),databaseGuid=\(database))"
            options = [("UseCopyOnLocalServer", "True")]
        } else if let mailbox = guid ?? certain ?? named {
            path = "Mailbox('\(Self.argument(mailbox))')/Exchange.GetMailboxStatistics()"
            options = [Self.encoded]
        } else {
            throw parameters.missingIdentity("Identity", "UserPrincipalName", "PrimarySmtpAddress", "ExchangeGuid")
        }
        addFlags(["Archive", "IncludeSoftDeletedRecipients"], &parameters)
    }

    mutating func askForFolders(_ parameters: inout EntityParameters) throws {
        let mailbox = try mailbox(&parameters)
        let scope = parameters.text("Folderscope") ?? "All"
        guard scope.allSatisfy({ $0.isASCII && $0.isLetter }) else {
            throw BindingError(.transformation, "-Folderscope cannot be '\(scope.prefix(80))'.")
        }
        path =
            "Mailbox('\(Self.argument(mailbox))')/MailboxFolder/Exchange.GetMailboxFolderStatistics"
            + "(folderscope=Exchange.ElcFolderType'\(scope)')"
        options = [Self.encoded]
        addFlags(["Archive", "IncludeOldestAndNewestItems", "IncludeSoftDeletedRecipients"], &parameters)
    }

    /// Devices of a mailbox, or one device by its own name; a mailbox that is named is what is meant.
    mutating func askForDevices(_ parameters: inout EntityParameters) throws {
        let mailbox = parameters.text("Mailbox")
        let certain = parameters.certainIdentity()
        let device = parameters.text("Identity")
        if let mailbox = certain ?? mailbox {
            path = "Mailbox('\(Self.argument(mailbox))')/MobileDevice/Exchange.GetMobileDeviceStatistics()"
            options = [Self.encoded]
        } else if let device {
            path = "GetMobileDeviceStatisticsByIdentity(Identity='XParameter-Identity')"
            options = [Self.headers]
            header = Self.key(device)
        } else {
            throw parameters.missingIdentity("Mailbox", "Identity", "ExternalDirectoryObjectId", "UserPrincipalName")
        }
        addFlags(["ActiveSync", "OWAforDevices", "RestApi", "UniversalOutlook"], &parameters)
    }

    // MARK: Permissions

    mutating func askForMailboxPermissions(_ parameters: inout EntityParameters) throws {
        let mailbox = try mailbox(&parameters)
        path = "Mailbox('\(Self.key(mailbox))')/MailboxPermission"
        let user = parameters.text("User")
        if parameters.flag("Owner") {
            guard user == nil else {
                throw BindingError(.parameterSet, "-User and -Owner of \(cmdlet.rawValue) do not go together.")
            }
            options.append(("$filter", "IsOwner eq true"))
        }
        if let user { path += "('\(Self.key(user))')" }
        addFlags(["SoftDeletedMailbox"], &parameters)
        options.append(Self.encoded)
    }

    /// A folder is named behind the mailbox and a colon; without one the top of the mailbox is meant.
    mutating func askForFolderPermissions(_ parameters: inout EntityParameters) throws {
        let certain = parameters.certainIdentity()
        let identity = parameters.text("Identity") ?? ""
        let colon = identity.firstIndex(of: ":")
        let named = String(identity[..<(colon ?? identity.endIndex)])
        let behind = colon.map { String(identity[identity.index(after: $0)...]) } ?? ""
        guard let mailbox = certain ?? (named.isEmpty ? nil : named) else {
            throw BindingError(
                .missingMandatory,
                "\(cmdlet.rawValue) needs a mailbox, as in -Identity 'adele@contoso.com:\\Calendar'."
            )
        }
        path =
            "Mailbox('\(Self.key(mailbox))')/MailboxFolder('\(Self.key(behind.isEmpty ? "\\" : behind))')"
            + "/MailboxFolderPermission"
        if let user = parameters.text("User") { path += "('\(Self.key(user))')" }
        options = [("IsUsingMailboxFolderId", "True")]
        addFlags(["GroupMailbox"], &parameters)
        options.append(Self.encoded)
    }

    mutating func askForRecipientPermissions(_ parameters: inout EntityParameters) throws {
        let certain = parameters.certainIdentity()
        let named = parameters.text("Identity")
        let identity = certain ?? named
        let trustee = parameters.text("Trustee")
        let rights = parameters.list("AccessRights") ?? []
        options = [("$expand", "RecipientPermission")]
        if trustee != nil || !rights.isEmpty {
            let arguments = [identity, trustee].map { text in text.map { Self.key($0) } ?? "" }
            let list = rights.map { "%22\($0.filter { $0.isASCII && $0.isLetter })%22" }.joined(separator: ",")
            path =
                "Recipient/Exchange.GetRecipientPermissionByFilters"
                + "(identity='\(arguments[0])',trustee='\(arguments[1])',accessRights=[\(list)])"
            options.append(Self.encoded)
        } else if let identity {
            path = "Recipient('\(Self.key(identity))')"
            options.append(Self.encoded)
        } else {
            path = "Recipient"
        }
        options.append(("$select", "RecipientPermission, ExternalDirectoryObjectId"))
    }

    // MARK: Parts

    private func mailbox(_ parameters: inout EntityParameters) throws -> String {
        let certain = parameters.certainIdentity()
        let named = parameters.text("Identity")
        guard let mailbox = certain ?? named else {
            throw parameters.missingIdentity(
                "Identity",
                "ExternalDirectoryObjectId",
                "UserPrincipalName",
                "PrimarySmtpAddress"
            )
        }
        return mailbox
    }

    private mutating func addFlags(_ names: [String], _ parameters: inout EntityParameters) {
        for name in names where parameters.flag(name) { options.append((name, "True")) }
    }
}
