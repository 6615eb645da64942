import EmulatorAdministration
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// New-MailUser: an account in the directory whose mail goes elsewhere.
struct MailUserMaker: CmdletHandler {
    private static let own: Set = NewNames.parameters.union([
        "Confirm", "ExternalEmailAddress", "FirstName", "HVEAccount", "Initials", "LOBAppAccount", "LastName",
        "MicrosoftOnlineServicesID", "OrganizationalUnit", "Password", "WhatIf",
    ])

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let signIn = call.text("MicrosoftOnlineServicesID")
            var names = try NewNames(call, isAccount: true, signIn: signIn, scope: scope)
            let login = try signIn ?? names.signInName(scope)
            for address in [login, names.primary] { try scope.requireFree(address) }
            let external = try call.text("ExternalEmailAddress").map { try ExternalAddressRule.bare($0) }
            var user = scope.users.draft(
                userPrincipalName: login,
                displayName: names.displayName,
                mailNickname: names.alias
            )
            if call.text("PrimarySmtpAddress") == nil { names.primary = external ?? names.primary }
            user.givenName = call.text("FirstName")
            user.surname = call.text("LastName")
            user.mail = names.primary
            user.accountEnabled = signIn != nil || call.isForMuchMail
            let draft = try draft(names, user, external, call, scope)
            user.document = try UserFacts.document("{}", with: "proxyAddresses", UserFacts.proxies(of: draft.object))
            let title = scope.objects.names.title(of: draft.object)
            if call.isQuestion { return .confirmation("Creating mail user \"\(title)\".") }
            let stored = try scope.objects.insert(draft.object)
            let made = user
            let password = call.secret("Password") ?? "\(UUID.random().uuidString)aA1!"
            try scope.asking { _ = try scope.users.create(made, password: password, mustChange: false) }
            return scope.made(stored, in: .mailUser)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Self.own.subtracting(["OrganizationalUnit"]), shape: NounView.mailUser.shape)
    }

    private func draft(
        _ names: NewNames,
        _ user: UserRecord,
        _ external: String?,
        _ call: BoundCall,
        _ scope: CallScope
    ) throws -> ObjectDraft {
        var person = SeedPerson(.mailUser, names, call, in: scope.tenant)
        person.externalAddress = external ?? names.primary
        var object = ExchangeObjectMaker(tenant: scope.tenant, now: scope.now).recipient(person)
        object.properties["ExternalDirectoryObjectId"] = .string(user.id)
        object.properties["AccountDisabled"] = .bool(!user.accountEnabled)
        object.properties["Initials"] = call.text("Initials").map { .string($0) }
        for property in ["UserPrincipalName", "WindowsLiveID", "MicrosoftOnlineServicesID"] {
            object.properties[property] = .string(user.userPrincipalName)
        }
        if call.isForMuchMail { object.properties["HVEAccount"] = true }
        if external == nil { object.properties["ExternalEmailAddress"] = .none }
        let own = try scope.freeAddress(names.alias, in: scope.tenant.defaultDomain)
        let others = [external, own].compactMap { $0 }.filter { $0.lowercased() != names.primary.lowercased() }
        let rules = WritingRules.mailUser
        var draft = try ObjectDraft(
            new: object,
            names,
            addresses: ["SMTP:\(names.primary)"] + others.map { "smtp:\($0)" },
            view: .mailUser,
            rules: rules,
            scope: scope
        )
        try draft.take(call, beside: Self.own, rules: rules, scope: scope)
        return draft
    }
}

extension BoundCall {
    /// Whether it is about accounts that send much mail, by the switch's name or by the one that it had before.
    var isForMuchMail: Bool { isOn("HVEAccount") || isOn("LOBAppAccount") }

    /// The clear text of a secret parameter.
    func secret(_ name: String) -> String? {
        guard case .secret(let secret)? = self[name] else { return nil }
        return secret.text
    }
}
