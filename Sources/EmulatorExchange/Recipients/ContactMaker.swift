import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// New-MailContact: somebody outside who stands in the organization's address book.
struct ContactMaker: CmdletHandler {
    private static let own: Set = NewNames.parameters.union([
        "Confirm", "ExternalEmailAddress", "FirstName", "Initials", "LastName", "OrganizationalUnit", "WhatIf",
    ])

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let address = try ExternalAddressRule.bare(call.text("ExternalEmailAddress") ?? "")
            let names = try NewNames(call, scope: scope)
            var person = SeedPerson(.contact, names, call, in: scope.tenant)
            person.externalAddress = address
            var object = ExchangeObjectMaker(tenant: scope.tenant, now: scope.now).recipient(person)
            object.properties["ExternalDirectoryObjectId"] = .string(UUID.random().uuidString.lowercased())
            object.properties["Initials"] = call.text("Initials").map { .string($0) }
            let rules = WritingRules.mailContact
            var draft = try ObjectDraft(
                new: object,
                names,
                addresses: ["SMTP:\(address)"],
                view: .mailContact,
                rules: rules,
                scope: scope
            )
            try draft.take(call, beside: Self.own, rules: rules, scope: scope)
            let title = scope.objects.names.title(of: draft.object)
            if call.isQuestion { return .confirmation("Creating mail contact \"\(title)\".") }
            return scope.made(try scope.objects.insert(draft.object), in: .mailContact)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Self.own.subtracting(["OrganizationalUnit"]), shape: NounView.mailContact.shape)
    }
}

/// Remove- of a recipient without an account: it goes for good, and out of every group.
struct RecipientRemover: CmdletHandler {
    let view: NounView

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let object = try scope.object(named: call.text("Identity") ?? "", in: view)
            let title = scope.objects.names.title(of: object)
            if call.isQuestion { return .confirmation("Removing \(view.words) \"\(title)\".") }
            try scope.leaveGroups(object)
            try scope.objects.remove(object)
            try scope.objects.replaceReferences(to: object.name, with: nil)
            return .done(warnings: [])
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: ["Identity", "Confirm", "Force", "WhatIf"], shape: nil)
    }
}
