import EmulatorCore
import ExoJSON

/// New-SyncMailPublicFolder: a recipient that stands for a folder which is on premises.
struct SyncMailPublicFolderMaker: CmdletHandler {
    private static let own: Set = NewNames.parameters.union(["EmailAddresses", "Confirm", "WhatIf"])

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in
            let names = try NewNames(call, scope: scope)
            var object = ExchangeObject(
                tenantID: scope.tenant.id,
                objectClass: .recipient,
                guid: "",
                name: names.name,
                created: scope.now,
                changed: scope.now
            )
            object.typeDetails = RecipientTypes.publicFolder
            object.properties = ["DisplayName": .string(names.displayName)]
            let rules = WritingRules.mailPublicFolder
            var draft = try ObjectDraft(
                new: object,
                names,
                addresses: call.texts("EmailAddresses"),
                view: .mailPublicFolder,
                rules: rules,
                scope: scope
            )
            try draft.take(call, beside: Self.own, rules: rules, scope: scope)
            if call.isQuestion { return .confirmation("Creating mail public folder \"\(names.name)\".") }
            return scope.made(try scope.objects.insert(draft.object), in: .mailPublicFolder)
        }
    }

    func unused(_ call: BoundCall) -> [String] {
        call.unused(beside: Self.own, shape: NounView.mailPublicFolder.shape)
    }
}

extension WritingRules {
    /// Set-MailPublicFolder and New-SyncMailPublicFolder.
    static let mailPublicFolder = WritingRules(
        rules: [
            NameRule(), AliasRule(), TargetAddressRule(), ProxyAddressRule(),
            RecipientReferenceRule.recipients(single: ["ForwardingAddress"], lists: ["Contacts"]),
            SenderRestrictionRule.everyRecipient, MailTipRule(),
        ],
        question: "Setting mail public folder"
    )
}

/// `-ExternalEmailAddress` of a public folder: where its mail goes, which is none of its own addresses.
struct TargetAddressRule: ParameterRule {
    func takes(_ parameter: String) -> Bool { parameter == "ExternalEmailAddress" }

    func apply(_ parameter: String, _ value: BoundValue, to draft: inout ObjectDraft, scope: CallScope) throws {
        guard let text = value.text, !text.isEmpty else { return draft.store(parameter, .null) }
        draft.store(parameter, .string("SMTP:\(try ExternalAddressRule.bare(text))"))
    }
}
