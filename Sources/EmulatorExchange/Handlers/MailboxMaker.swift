import EmulatorAdministration
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// New-Mailbox: an account in the directory, and the mailbox of it.
struct MailboxMaker: CmdletHandler {
    private static let own: Set = [
        "Name", "Alias", "DisplayName", "FirstName", "LastName", "PrimarySmtpAddress", "MicrosoftOnlineServicesID",
        "Password", "ResetPasswordOnNextLogon", "Shared", "Room", "Equipment", "Confirm", "WhatIf", "Force",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let kind: SeedPerson.Kind =
                call.isOn("Shared") ? .shared : call.isOn("Room") ? .room : call.isOn("Equipment") ? .equipment : .user
            let name = call.text("Name") ?? ""
            let signIn = call.text("MicrosoftOnlineServicesID")
            let alias =
                call.text("Alias") ?? signIn.map { String($0.prefix { $0 != "@" }) }
                ?? name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
            guard !alias.isEmpty else { throw AdminAPIError.missingParameters(["Alias"]) }
            guard kind != .user || signIn != nil else {
                throw AdminAPIError.notEmulated("New-Mailbox without -MicrosoftOnlineServicesID", stage: .cmdlet)
            }
            let directory = GroupDirectory(scope: scope)
            let users = Users(administration: directory.groups.administration)
            var user = users.draft(
                userPrincipalName: signIn ?? "\(alias)@\(scope.tenant.defaultDomain)",
                displayName: call.text("DisplayName") ?? name,
                mailNickname: alias
            )
            user.givenName = call.text("FirstName")
            user.surname = call.text("LastName")
            user.accountEnabled = kind == .user
            user.mail = call.text("PrimarySmtpAddress") ?? user.userPrincipalName
            let draft = try draft(of: user, named: name, kind, call, scope)
            let title = scope.objects.names.title(of: draft.object)
            if call.isQuestion { return .confirmation("Creating mailbox \"\(title)\".") }
            let stored = try scope.objects.insert(draft.object)
            let password = secret(call) ?? "\(UUID.random().uuidString)aA1!"
            try directory.asking {
                _ = try users.create(user, password: password, mustChange: call.isOn("ResetPasswordOnNextLogon"))
            }
            let builder = RowBuilder(view: .mailbox, names: scope.objects.names)
            return .listing(ObjectListing(builder: builder, source: .sequences { [stored.sequence] }, limit: nil))
        }
    }

    func unused(_ call: BoundCall) -> [String] { call.unused(beside: Self.own, shape: NounView.mailbox.shape) }

    private func secret(_ call: BoundCall) -> String? {
        guard case .secret(let secret)? = call["Password"] else { return nil }
        return secret.text
    }

    private func draft(
        of user: UserRecord,
        named name: String,
        _ kind: SeedPerson.Kind,
        _ call: BoundCall,
        _ scope: CallScope
    ) throws -> ObjectDraft {
        let domain = user.userPrincipalName.split(separator: "@").last.map(String.init) ?? scope.tenant.defaultDomain
        var person = SeedPerson(
            kind: kind,
            tenantID: scope.tenant.id,
            alias: user.mailNickname,
            domain: domain,
            displayName: user.displayName
        )
        person.givenName = user.givenName
        person.surname = user.surname
        var object = ExchangeObjectMaker(tenant: scope.tenant, now: scope.now).recipient(person)
        object.guid = UUID.random().uuidString.lowercased()
        object.name = name
        object.properties["ExchangeGuid"] = .string(SeedIdentifier.make("mailbox", object.guid))
        object.properties["ExternalDirectoryObjectId"] = .string(user.id)
        for property in ["UserPrincipalName", "WindowsLiveID", "MicrosoftOnlineServicesID"] {
            object.properties[property] = .string(user.userPrincipalName)
        }
        // Addresses are held against everybody else's as new ones.
        object.properties["EmailAddresses"] = nil
        var draft = ObjectDraft(object: object, shape: NounView.mailbox.shape)
        let rules = WritingRules.mailbox
        try rules.apply("Name", .value(.string(name)), to: &draft, scope: scope)
        try rules.apply("Alias", .value(.string(user.mailNickname)), to: &draft, scope: scope)
        let primary = user.mail ?? user.userPrincipalName
        let second = "\(user.mailNickname)@\(scope.tenant.initialDomain)"
        var addresses: [JSONValue] = [.string("SMTP:\(primary)")]
        if primary.lowercased() != second.lowercased() { addresses.append(.string("smtp:\(second)")) }
        try rules.apply("EmailAddresses", .value(.array(addresses)), to: &draft, scope: scope)
        for (parameter, value) in call.parameters where !Self.own.contains(parameter) {
            try rules.apply(parameter, value, to: &draft, scope: scope)
        }
        try rules.finish(&draft, scope: scope)
        return draft
    }
}

/// Remove-Mailbox: the account goes to the directory's deleted ones, the mailbox waits for its end.
struct MailboxRemover: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let isFinal = call.isOn("PermanentlyDelete")
            let states: Set<ExchangeObject.State> = isFinal ? [.softDeleted] : [.active]
            let object = try scope.object(named: call.text("Identity") ?? "", in: .mailbox, states: states)
            let title = scope.objects.names.title(of: object)
            if call.isQuestion { return .confirmation("Removing mailbox Identity:\"\(title)\".") }
            guard !isFinal else {
                try scope.objects.remove(object)
                return .done(warnings: [])
            }
            if let id = object.text("ExternalDirectoryObjectId"), try scope.context.directory.user(id: id) != nil {
                let directory = GroupDirectory(scope: scope)
                try directory.asking { try Users(administration: directory.groups.administration).delete(id) }
            }
            var gone = object
            gone.state = .softDeleted
            gone.changed = scope.now
            gone.properties["WhenSoftDeleted"] = .string(scope.now.text(.utc))
            gone.properties["RecipientSoftDeletedStatus"] = 1
            try scope.objects.update(gone)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "PermanentlyDelete", "Confirm", "WhatIf", "Force"], shape: nil)
    }
}
