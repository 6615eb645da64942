import CmdletCatalogue
import EmulatorCore
import ExoCrypto
import ExoJSON

/// New-TenantAllowBlockListItems: an entry for each value.
///
/// With `-OutputJson` a value that cannot be taken does not keep the others out: it comes back with what is wrong with it.
/// That it comes as a row among the others, and not as a text of all, is a guess.
struct AllowBlockMaker: CmdletHandler {
    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let list = AllowBlockList(call, scope)
            guard call.isOn("Allow") != call.isOn("Block") else { throw AdminAPIError.parameterSet() }
            let kind = call.text("ListSubType") ?? "Tenant"
            let there = try list.entries().filter { $0.text("ListSubType") == kind }
            var known = Set(there.compactMap { $0.text("Value")?.lowercased() })
            var entries = try (call.texts("Entries") ?? []).map { try entry($0, kind, list, call, scope) }
            for (place, entry) in entries.enumerated() {
                guard let problem = problem(of: entry, list, &known) else { continue }
                guard call.isOn("OutputJson") else { throw problem }
                entries[place].properties["Error"] = .string(problem.message)
            }
            if call.isQuestion { return .confirmation("Creating tenant allow block list items.") }
            let made = try entries.map { entry in
                guard entry.properties["Error"] == nil else { return entry }
                return try scope.objects.insert(entry)
            }
            let builder = AllowBlockList.builder(scope, state: "New")
            var listing = ObjectListing(builder: builder, source: .objects { made }, limit: nil)
            // A next page would make them again.
            listing.isOnePage = true
            return .listing(listing)
        }
    }

    /// Why a value cannot be taken; that a call has none twice either is a guess.
    private func problem(
        of entry: ExchangeObject,
        _ list: AllowBlockList,
        _ known: inout Set<String>
    ) -> AdminAPIError? {
        let value = entry.text("Value") ?? ""
        let kind = entry.text("ListSubType") ?? ""
        if let problem = list.problem(of: value, isAllowed: entry.text("Action") == "Allow", kind: kind) {
            return problem
        }
        guard !known.insert(value.lowercased()).inserted else { return nil }
        return AdminAPIError.alreadyThere(value, noun: AllowBlockList.noun.noun)
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(
            beside: [
                "ListType", "ListSubType", "Entries", "Allow", "Block", "NoExpiration", "ExpirationDate", "Notes",
                "OutputJson", "RemoveAfter", "SubmissionID", "Confirm", "WhatIf",
            ],
            shape: nil
        )
    }

    private func entry(
        _ value: String,
        _ kind: String,
        _ list: AllowBlockList,
        _ call: BoundCall,
        _ scope: CallScope
    ) throws -> ExchangeObject {
        var object = AllowBlockList.noun.unnamed(in: scope)
        let isAllowed = call.isOn("Allow")
        object.properties = [
            "ListType": .string(list.type), "Value": .string(value), "ListSubType": .string(kind),
            "Action": isAllowed ? "Allow" : "Block", "Notes": .string(call.text("Notes") ?? ""),
            "ModifiedBy": .string(scope.caller.userPrincipalName ?? scope.caller.applicationID),
            "CreatedDateTime": .string(scope.now.text(.utc)), "LastModifiedDateTime": .string(scope.now.text(.utc)),
            "SysManaged": false, "SubmissionID": .string(call.text("SubmissionID") ?? "Non-Submission"),
            "EntryValueHash": .string(Base64.encode(try Digest.sha256(value.utf8))),
        ]
        for (name, value) in try list.terms(call, isAllowed: isAllowed, kind: kind) where !value.isNull {
            object.properties[name] = value
        }
        return object
    }
}
