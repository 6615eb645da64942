import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Personal retention tags that a mailbox was given beside those of its policy.
///
/// See https://learn.microsoft.com/powershell/module/exchangepowershell/set-retentionpolicytag.
enum OptionalTags {
    static let parameter = "OptionalInMailbox"
    static let noun = SettingNoun("RetentionPolicyTag")
    /// Where a mailbox keeps the GUIDs of its tags.
    static let stored = "OptionalRetentionTags"

    /// Gives a mailbox its tags, in the place of those that it was given before unless the call adds and removes.
    ///
    /// - Returns: `nil` where the call is about a tag.
    /// - Throws: ``AdminAPIError``: not found, no personal tag (its words are a guess), a mailbox alone.
    static func change(_ call: BoundCall, _ scope: CallScope) throws -> CmdletOutput? {
        guard call.text("Identity") == nil, let identity = call.text("Mailbox") else { return nil }
        guard let wanted = call[parameter] else { throw AdminAPIError.parameterSet() }
        try scope.objects.makeFirstObjects(of: noun, now: scope.now)
        let mailbox = try scope.object(named: identity, in: .mailbox)
        let tags: [String]
        if case .delta(let add, let remove) = wanted {
            tags = ObjectDraft.merged(
                mailbox.texts(stored),
                add: try guids(of: add, scope),
                remove: try guids(of: remove, scope)
            )
        } else {
            tags = try guids(of: wanted.newTexts, scope)
        }
        if call.isQuestion { return .confirmation("Setting the retention tags of mailbox \"\(mailbox.name)\".") }
        var draft = ObjectDraft(object: mailbox, shape: NounView.mailbox.shape)
        draft.object.properties[stored] = tags.isEmpty ? nil : .array(tags.map { .string($0) })
        return try scope.save(draft, title: mailbox.name)
    }

    private static func guids(of names: [String], _ scope: CallScope) throws -> [String] {
        try names.filter { !$0.isEmpty }.map { name in
            // A pattern names no tag.
            guard !name.contains("*"), let tag = try noun.objects(named: name, owner: nil, scope).first else {
                throw AdminAPIError.notFound(name, noun: noun.noun)
            }
            guard tag.text("Type") == "Personal" else {
                throw AdminAPIError.invalidOperation("The retention tag \"\(tag.name)\" isn't a personal tag.")
            }
            return tag.guid
        }
    }

    /// Whether a tag is one that a mailbox was given.
    static func isGiven(_ tag: ExchangeObject, to mailbox: ExchangeObject) -> Bool {
        mailbox.texts(stored).contains(tag.guid)
    }

    /// Whether a tag is one that people see: the default of all that has none, or one of their choice.
    static func isShown(_ tag: ExchangeObject) -> Bool { ["All", "Personal"].contains(tag.text("Type") ?? "All") }
}

/// Set-RetentionPolicyTag.
struct OptionalTagsCmdlet: CmdletHandler {
    /// What runs the cmdlet where it is about a tag.
    let handler: any CmdletHandler

    func run(_ call: BoundCall, in scope: CallScope) throws -> CmdletOutput {
        try scope.context.store.write { _ in try OptionalTags.change(call, scope) } ?? handler.run(call, in: scope)
    }

    func unused(_ call: BoundCall) -> [String] { handler.unused(call) }
}
