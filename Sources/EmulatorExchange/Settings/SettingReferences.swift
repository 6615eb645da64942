import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Which parameters name objects of other nouns, which must be there.
enum SettingReferences {
    private static let quarantine = [
        "SpamQuarantineTag", "HighConfidenceSpamQuarantineTag", "PhishQuarantineTag",
        "HighConfidencePhishQuarantineTag",
        "BulkQuarantineTag",
    ]

    /// The nouns of the objects by noun and parameter.
    private static let nouns: [String: [String: String]] = [
        "AntiPhishRule": ["AntiPhishPolicy": "AntiPhishPolicy"],
        "CASMailbox": ["ActiveSyncMailboxPolicy": "MobileDeviceMailboxPolicy", "OwaMailboxPolicy": "OwaMailboxPolicy"],
        "HostedContentFilterPolicy": Dictionary(uniqueKeysWithValues: quarantine.map { ($0, "QuarantinePolicy") }),
        "HostedContentFilterRule": ["HostedContentFilterPolicy": "HostedContentFilterPolicy"],
        "HostedOutboundSpamFilterRule": ["HostedOutboundSpamFilterPolicy": "HostedOutboundSpamFilterPolicy"],
        "Mailbox": [
            "AddressBookPolicy": "AddressBookPolicy", "RetentionPolicy": "RetentionPolicy",
            "SharingPolicy": "SharingPolicy",
        ],
        "MalwareFilterPolicy": ["QuarantineTag": "QuarantinePolicy"],
        "MalwareFilterRule": ["MalwareFilterPolicy": "MalwareFilterPolicy"],
        "RetentionPolicy": ["RetentionPolicyTagLinks": "RetentionPolicyTag"],
        "SafeAttachmentRule": ["SafeAttachmentPolicy": "SafeAttachmentPolicy"],
        "SafeLinksRule": ["SafeLinksPolicy": "SafeLinksPolicy"],
        "TransportRule": ["RouteMessageOutboundConnector": "OutboundConnector"],
        "User": ["AuthenticationPolicy": "AuthenticationPolicy"],
    ]

    /// The parameters that name recipients, of nouns whose handlers do not look for them.
    private static let recipients: [String: Set<String>] = [
        "CalendarProcessing": ["BookInPolicy", "RequestInPolicy", "RequestOutOfPolicy", "ResourceDelegates"]
    ]

    /// The call with the names of the objects that it names in any way.
    ///
    /// - Throws: ``AdminAPIError``: not found.
    static func resolved(_ call: BoundCall, _ scope: CallScope) throws -> BoundCall {
        guard ["New", "Set"].contains(call.facts.verb) else { return call }
        let (nouns, recipients) = (nouns[call.facts.noun] ?? [:], recipients[call.facts.noun] ?? [])
        guard call.parameters.contains(where: { nouns[$0.name] != nil || recipients.contains($0.name) }) else {
            return call
        }
        var resolved = call
        resolved.parameters = try call.parameters.map { parameter in
            if recipients.contains(parameter.name) {
                for identity in parameter.value.named { _ = try scope.object(named: identity, in: .recipient) }
            }
            guard let noun = nouns[parameter.name].map({ SettingNoun($0) }) else { return parameter }
            try scope.objects.makeFirstObjects(of: noun, now: scope.now)
            return (parameter.name, try parameter.value.naming { try name(of: $0, noun, scope) })
        }
        return resolved
    }

    private static func name(of identity: String, _ noun: SettingNoun, _ scope: CallScope) throws -> String {
        guard !identity.isEmpty else { return identity }
        guard !identity.contains("*") else { throw AdminAPIError.notFound(identity, noun: noun.noun) }
        return try noun.objects(named: identity, owner: nil, scope).first?.name ?? identity
    }

    /// Refuses a rule for a policy that has one, since a policy belongs to one rule; the words are a guess.
    static func checkUnique(_ rule: ExchangeObject, of noun: SettingNoun, _ scope: CallScope) throws {
        guard let policy = policy(of: noun.noun), let name = rule.text(policy),
            let other = try self.rule(noun.noun, naming: name, in: policy, scope, besides: rule.guid)
        else { return }
        throw AdminAPIError.invalidOperation("The policy \"\(name)\" is already used by the rule \"\(other.name)\".")
    }

    /// Refuses to take away a policy that a rule uses; the words are a guess.
    static func checkUnused(_ object: ExchangeObject, of noun: SettingNoun, _ scope: CallScope) throws {
        for rules in nouns.keys {
            guard policy(of: rules) == noun.noun,
                let user = try rule(rules, naming: object.name, in: noun.noun, scope)
            else { continue }
            throw AdminAPIError.invalidOperation(
                "The policy \"\(object.name)\" can't be removed because the rule \"\(user.name)\" uses it."
            )
        }
        guard noun.noun == "MigrationEndpoint" else { return }
        let batch = try MigrationBatches(scope).all().first { batch in
            batch.entry.text("SourceEndpoint")?.lowercased() == object.name.lowercased()
        }
        guard let batch else { return }
        throw AdminAPIError.invalidOperation(
            "The migration endpoint \"\(object.name)\" can't be removed because the batch \"\(batch.name)\" uses it."
        )
    }

    /// The noun of the policies of a noun's rules, which is the parameter that names one too.
    private static func policy(of noun: String) -> String? {
        nouns[noun]?.first { $0.key == $0.value && noun.hasSuffix("Rule") }?.value
    }

    /// A rule that names a policy.
    private static func rule(
        _ noun: String,
        naming policy: String,
        in parameter: String,
        _ scope: CallScope,
        besides guid: String = ""
    ) throws -> ExchangeObject? {
        try scope.objects.objects(of: SettingNoun(noun).objectClass).first { rule in
            rule.guid != guid && rule.text(parameter)?.lowercased() == policy.lowercased()
        }
    }
}

extension BoundValue {
    /// The identities that it names or adds; none where it is taken away.
    fileprivate var named: [String] {
        switch self {
        case .delta(let add, _): add
        default: (texts ?? text.map { [$0] } ?? []).filter { !$0.isEmpty }
        }
    }

    /// The value with other names in it.
    fileprivate func naming(_ name: (String) throws -> String) rethrows -> BoundValue {
        switch self {
        case .value(.string(let text)): .value(.string(try name(text)))
        case .value(.array(let elements)):
            .value(.array(try elements.map { .string(try name($0.stringValue ?? "")) }))
        case .delta(let add, let remove): .delta(add: try add.map(name), remove: remove)
        case .value, .secret: self
        }
    }
}
