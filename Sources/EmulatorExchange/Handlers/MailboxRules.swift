import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON

/// What Set-Mailbox means beyond its properties.
struct MailboxRules: WritingRules {
    private static let recipients: Set = ["ForwardingAddress", "DefaultPublicFolderMailbox"]
    private static let recipientLists: Set = [
        "AcceptMessagesOnlyFrom", "AcceptMessagesOnlyFromDLMembers", "AcceptMessagesOnlyFromSendersOrMembers",
        "RejectMessagesFrom", "RejectMessagesFromDLMembers", "RejectMessagesFromSendersOrMembers",
        "BypassModerationFromSendersOrMembers", "GrantSendOnBehalfTo", "ModeratedBy",
    ]
    private static let types = [
        "Regular": "UserMailbox", "Shared": "SharedMailbox", "Room": "RoomMailbox", "Equipment": "EquipmentMailbox",
        "Workspace": "RoomMailbox", "Desk": "RoomMailbox",
    ]

    func confirmation(of title: String) -> String { "Setting mailbox \"\(title)\"." }

    func apply(_ name: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws -> Bool {
        switch name {
        case "EmailAddresses": try setAddresses(value, &draft)
        case "WindowsEmailAddress": try setPrimaryAddress(value, &draft)
        case "Name": try rename(value, &draft, scope)
        case "Alias": try setAlias(value, &draft, scope)
        case "Type": if let type = value.text.flatMap({ Self.types[$0] }) { draft.object.typeDetails = type }
        case "MicrosoftOnlineServicesID": setSignInName(value, &draft)
        case "ForwardingSmtpAddress": try forward(value, &draft)
        case "LitigationHoldEnabled": hold(value.flag ?? false, &draft, scope)
        case "Password", "RoomMailboxPassword": draft.passwordHash = try passwordHash(value, name, scope)
        case _ where Self.recipients.contains(name):
            let recipient = try value.text.flatMap { $0.isEmpty ? nil : $0 }.map { try recipientName($0, scope) }
            draft.store(name, recipient.map { .string($0) } ?? .null)
        case _ where Self.recipientLists.contains(name):
            try draft.set(name, try resolved(value, draft.texts(name), scope))
        default: return false
        }
        return true
    }

    func finish(_ draft: inout ObjectDraft, scope: CallScope) throws {
        if draft.object.texts("EmailAddresses") != draft.original.texts("EmailAddresses") {
            try checkAddresses(draft, scope)
        }
        mirror("AcceptMessagesOnlyFrom", &draft)
        mirror("RejectMessagesFrom", &draft)
        try checkQuotas(draft)
    }

    func didStore(_ draft: ObjectDraft, scope: CallScope) throws {
        guard let id = draft.object.text("ExternalDirectoryObjectId"),
            var user = try scope.context.directory.user(id: id)
        else { return }
        let before = user
        if let name = draft.object.text("DisplayName") { user.displayName = name }
        if let address = draft.object.primaryAddress { user.mail = address }
        if let name = draft.object.text("UserPrincipalName") { user.userPrincipalName = name }
        if draft.changes("AccountDisabled") { user.accountEnabled = draft.value("AccountDisabled") != true }
        if draft.changes("Office") { user.office = draft.object.text("Office") }
        if let hash = draft.passwordHash { user.passwordHash = hash }
        guard user != before else { return }
        let administration = Administration(
            directory: scope.context.directory,
            tenant: scope.tenant,
            now: scope.context.clock.now
        )
        do { try Users(administration: administration).update(user) } catch let error as AdministrationError {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Data.DataValidationException",
                message: error.message
            )
        }
    }

    // MARK: Secrets

    private func passwordHash(_ value: BoundValue, _ name: String, _ scope: CallScope) throws -> String? {
        guard let secret = value.text, !secret.isEmpty else { return nil }
        guard let password = try ParameterKey(scope.context.store).open(secret), !password.isEmpty else {
            throw AdminAPIError.transformation(
                parameter: name,
                reason: "The value is not encrypted under the key that this service publishes."
            )
        }
        // The emulator's passwords are known to everybody; a slow hash would protect nothing.
        return try PasswordHash.make(password, iterations: 1000)
    }

