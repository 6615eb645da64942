import EmulatorAdministration
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// New-Mailbox: an account in the directory, and the mailbox of it; or a mailbox for one that is inactive.
struct MailboxMaker: CmdletHandler {
    private static let own: Set = NewNames.parameters.union([
        "Arbitration", "Archive", "Confirm", "Discovery", "EnableRoomMailboxAccount", "Equipment", "FederatedIdentity",
        "FirstName", "Force", "InactiveMailbox",
        "LastName", "MailboxPlan", "MicrosoftOnlineServicesID", "Office", "OrganizationalUnit", "Password", "Phone",
        "Migration", "PublicFolder", "RemovedMailbox", "ResetPasswordOnNextLogon", "Room", "RoomMailboxPassword",
        "Shared", "WhatIf",
    ])
    /// The switches that say what a mailbox is for.
    private static let kinds: [(parameter: String, kind: SeedPerson.Kind)] = [
        ("Shared", .shared), ("Room", .room), ("Equipment", .equipment), ("PublicFolder", .shared),
        ("Discovery", .shared), ("Arbitration", .shared), ("Migration", .shared),
    ]
    /// Those of them that are the service's own.
    private static let types: [(parameter: String, details: String)] = [
        ("PublicFolder", "PublicFolderMailbox"), ("Discovery", "DiscoveryMailbox"),
        ("Arbitration", "ArbitrationMailbox"), ("Migration", "ArbitrationMailbox"),
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let kind = Self.kinds.first { call.isOn($0.parameter) }?.kind ?? .user
            let former =
                try call.text("InactiveMailbox").map { try scope.object(named: $0, in: .mailbox, states: [.inactive]) }
                ?? call.text("RemovedMailbox").map {
                    try scope.object(named: $0, in: .mailbox, states: [.softDeleted])
                }
            let recovery = former.map { MailboxRecovery(former: $0, scope: scope) }
            try recovery?.check()
            let signIn = call.text("MicrosoftOnlineServicesID")
            let names = try NewNames(call, isAccount: true, signIn: signIn, scope: scope)
            let login = try signIn ?? names.signInName(scope)
            for address in [login, names.primary] { try scope.requireFree(address) }
            var user = scope.users.draft(
                userPrincipalName: login,
                displayName: names.displayName,
                mailNickname: names.alias
            )
            user.givenName = call.text("FirstName")
            user.surname = call.text("LastName")
            user.office = call.text("Office")
            // The account of a room is on, with a password that nobody knows.
            user.accountEnabled = [.user, .room].contains(kind)
            user.mail = names.primary
            var draft = try draft(of: user, names, kind, call, scope)
            if let type = Self.types.first(where: { call.isOn($0.parameter) }) {
                draft.object.typeDetails = type.details
                // The first one holds the hierarchy.
                let isFirst = try type.parameter == "PublicFolder" && PublicFolderMailboxes(scope).root == nil
                if isFirst { draft.store("IsRootPublicFolderMailbox", true) }
            }
            user.document = try UserFacts.document("{}", with: "proxyAddresses", UserFacts.proxies(of: draft.object))
            let title = scope.objects.names.title(of: draft.object)
            if call.isQuestion { return .confirmation("Creating mailbox \"\(title)\".") }
            try recovery?.move(to: &draft.object)
            if call.isOn("Archive") { MailboxArchive.enable(&draft, named: nil) }
            let stored = try scope.objects.insert(draft.object)
            try scope.objects.beginClientSettings(of: stored, now: scope.now)
            let made = user
            let secret = call.secret("Password") ?? call.secret("RoomMailboxPassword")
            try scope.asking {
                _ = try scope.users.create(
                    made,
                    password: secret ?? "\(UUID.random().uuidString)aA1!",
                    mustChange: call.isOn("ResetPasswordOnNextLogon")
                )
            }
            return scope.made(stored, in: .mailbox)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: Self.own.subtracting(["FederatedIdentity", "OrganizationalUnit"]),
            shape: NounView.mailbox.shape
        )
    }

    private func draft(
        of user: UserRecord,
        _ names: NewNames,
        _ kind: SeedPerson.Kind,
        _ call: BoundCall,
        _ scope: CallScope
    ) throws -> ObjectDraft {
        var person = SeedPerson(kind, names, call, in: scope.tenant)
        person.office = call.text("Office")
        person.isEnabled = user.accountEnabled
        var object = ExchangeObjectMaker(tenant: scope.tenant, now: scope.now).recipient(person)
        object.properties["ExchangeGuid"] = .string(SeedIdentifier.make("mailbox", user.id))
        object.properties["ExternalDirectoryObjectId"] = .string(user.id)
        object.properties["AccountDisabled"] = .bool(!user.accountEnabled)
        object.properties["RoleAssignmentPolicy"] = try scope.objects.defaultRoleAssignmentPolicy()
        for policy in try scope.objects.policiesOfNewObjects(NounView.mailbox.shape).members {
            object.properties[policy.name] = policy.value
        }
        object.properties["Phone"] = call.text("Phone").map { .string($0) }
        for property in ["UserPrincipalName", "WindowsLiveID", "MicrosoftOnlineServicesID"] {
            object.properties[property] = .string(user.userPrincipalName)
        }
        let rules = WritingRules.mailbox
        var draft = try ObjectDraft(new: object, names, view: .mailbox, rules: rules, scope: scope)
        try MailboxPlans(scope).apply(call.text("MailboxPlan"), to: &draft)
        try draft.take(call, beside: Self.own, rules: rules, scope: scope)
        return draft
    }
}
