import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Invoke-HoldRemovalAction: shows what holds a mailbox or a site, and takes a hold from a mailbox whose policy is gone.
struct HoldRemover: CmdletHandler {
    static let noun = "HoldRemovalAction"
    private static let policies = ["CaseHoldPolicy", "RetentionCompliancePolicy", "AppRetentionCompliancePolicy"]

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        if Self.removes(call) { return try remove(call, scope) }
        return try call.text("Action")?.lowercased() == "getholds" ? holds(call, scope) : removals(scope)
    }

    /// Whether a call takes a hold away, and does not only show some.
    static func removes(_ call: BoundCall) -> Bool { call.text("Action")?.lowercased() == "removehold" }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: ["Action", "Confirm", "ExchangeLocation", "Force", "HoldId", "SharePointLocation", "WhatIf"],
            shape: nil
        )
    }

    private func holds(_ call: BoundCall, _ scope: CallScope) throws -> CmdletOutput {
        let found: [String]
        let location: String
        if let site = call.text("SharePointLocation") {
            location = site
            found = try Self.policies(scope).filter { Self.holds($0, site) }.map(\.guid)
        } else {
            let mailbox = try mailbox(call, scope)
            location = mailbox.primaryAddress ?? mailbox.name
            found = try scope.holdMarks(on: mailbox)
        }
        let wanted = call.text("HoldId")?.lowercased()
        let rows = found.filter { wanted == nil || $0.lowercased() == wanted }.map { id in
            ObjectShape.of(noun: Self.noun).row(id, ["HoldId": .string(id), "Location": .string(location)])
        }
        return .rows(Self.noun, scope) { rows }
    }

    /// Takes the mark of a policy from a mailbox; an inactive one that nothing holds any more is a deleted one.
    private func remove(_ call: BoundCall, _ scope: CallScope) throws -> CmdletOutput {
        guard call.text("SharePointLocation") == nil else {
            throw AdminAPIError.notEmulated("\(call.facts.name) of a site's holds", stage: .cmdlet)
        }
        guard let hold = call.text("HoldId") else { throw AdminAPIError.missingParameters(["HoldId"]) }
        return try scope.context.store.write { _ in
            let before = try mailbox(call, scope)
            guard let mark = try scope.holdMarks(on: before).first(where: { $0.lowercased() == hold.lowercased() })
            else {
                throw AdminAPIError.notFound(hold, noun: Self.noun)
            }
            let marks = before.texts("InPlaceHolds")
            guard marks.contains(mark) else {
                throw AdminAPIError.recipientTask(
                    "The hold \(mark) is for all mailboxes. Take \"\(before.name)\" out of it by \(Self.wayOut(of: before))."
                )
            }
            let policy = try policy(of: mark, scope)
            guard call.isOn("Force") || policy == nil || policy?.properties["Enabled"] == false else {
                throw AdminAPIError.recipientTask(
                    "The hold \(mark) belongs to an active policy. Remove the location from the policy, or use the Force "
                        + "switch."
                )
            }
            if call.isQuestion { return .confirmation("Removing the hold \(mark) of \"\(before.name)\".") }
            var object = before
            object.properties["InPlaceHolds"] = .array(marks.filter { $0 != mark }.map { .string($0) })
            if mark.hasPrefix("UniH"), object.state == .active { object.properties["DelayHoldApplied"] = true }
            try scope.releaseIfInactive(&object)
            try scope.objects.update(object, from: before)
            let location = before.primaryAddress ?? before.name
            let actor = try scope.context.directory.user(id: scope.caller.objectID)?.userPrincipalName
            try ContentStore(scope).put(
                .holdRemoval,
                owner: before.guid,
                key: mark,
                ["Location": .string(location), "RemovedBy": .string(actor ?? scope.caller.objectID)],
                at: scope.now
            )
            return .done(warnings: [])
        }
    }

    /// How a mailbox is taken out of a hold that is for all: Set-Mailbox does so with inactive ones alone.
    private static func wayOut(of mailbox: ExchangeObject) -> String {
        if mailbox.state == .inactive { return "Set-Mailbox with the ExcludeFromOrgHolds parameter" }
        let location = mailbox.typeDetails == RecipientTypes.groupMailbox ? "ModernGroup" : "Exchange"
        return "Set-RetentionCompliancePolicy with the Add\(location)LocationException parameter"
    }

    private func removals(_ scope: CallScope) throws -> CmdletOutput {
        let rows = try ContentStore(scope).entries(.holdRemoval).map { entry in
            ObjectShape.of(noun: Self.noun).row(
                entry.key,
                [
                    "HoldId": .string(entry.key), "Location": entry.value["Location"] ?? "",
                    "RemovedBy": entry.value["RemovedBy"] ?? .null, "WhenRemoved": entry.changed.json,
                ]
            )
        }
        return .rows(Self.noun, scope) { rows }
    }

    private func mailbox(_ call: BoundCall, _ scope: CallScope) throws -> ExchangeObject {
        guard let location = call.text("ExchangeLocation") else {
            throw AdminAPIError.missingParameters(["ExchangeLocation"])
        }
        return try MailboxTarget.mailbox(named: location, noun: "Mailbox", scope, states: MailboxTarget.all)
    }

    /// The policies that hold.
    static func policies(_ scope: CallScope) throws -> [ExchangeObject] {
        try policies.compactMap(ComplianceNoun.named).flatMap { try scope.objects.objects(of: $0.objectClass) }
    }

    /// The policy that a mark names, `nil` once it is gone.
    private func policy(of mark: String, _ scope: CallScope) throws -> ExchangeObject? {
        let key = mark.filter { $0 != "-" }.lowercased()
        return try Self.policies(scope).first { policy in key.contains(policy.guid.filter { $0 != "-" }) }
    }

    /// Whether a policy holds a site.
    private static func holds(_ policy: ExchangeObject, _ site: String) -> Bool {
        guard policy.properties["Enabled"] != false else { return false }
        func has(_ list: String) -> Bool { policy.texts(list).contains { $0.lowercased() == site.lowercased() } }
        return has("SharePointLocation")
            || policy.texts("SharePointLocation") == ["All"] && !has("SharePointLocationException")
    }
}
