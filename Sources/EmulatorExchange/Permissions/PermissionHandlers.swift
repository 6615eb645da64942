import CmdletCatalogue
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Get- of rights.
struct PermissionReader: CmdletHandler {
    let noun: PermissionNoun

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        let wanted = try call.text(noun.trustee).map { try noun.trusteeName($0, scope).name }
        if let wanted, call.text("Identity") == nil { return try listing(of: wanted, call, scope) }
        if noun.listsAll, call.text("Identity") == nil { return try listing(call, scope) }
        let subject = try noun.subject(call, scope)
        if call.isOn("Owner") { return try Self.owner(of: subject, scope) }
        let builder = noun.builder(of: subject, scope.objects)
        let rights = call.texts("AccessRights").map { Set($0.map { $0.lowercased() }) }
        let found = try noun.entries(of: subject, scope).filter { entry in
            let isOfRights = rights.map { wanted in
                entry.texts("AccessRights").contains { wanted.contains($0.lowercased()) }
            }
            return wanted.map { $0 == entry.name } ?? true && isOfRights ?? true
        }
        let limit = try ResultSize.limit(of: call)
        return .listing(ObjectListing(builder: builder, source: .sequences { found.map(\.sequence) }, limit: limit))
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", noun.trustee, "AccessRights", "GroupMailbox", "Owner", "ResultSize", "SoftDeletedMailbox",
            ],
            shape: nil
        )
    }

    /// Whose a mailbox is: its own, unless it was given to somebody who is still there.
    private static func owner(of mailbox: ExchangeObject, _ scope: CallScope) throws -> CmdletOutput {
        let noun = PermissionNoun.ownerNoun
        let title = scope.objects.names.title(of: mailbox)
        var values: JSONObject = ["Identity": .string(mailbox.name)]
        if let guid = mailbox.text(PermissionNoun.owner),
            let owner = try scope.objects.objects(
                named: guid,
                of: .recipient,
                where: { $0.guid == guid && $0.state == .active }
            ).first
        {
            values["Owner"] = .string(owner.text("UserPrincipalName") ?? owner.name)
        }
        return .row(noun, scope, ObjectShape.of(noun: noun).row(title, values))
    }

    /// Everybody's rights, recipient by recipient.
    private func listing(_ call: BoundCall, _ scope: CallScope) throws -> CmdletOutput {
        let wanted = call.texts("AccessRights").map { Set($0.map { $0.lowercased() }) }
        let limit = try ResultSize.limit(of: call)
        let rights = Dictionary(grouping: try scope.objects.objects(of: noun.view.objectClass), by: \.owner)
        let objects = scope.objects
        let rows: @Sendable () throws -> [ObjectRow] = {
            var rows: [ObjectRow] = []
            let range = (after: Int64(0), through: Int64.max)
            try scope.objects.forEach(.recipient, types: noun.subject.types, states: [.active], in: range) { subject in
                let builder = noun.builder(of: subject, objects)
                let entries = noun.withOwn(rights[subject.guid] ?? [], of: subject, scope)
                rows += try entries.filter { entry in
                    wanted.map { rights in entry.texts("AccessRights").contains { rights.contains($0.lowercased()) } }
                        ?? true
                }.map(builder.shown)
                return limit.map { rows.count <= $0 } ?? true
            }
            return rows
        }
        let builder = RowBuilder(view: noun.view, names: objects.names)
        return .listing(ObjectListing(builder: builder, source: .rows(rows), limit: limit))
    }

    /// The rights that one has, on whomever.
    private func listing(of trustee: String, _ call: BoundCall, _ scope: CallScope) throws -> CmdletOutput {
        let objects = scope.objects
        let found = try objects.objects(named: trustee, of: noun.view.objectClass) { $0.name == trustee }
        let account = try objects.recipient(named: trustee)
        let address = JSONValue.string(account?.primaryAddress ?? "")
        let builder = RowBuilder(view: noun.view, names: objects.names) { entry in
            let owner = try objects.objects(named: entry.owner, of: .recipient) { $0.guid == entry.owner }.first
            return ["Identity": .string(owner?.name ?? ""), "PrimarySmtpAddress": address]
        }
        let limit = try ResultSize.limit(of: call)
        return .listing(ObjectListing(builder: builder, source: .sequences { found.map(\.sequence) }, limit: limit))
    }
}

