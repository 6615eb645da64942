import EmulatorCore
import ExoJSON

/// Cases are open or closed: one that is closed holds nothing, and one with holds, be they on or off, cannot be removed.
///
/// See https://learn.microsoft.com/purview/ediscovery-close-reopen-delete-cases; the words are a guess.
struct CaseRule: ObjectRule {
    private static let holds = "CaseHoldPolicy"

    func takes(_ parameter: String) -> Bool { ["Close", "Reopen", "RoleGroup", "RecentOnly"].contains(parameter) }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        if draft.object.sequence == 0 {
            draft.store("Status", "Active")
            draft.store("CreatedDateTime", .string(scope.now.text(.utc)))
            if draft.object.text("CaseType") == nil { draft.store("CaseType", "eDiscovery") }
            // Who makes a case belongs to it.
            let own = try scope.objects.objects(named: scope.caller.objectID, of: .recipient) { $0.state == .active }
            draft.object.properties[ComplianceMembership.stored] = .array(own.prefix(1).map { .string($0.guid) })
        }
        let isClosed = draft.object.text("Status") == "Closed"
        if call.isOn("Close") {
            guard !isClosed else { throw Self.already(draft.object, "closed") }
            draft.store("Status", "Closed")
            draft.store("ClosedBy", .string(Self.caller(scope)))
            draft.store("ClosedDateTime", .string(scope.now.text(.utc)))
        }
        if call.isOn("Reopen") {
            guard isClosed else { throw Self.already(draft.object, "open") }
            draft.store("Status", "Active")
            draft.store("ClosedBy", "")
            draft.store("ClosedDateTime", .null)
        }
        draft.store("LastModifiedDateTime", .string(scope.now.text(.utc)))
    }

    /// A case of eDiscovery (Standard) is listed unless another kind is asked for.
    func shows(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> Bool {
        call.text("CaseType") != nil || call.text("Identity") != nil
            || (object.text("CaseType") ?? "eDiscovery") == "eDiscovery"
    }

    /// The holds of a case that was closed are turned off, and stay so when it is opened again.
    func stored(_ object: ExchangeObject, in scope: CallScope) throws {
        guard object.text("Status") == "Closed", let noun = ComplianceNoun.named(Self.holds) else { return }
        var ended: [ExchangeObject] = []
        for var hold in try scope.objects.objects(ownedBy: object, noun.objectClass)
        where hold.properties["Enabled"] != false {
            hold.properties["Enabled"] = false
            hold.properties[DistributionRule.moment] = .string(scope.now.text(.utc))
            hold.changed = scope.now
            try scope.objects.update(hold)
            ended.append(hold)
        }
        guard !ended.isEmpty else { return }
        for rule in noun.rules { try rule.stored(ended, in: scope) }
    }

    func removing(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws {
        guard let noun = ComplianceNoun.named(Self.holds) else { return }
        let names = try scope.objects.objects(ownedBy: object, noun.objectClass).map { "\"\($0.name)\"" }
        guard names.isEmpty else {
            throw AdminAPIError.invalidOperation(
                "The case \"\(object.name)\" can't be removed because it still has the holds "
                    + "\(names.joined(separator: ", ")). Remove them first."
            )
        }
    }

    func derived(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> JSONObject {
        ["Identity": .string(object.guid), "ExternalId": .string(object.text("ExternalId") ?? "")]
    }

    static func caller(_ scope: CallScope) -> String { scope.caller.userPrincipalName ?? scope.caller.applicationID }

    private static func already(_ object: ExchangeObject, _ state: String) -> AdminAPIError {
        .invalidOperation("The case \"\(object.name)\" is \(state) already.")
    }
}

/// Holds and searches that belong to a case; those of others stand by themselves.
struct OfCaseRule: ObjectRule {
    /// Whether an object without a case is listed only where no case is named.
    let isOptional: Bool

    func takes(_ parameter: String) -> Bool { parameter == "Case" }

    func apply(_ call: BoundCall, to draft: inout ObjectDraft, in scope: CallScope) throws {
        guard draft.object.sequence == 0, let identity = call.text("Case") else { return }
        let found = try found(identity, scope)
        guard found.text("Status") != "Closed" else {
            throw AdminAPIError.invalidOperation("The case \"\(found.name)\" is closed. Reopen it first.")
        }
        draft.object.owner = found.guid
        draft.object.properties["CaseId"] = .string(found.guid)
        draft.object.properties["CaseName"] = .string(found.name)
    }

    func shows(_ object: ExchangeObject, _ call: BoundCall, in scope: CallScope) throws -> Bool {
        if let identity = call.text("Case") { return object.owner == (try found(identity, scope)).guid }
        return !isOptional || object.owner.isEmpty || call.text("Identity") != nil
    }

    private func found(_ identity: String, _ scope: CallScope) throws -> ExchangeObject {
        let noun = ComplianceNoun.complianceCase
        try noun.prepare(scope)
        return try noun.object(named: identity, scope)
    }
}
