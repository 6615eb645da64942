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
        "ExoPhishSimOverrideRule": ["Policy": "PhishSimOverridePolicy"],
        "ExoSecOpsOverrideRule": ["Policy": "SecOpsOverridePolicy"],
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

    /// The nouns whose objects keep the GUID of what they name, and are listed by it.
    private static let byGUID: Set = ["ExoPhishSimOverrideRule", "ExoSecOpsOverrideRule"]

    /// The parameters that name recipients, of nouns whose handlers do not look for them.
    private static let recipients: [String: Set<String>] = [
        "CalendarProcessing": ["BookInPolicy", "RequestInPolicy", "RequestOutOfPolicy", "ResourceDelegates"]
    ]

    /// Those of them that keep the legacy distinguished name.
    private static let legacy: Set = ["BookInPolicy", "RequestInPolicy", "RequestOutOfPolicy"]

    /// The objects that name a policy, and by which property.
    private static let users: [String: (objectClass: ExchangeObject.Class, property: String)] = [
        "ActiveSyncMailboxPolicy": (.setting(noun: "CASMailbox"), "ActiveSyncMailboxPolicy"),
        "AddressBookPolicy": (.recipient, "AddressBookPolicy"),
        "AuthenticationPolicy": (.recipient, "AuthenticationPolicy"),
        "MobileDeviceMailboxPolicy": (.setting(noun: "CASMailbox"), "ActiveSyncMailboxPolicy"),
        "OwaMailboxPolicy": (.setting(noun: "CASMailbox"), "OwaMailboxPolicy"),
        "RetentionPolicy": (.recipient, "RetentionPolicy"),
        "SharingPolicy": (.recipient, "SharingPolicy"),
    ]

    /// The call with the names of the objects that it names in any way.
    ///
    /// - Throws: ``AdminAPIError``: not found.
    static func resolved(_ call: BoundCall, _ scope: CallScope) throws -> BoundCall {
        let isByGUID = byGUID.contains(call.facts.noun)
        guard ["New", "Set"].contains(call.facts.verb) || isByGUID else { return call }
        let (nouns, recipients) = (nouns[call.facts.noun] ?? [:], recipients[call.facts.noun] ?? [])
        guard call.parameters.contains(where: { nouns[$0.name] != nil || recipients.contains($0.name) }) else {
            return call
        }
        var resolved = call
        resolved.parameters = try call.parameters.map { parameter in
            if recipients.contains(parameter.name) {
                let isLegacy = legacy.contains(parameter.name)
                return (parameter.name, try parameter.value.naming { try recipient($0, isLegacy: isLegacy, scope) })
            }
            guard let noun = nouns[parameter.name].map({ SettingNoun($0) }) else { return parameter }
            try scope.objects.makeFirstObjects(of: noun, now: scope.now)
            return (parameter.name, try parameter.value.naming { try name(of: $0, noun, isByGUID, scope) })
        }
        return resolved
    }

    private static func recipient(_ identity: String, isLegacy: Bool, _ scope: CallScope) throws -> String {
        guard !identity.isEmpty else { return identity }
        let object = try scope.object(named: identity, in: .recipient)
        return (isLegacy ? object.text("LegacyExchangeDN") : nil) ?? object.name
    }

    private static func name(
        of identity: String,
        _ noun: SettingNoun,
        _ isByGUID: Bool,
        _ scope: CallScope
    ) throws -> String {
        guard !identity.isEmpty else { return identity }
        guard !identity.contains("*") else { throw AdminAPIError.notFound(identity, noun: noun.noun) }
        let object = try noun.objects(named: identity, owner: nil, scope).first
        return (isByGUID ? object?.guid : object?.name) ?? identity
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
        if noun.noun == "AddressBookPolicy", let user = try users(of: object, noun, scope, atMost: 1).first {
            throw AdminAPIError.invalidOperation(
                "The address book policy \"\(object.name)\" can't be removed because the mailbox \"\(user.name)\" uses it."
            )
        }
        guard noun.noun == "MigrationEndpoint" else { return }
        let batch = try MigrationBatches(scope).all().first { $0.endpoints.contains(object.name.lowercased()) }
        guard let batch else { return }
        throw AdminAPIError.invalidOperation(
            "The migration endpoint \"\(object.name)\" can't be removed because the batch \"\(batch.name)\" uses it."
        )
    }

    /// Takes the name of a policy that goes from whatever has it.
    ///
    /// - Throws: `DatabaseError`.
    static func forget(_ object: ExchangeObject, of noun: SettingNoun, _ scope: CallScope) throws {
        guard let (_, property) = users[noun.noun] else { return }
        for var user in try users(of: object, noun, scope) {
            user.properties[property] = noun.noun == "RetentionPolicy" ? .null : nil
            try scope.objects.update(user)
        }
        guard noun.noun == "AuthenticationPolicy" else { return }
        for var organization in try scope.objects.objects(of: .organization)
        where organization.text("DefaultAuthenticationPolicy")?.lowercased() == object.name.lowercased() {
            organization.properties["DefaultAuthenticationPolicy"] = nil
            try scope.objects.update(organization)
        }
    }

    /// What names a policy.
    private static func users(
        of policy: ExchangeObject,
        _ noun: SettingNoun,
        _ scope: CallScope,
        atMost count: Int = .max
    ) throws -> [ExchangeObject] {
        guard let (objectClass, property) = users[noun.noun] else { return [] }
        let name = policy.name.lowercased()
        var found: [ExchangeObject] = []
        try scope.objects.forEach(objectClass, types: nil, states: [.active], in: (0, .max)) { user in
            if user.text(property)?.lowercased() == name { found.append(user) }
            return found.count < count
        }
        return found
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
    /// The value with other names in it.
    fileprivate func naming(_ name: (String) throws -> String) rethrows -> BoundValue {
        switch self {
        case .value(.string(let text)): .value(.string(try name(text)))
        case .value(.array(let elements)):
            .value(.array(try elements.map { .string(try name($0.stringValue ?? "")) }))
        // Who is there no more is taken away by the name that was kept.
        case .delta(let add, let remove):
            .delta(add: try add.map(name), remove: remove + remove.compactMap { try? name($0) })
        case .value, .secret: self
        }
    }
}