/// Add- and Remove- of rights.
struct PermissionWriter: CmdletHandler {
    let noun: PermissionNoun
    let adds: Bool

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let subject = try noun.subject(call, scope)
            if call.isOn("ResetDefault") || call.isOn("ClearAutoMapping") { return try reset(subject, call, scope) }
            if adds, let owner = call.text("Owner") { return try give(subject, to: owner, call, scope) }
            guard let identity = call.text(noun.trustee), let rights = call.texts("AccessRights") else {
                throw AdminAPIError.notEmulated("\(call.facts.name) without -\(noun.trustee)", stage: .cmdlet)
            }
            // Who is gone is named by the number that stands in the entry.
            let former = try noun.entries(of: subject, scope).first { $0.text(noun.trusteeSID) == identity }
            let account =
                try former.map { (name: $0.name, sid: identity) } ?? noun.trusteeName(identity, isGiven: adds, scope)
            let title = scope.objects.names.title(of: subject)
            if call.isQuestion {
                let what = adds ? "Adding" : "Removing"
                return .confirmation("\(what) \(noun.view.words) \"\(title)\" for user \"\(account.name)\".")
            }
            let isDenial = call.isOn("Deny")
            let stored = try noun.entries(of: subject, scope).first {
                $0.name == account.name && ($0.properties["Deny"]?.boolValue ?? false) == isDenial
            }
            return adds
                ? try add(rights, to: stored, call, subject: subject, account: account, scope)
                : try remove(rights, from: stored, title: title, account: account.name, scope)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "Identity", noun.trustee, "AccessRights", "Confirm", "WhatIf", "ResetDefault", "GroupMailbox", "Owner",
            ],
            shape: noun.view.shape
        )
    }

    /// Makes somebody the owner of a mailbox; `NT AUTHORITY\SELF` makes it its own again.
    private func give(
        _ mailbox: ExchangeObject,
        to identity: String,
        _ call: BoundCall,
        _ scope: CallScope
    ) throws -> CmdletOutput {
        let account = try noun.trusteeName(identity, isGiven: true, scope)
        let title = scope.objects.names.title(of: mailbox)
        if call.isQuestion {
            return .confirmation("Setting the owner of the mailbox \"\(title)\" to \"\(account.name)\".")
        }
        let isOwn = account.name == PermissionNoun.selfName
        let owner = isOwn ? nil : try scope.object(named: identity, in: .recipient, types: PermissionNoun.trustees)
        var object = mailbox
        object.properties[.init(PermissionNoun.owner)] = owner.map { .string($0.guid) }
        object.changed = scope.now
        try scope.objects.update(object)
        let values: JSONObject = ["Identity": .string(mailbox.name), "Owner": .string(account.name)]
        return .row(PermissionNoun.ownerNoun, scope, ObjectShape.of(noun: PermissionNoun.ownerNoun).row(title, values))
    }

    /// Takes all rights that were given, or what Outlook opens by itself, which nothing shows.
    private func reset(_ subject: ExchangeObject, _ call: BoundCall, _ scope: CallScope) throws -> CmdletOutput {
        let title = scope.objects.names.title(of: subject)
        if call.isQuestion { return .confirmation("Removing \(noun.view.words) \"\(title)\".") }
        guard call.isOn("ResetDefault") else { return .done(warnings: []) }
        for entry in try noun.entries(of: subject, scope) where entry.name != PermissionNoun.selfName {
            try scope.objects.remove(entry)
        }
        return .done(warnings: [])
    }

    /// Rights as the service lists them, by the number of each in its enumeration.
    private static func ordered(_ rights: [String]) -> [String] {
        let order = [
            "FullAccess", "ExternalAccount", "DeleteItem", "ReadPermission", "ChangePermission", "ChangeOwner",
        ]
        guard rights.allSatisfy(order.contains) else { return rights }
        return order.filter(rights.contains)
    }

    private func add(
        _ rights: [String],
        to stored: ExchangeObject?,
        _ call: BoundCall,
        subject: ExchangeObject,
        account: (name: String, sid: String),
        _ scope: CallScope
    ) throws -> CmdletOutput {
        let entry = stored ?? noun.entry(of: subject, for: account, rights: [], scope, isDenial: call.isOn("Deny"))
        let merged = Self.ordered(ObjectDraft.merged(entry.texts("AccessRights"), add: rights, remove: []))
        guard merged != entry.texts("AccessRights") else {
            let title = scope.objects.names.title(of: subject)
            let warning =
                "The appropriate access control entry is already present on the object \"\(title)\" for account "
                + "\"\(account.name)\"."
            return .done(warnings: [warning])
        }
        var draft = ObjectDraft(object: entry, shape: noun.view.shape)
        draft.store("AccessRights", .array(merged.map { .string($0) }))
        for name in ["Deny", "InheritanceType"] {
            if let value = call[name] { try draft.set(name, value) }
        }
        draft.object.changed = scope.now
        if stored == nil {
            // Who had the trustee's name before may still have rights under the identifier that follows from it.
            draft.object.guid = UUID.random().uuidString.lowercased()
            draft.object = try scope.objects.insert(draft.object)
        } else {
            try scope.objects.update(draft.object)
        }
        let place = draft.object.sequence
        let builder = RowBuilder(view: noun.view, names: scope.objects.names, owner: subject)
        return .listing(ObjectListing(builder: builder, source: .sequences { [place] }, limit: nil))
    }

    private func remove(
        _ rights: [String],
        from stored: ExchangeObject?,
        title: String,
        account: String,
        _ scope: CallScope
    ) throws -> CmdletOutput {
        guard let stored, account != PermissionNoun.selfName else {
            let warning =
                "Can't remove the access control entry on the object \"\(title)\" for account \"\(account)\" because "
                + "the ACE isn't present or is inherited."
            return .done(warnings: [warning])
        }
        let left = ObjectDraft.merged(stored.texts("AccessRights"), add: [], remove: rights)
        if left.isEmpty {
            try scope.objects.remove(stored)
        } else {
            var object = stored
            object.properties["AccessRights"] = .array(left.map { .string($0) })
            object.changed = scope.now
            try scope.objects.update(object)
        }
        return .done(warnings: [])
    }
}