    // MARK: Names

    private func rename(_ value: BoundValue, _ draft: inout ObjectDraft, _ scope: CallScope) throws {
        guard let name = value.text, !name.isEmpty, name.count <= 64 else {
            throw AdminAPIError.transformation(parameter: "Name", reason: "A name has 1 to 64 characters.")
        }
        let others = try scope.objects.objects(named: name, of: .recipient) {
            $0.name.lowercased() == name.lowercased()
        }
        guard others.allSatisfy({ $0.guid == draft.object.guid }) else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException",
                message: "The object 'CN=\(name),\(scope.objects.names.recipientContainer)' already exists."
            )
        }
        draft.object.name = name
    }

    private func setAlias(_ value: BoundValue, _ draft: inout ObjectDraft, _ scope: CallScope) throws {
        let alias = value.text ?? ""
        guard !alias.isEmpty, alias.count <= 64,
            alias.allSatisfy({ $0.isLetter || $0.isNumber || "!#$%&'*+-/=?^_`{|}~.".contains($0) })
        else {
            throw AdminAPIError.transformation(
                parameter: "Alias",
                reason: "The value \"\(alias)\" isn't a valid alias."
            )
        }
        let others = try scope.objects.objects(named: alias, of: .recipient) { other in
            other.text("Alias")?.lowercased() == alias.lowercased()
        }
        guard others.allSatisfy({ $0.guid == draft.object.guid }) else {
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Management.RecipientTasks.AliasAlreadyExistsException",
                message: "The value \"\(alias)\" of property \"Alias\" is used by another recipient object. "
                    + "Please specify a unique value."
            )
        }
        draft.store("Alias", .string(alias))
    }

    private func setSignInName(_ value: BoundValue, _ draft: inout ObjectDraft) {
        guard let name = value.text, !name.isEmpty else { return }
        for property in ["MicrosoftOnlineServicesID", "UserPrincipalName", "WindowsLiveID"] {
            draft.store(property, .string(name))
        }
    }

    // MARK: Addresses

    private func setAddresses(_ value: BoundValue, _ draft: inout ObjectDraft) throws {
        var addresses = ProxyAddresses(draft.object.texts("EmailAddresses"))
        switch value {
        case .delta(let add, let remove): try addresses.change(add: add, remove: remove)
        case .value(.array(let elements)):
            guard !elements.isEmpty else { return }
            try addresses.replace(with: elements.compactMap(\.stringValue))
        case .value: try addresses.replace(with: [])
        }
        draft.store("EmailAddresses", .array(addresses.list.map { .string($0) }))
    }

    private func setPrimaryAddress(_ value: BoundValue, _ draft: inout ObjectDraft) throws {
        guard let address = value.text, !address.isEmpty else { return }
        var addresses = ProxyAddresses(draft.object.texts("EmailAddresses"))
        try addresses.change(add: ["SMTP:\(address)"], remove: [])
        draft.store("EmailAddresses", .array(addresses.list.map { .string($0) }))
    }

    private func checkAddresses(_ draft: ObjectDraft, _ scope: CallScope) throws {
        let domains = Set(try scope.context.directory.domains(of: scope.tenant.id).map { $0.name.lowercased() })
        let before = Set(draft.original.texts("EmailAddresses").map { $0.lowercased() })
        for address in draft.object.texts("EmailAddresses") where address.lowercased().hasPrefix("smtp:") {
            guard !before.contains(address.lowercased()) else { continue }
            let bare = String(address.dropFirst(5))
            guard domains.contains(bare.split(separator: "@").last?.lowercased() ?? "") else {
                throw AdminAPIError(
                    exceptionType: "Microsoft.Exchange.Data.Directory.Recipient.NotAcceptedDomainException",
                    message: "You can't use the domain of '\(bare)' because it's not an accepted domain for your "
                        + "organization."
                )
            }
            if let owner = try scope.objects.owner(ofAddress: bare), owner.guid != draft.object.guid {
                throw AdminAPIError(
                    exceptionType: "Microsoft.Exchange.Management.RecipientTasks.ProxyAddressExistsException",
                    message: "The proxy address \"\(address)\" is already being used by the proxy addresses or "
                        + "LegacyExchangeDN of \"\(scope.objects.names.title(of: owner))\". "
                        + "Please choose another proxy address."
                )
            }
        }
    }

    private func forward(_ value: BoundValue, _ draft: inout ObjectDraft) throws {
        guard let address = value.text, !address.isEmpty else {
            return draft.store("ForwardingSmtpAddress", .null)
        }
        let bare = address.lowercased().hasPrefix("smtp:") ? String(address.dropFirst(5)) : address
        guard ProxyAddresses.isAddress(bare) else { throw ProxyAddresses.invalid(bare) }
        draft.store("ForwardingSmtpAddress", .string("smtp:\(bare)"))
    }

    // MARK: Recipients

    private func recipientName(_ identity: String, _ scope: CallScope) throws -> String {
        guard let view = NounView.of(noun: "Recipient") else {
            throw AdminAPIError.notFound(identity, noun: "Recipient")
        }
        return try scope.object(named: identity, in: view).name
    }

    private func resolved(_ value: BoundValue, _ current: [String], _ scope: CallScope) throws -> BoundValue {
        switch value {
        case .delta(let add, let remove):
            return .delta(
                add: try add.map { try recipientName($0, scope) },
                remove: try remove.map { identity in
                    current.contains { $0.lowercased() == identity.lowercased() }
                        ? identity : try recipientName(identity, scope)
                }
            )
        case .value(.array(let elements)):
            return .value(.array(try elements.compactMap(\.stringValue).map { .string(try recipientName($0, scope)) }))
        case .value: return value
        }
    }

    /// Keeps the list of senders and groups equal to the two lists it is made of.
    private func mirror(_ stem: String, _ draft: inout ObjectDraft) {
        let whole = "\(stem)SendersOrMembers"
        let groups = "\(stem)DLMembers"
        if draft.changes(whole) {
            draft.store(stem, draft.value(whole))
            draft.store(groups, [])
        } else if draft.changes(stem) || draft.changes(groups) {
            let all = ObjectDraft.merged(draft.texts(stem), add: draft.texts(groups), remove: [])
            draft.store(whole, .array(all.map { .string($0) }))
        }
    }

    // MARK: Holds and quotas

    private func hold(_ isOn: Bool, _ draft: inout ObjectDraft, _ scope: CallScope) {
        guard draft.value("LitigationHoldEnabled") != .bool(isOn) else { return }
        draft.store("LitigationHoldEnabled", .bool(isOn))
        draft.store("LitigationHoldDate", isOn ? .string(scope.now.text(.utc)) : .null)
        draft.store("LitigationHoldOwner", isOn ? .string(scope.caller.userPrincipalName ?? "") : "")
    }

    private func checkQuotas(_ draft: ObjectDraft) throws {
        let order = ["IssueWarningQuota", "ProhibitSendQuota", "ProhibitSendReceiveQuota"]
        guard order.contains(where: draft.changes) else { return }
        for (lower, upper) in zip(order, order.dropFirst()) {
            guard let low = ByteQuantity(parsing: draft.value(lower).stringValue ?? ""),
                let high = ByteQuantity(parsing: draft.value(upper).stringValue ?? ""), low > high
            else { continue }
            throw AdminAPIError(
                exceptionType: "Microsoft.Exchange.Data.DataValidationException",
                message: "The value of property '\(upper)' must be greater than or equal to that of property "
                    + "'\(lower)'. \(upper): '\(high)', \(lower): '\(low)'."
            )
        }
    }
}
