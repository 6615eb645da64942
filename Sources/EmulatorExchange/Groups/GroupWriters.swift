import EmulatorAdministration
import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Set-DistributionGroup: the group's own rules, and its names in the directory.
struct GroupSetter: CmdletHandler {
    private let setter = SetHandler(view: .distributionGroup, rules: .distributionGroup)

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let group = try scope.object(named: call.text("Identity") ?? "", in: .distributionGroup)
            let output = try setter.run(call, in: scope)
            guard case .done = output, let id = group.text("ExternalDirectoryObjectId"),
                var record = try scope.context.directory.group(id: id)
            else { return output }
            let changed = try scope.objects.objects(at: [group.sequence]).first ?? group
            record.displayName = changed.text("DisplayName") ?? record.displayName
            record.mailNickname = changed.text("Alias") ?? record.mailNickname
            record.mail = changed.primaryAddress ?? record.mail
            let directory = GroupDirectory(scope: scope)
            try directory.asking { try directory.groups.update(record) }
            return output
        }
    }
}

/// New-DistributionGroup: a group in the directory, and its address.
struct GroupMaker: CmdletHandler {
    private static let own: Set = [
        "Name", "Alias", "DisplayName", "PrimarySmtpAddress", "Type", "Members", "ManagedBy", "Confirm", "WhatIf",
    ]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let name = call.text("Name") ?? ""
            let alias = call.text("Alias") ?? name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
            guard !alias.isEmpty else { throw AdminAPIError.missingParameters(["Alias"]) }
            let isSecurity = call.text("Type")?.lowercased() == "security"
            let directory = GroupDirectory(scope: scope)
            var record = directory.groups.draft(
                displayName: call.text("DisplayName") ?? name,
                mailNickname: alias,
                kind: isSecurity ? .mailEnabledSecurity : .distribution
            )
            if let address = call.text("PrimarySmtpAddress") { record.mail = address }
            var draft = try draft(named: name, record, call, scope)
            for (parameter, value) in call.parameters where !Self.own.contains(parameter) {
                try WritingRules.distributionGroup.apply(parameter, value, to: &draft, scope: scope)
            }
            try WritingRules.distributionGroup.finish(&draft, scope: scope)
            let title = scope.objects.names.title(of: draft.object)
            if call.isQuestion { return .confirmation("Creating distribution group \"\(title)\".") }
            let members = try (call.texts("Members") ?? []).map { try scope.object(named: $0, in: .recipient) }
            let stored = try scope.objects.insert(draft.object)
            try directory.asking {
                try directory.groups.create(record)
                for member in members { try directory.groups.add(directory.id(of: member), to: record.id) }
            }
            let builder = RowBuilder(view: .distributionGroup, names: scope.objects.names)
            return .listing(ObjectListing(builder: builder, source: .sequences { [stored.sequence] }, limit: nil))
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Self.own, shape: NounView.distributionGroup.shape)
    }

    private func draft(
        named name: String,
        _ record: GroupRecord,
        _ call: BoundCall,
        _ scope: CallScope
    ) throws -> ObjectDraft {
        let owners = try (call.texts("ManagedBy") ?? [scope.caller.objectID]).map { identity in
            try scope.object(named: identity, in: .recipient).name
        }
        let seed = SeedGroup(
            kind: record.kind,
            tenantID: scope.tenant.id,
            alias: record.mailNickname,
            domain: scope.tenant.defaultDomain,
            displayName: record.displayName,
            members: [],
            owners: []
        )
        let maker = ExchangeObjectMaker(tenant: scope.tenant, now: scope.now)
        guard var object = maker.group(seed, owners: owners) else { throw AdminAPIError.missingParameters(["Alias"]) }
        object.guid = UUID.random().uuidString.lowercased()
        object.name = name
        object.properties["ExternalDirectoryObjectId"] = .string(record.id)
        // Addresses are held against everybody else's as new ones.
        object.properties["EmailAddresses"] = nil
        var draft = ObjectDraft(object: object, shape: NounView.distributionGroup.shape)
        let rules = WritingRules.distributionGroup
        try rules.apply("Name", .value(.string(name)), to: &draft, scope: scope)
        try rules.apply("Alias", .value(.string(record.mailNickname)), to: &draft, scope: scope)
        let primary = record.mail ?? ""
        let second = "\(record.mailNickname)@\(scope.tenant.initialDomain)"
        var addresses: [JSONValue] = [.string("SMTP:\(primary)")]
        if primary.lowercased() != second.lowercased() { addresses.append(.string("smtp:\(second)")) }
        try rules.apply("EmailAddresses", .value(.array(addresses)), to: &draft, scope: scope)
        return draft
    }
}

/// Remove-DistributionGroup: from the directory and from here.
struct GroupRemover: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let group = try scope.object(named: call.text("Identity") ?? "", in: .distributionGroup)
            let title = scope.objects.names.title(of: group)
            if call.isQuestion { return .confirmation("Removing distribution group \"\(title)\".") }
            let directory = GroupDirectory(scope: scope)
            let id = try directory.id(of: group)
            try directory.asking { try directory.groups.delete(id) }
            try scope.objects.remove(group)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Confirm", "WhatIf"], shape: nil)
    }
}

extension WritingRules {
    /// New- and Set-DistributionGroup.
    static let distributionGroup = WritingRules(
        rules: [
            NameRule(),
            AliasRule(),
            ProxyAddressRule(),
            RecipientReferenceRule(
                single: [],
                lists: [
                    "AcceptMessagesOnlyFrom", "AcceptMessagesOnlyFromDLMembers",
                    "AcceptMessagesOnlyFromSendersOrMembers", "RejectMessagesFrom", "RejectMessagesFromDLMembers",
                    "RejectMessagesFromSendersOrMembers", "BypassModerationFromSendersOrMembers",
                    "GrantSendOnBehalfTo", "ModeratedBy", "ManagedBy",
                ]
            ),
            SenderRestrictionRule(stems: ["AcceptMessagesOnlyFrom", "RejectMessagesFrom"]),
        ],
        question: "Setting distribution group"
    )
}
