import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Which delegates of a mailbox may not read what is protected in it: Get-, Set- and Remove-MailboxIRMAccess.
///
/// See https://learn.microsoft.com/powershell/module/exchange/set-mailboxirmaccess.
struct MailboxIRMAccess: CmdletHandler {
    private static let noun = SettingNoun("MailboxIRMAccess", isOwned: true)
    private static let shape = ObjectShape(
        noun: "MailboxIRMAccess",
        typeName: "Microsoft.Exchange.Data.Storage.Management.MailboxIRMAccess",
        properties: ["Identity", "User", "AccessLevel"].map { PropertyShape(name: $0, kind: .text, fallback: "") }
    )

    /// What is done with an entry.
    enum Action { case show, put, remove }

    let action: Action

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        guard action != .show else { return try show(call, scope) }
        return try scope.context.store.write { _ in
            let mailbox = try scope.object(named: call.text("Identity") ?? "", in: .mailbox)
            let user = try scope.object(named: call.text("User") ?? "", in: .recipient)
            let known = try entry(of: user, mailbox, scope)
            if action == .remove {
                guard let known else { throw AdminAPIError.notFound(user.name, noun: Self.noun.noun) }
                if call.isQuestion { return .confirmation("Removing the IRM access of \"\(user.name)\".") }
                try scope.objects.remove(known)
                return .done(warnings: [])
            }
            let level = call.text("AccessLevel") ?? ""
            guard level.isSame(as: "Block") else {
                throw AdminAPIError.transformation(parameter: "AccessLevel", reason: "The one level is Block.")
            }
            // That they must have it is documented, how it is refused a guess.
            guard try hasFullAccess(user, to: mailbox, scope) else {
                throw AdminAPIError.recipientTask(
                    "The user \"\(user.name)\" doesn't have Full Access permission to the mailbox \"\(mailbox.name)\"."
                )
            }
            if call.isQuestion { return .confirmation("Setting the IRM access of \"\(user.name)\".") }
            guard known == nil else { return .done(warnings: []) }
            var object = ExchangeObject(
                tenantID: scope.tenant.id,
                objectClass: Self.noun.objectClass,
                guid: UUID.random().uuidString.lowercased(),
                name: user.guid,
                created: scope.now,
                changed: scope.now
            )
            object.owner = mailbox.guid
            object.properties = ["User": .string(user.guid), "AccessLevel": "Block"]
            try scope.objects.insert(object)
            return .done(warnings: [])
        }
    }

    private func show(_ call: BoundCall, _ scope: CallScope) throws -> CmdletOutput {
        let mailbox = try call.text("Identity").map { try scope.object(named: $0, in: .mailbox) } ?? scope.ownMailbox()
        let wanted = try call.text("User").map { try scope.object(named: $0, in: .recipient) }
        let rows = try scope.objects.objects(ownedBy: mailbox, Self.noun.objectClass).compactMap {
            entry -> ObjectRow? in
            let guid = entry.text("User") ?? ""
            // Who is gone has no access either.
            guard let user = try scope.objects.objects(named: guid, of: .recipient, where: { $0.guid == guid }).first,
                wanted.map({ $0.guid == guid }) ?? true
            else { return nil }
            var row = ObjectRow(shape: Self.shape, title: mailbox.name)
            row.set([
                "Identity": .string(mailbox.name), "User": .string(user.name),
                "AccessLevel": entry.properties["AccessLevel"] ?? .null,
            ])
            return row
        }
        return .listing(.computed(rows, in: scope))
    }

    /// Whether a delegate may open a mailbox, also as one of a group that may.
    private func hasFullAccess(
        _ user: ExchangeObject,
        to mailbox: ExchangeObject,
        _ scope: CallScope
    ) throws -> Bool {
        let groups = try scope.context.directory.allGroups(containing: user.memberID, in: scope.tenant.id).flatMap {
            try scope.objects.objects(named: $0.id, of: .recipient) { $0.state == .active }
        }
        let names = Set(([user] + groups).map { ($0.text("UserPrincipalName") ?? $0.name).lowercased() })
        return try PermissionNoun.mailbox.entries(of: mailbox, scope).contains { entry in
            names.contains(entry.name.lowercased()) && entry.properties["Deny"] != true
                && entry.texts("AccessRights").contains("FullAccess")
        }
    }

    private func entry(
        of user: ExchangeObject,
        _ mailbox: ExchangeObject,
        _ scope: CallScope
    ) throws -> ExchangeObject? {
        try scope.objects.objects(ownedBy: mailbox, Self.noun.objectClass).first { $0.text("User") == user.guid }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "User", "AccessLevel", "Confirm", "WhatIf"], shape: nil)
    }
}
