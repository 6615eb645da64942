import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// Which parameters name objects of other nouns, which must be there.
enum SettingReferences {
    private static func quarantine(_ messages: String...) -> [String: String] {
        Dictionary(uniqueKeysWithValues: messages.map { ("\($0)QuarantineTag", "QuarantinePolicy") })
    }

    /// What rules of preset protection and of its evaluation name.
    private static let protection = [
        "SafeAttachmentPolicy": "SafeAttachmentPolicy", "SafeLinksPolicy": "SafeLinksPolicy",
    ]

    /// The nouns of the objects by noun and parameter.
    static let nouns: [String: [String: String]] = [
        AddressListPath.noun: [AddressListPath.container: AddressListPath.noun],
        "AddressBookPolicy": [
            "AddressLists": "AddressList", "GlobalAddressList": "GlobalAddressList",
            "OfflineAddressBook": "OfflineAddressBook", "RoomList": "AddressList",
        ],
        "AntiPhishPolicy": quarantine("MailboxIntelligence", "Spoof", "TargetedDomain", "TargetedUser"),
        "AntiPhishRule": ["AntiPhishPolicy": "AntiPhishPolicy"],
        "ATPBuiltInProtectionRule": protection,
        "ATPEvaluationRule": protection.merging(["AntiPhishPolicy": "AntiPhishPolicy"]) { policy, _ in policy },
        "ATPProtectionPolicyRule": protection,
        "CASMailbox": ["ActiveSyncMailboxPolicy": "MobileDeviceMailboxPolicy", "OwaMailboxPolicy": "OwaMailboxPolicy"],
        "CASMailboxPlan": ["OwaMailboxPolicy": "OwaMailboxPolicy"],
        "EOPProtectionPolicyRule": [
            "AntiPhishPolicy": "AntiPhishPolicy", "HostedContentFilterPolicy": "HostedContentFilterPolicy",
            "MalwareFilterPolicy": "MalwareFilterPolicy",
        ],
        "ExoPhishSimOverrideRule": ["Policy": "PhishSimOverridePolicy"],
        "ExoSecOpsOverrideRule": ["Policy": "SecOpsOverridePolicy"],
        "HostedContentFilterPolicy": quarantine(
            "Bulk",
            "HighConfidencePhish",
            "HighConfidenceSpam",
            "Phish",
            "Spam"
        ),
        "HostedContentFilterRule": ["HostedContentFilterPolicy": "HostedContentFilterPolicy"],
        "HostedOutboundSpamFilterRule": ["HostedOutboundSpamFilterPolicy": "HostedOutboundSpamFilterPolicy"],
        "InboundConnector": ["AssociatedAcceptedDomains": "AcceptedDomain"],
        "Mailbox": [
            "AddressBookPolicy": "AddressBookPolicy", "DataEncryptionPolicy": "DataEncryptionPolicy",
            "RetentionPolicy": "RetentionPolicy", "SharingPolicy": "SharingPolicy",
        ],
        "MailboxPlan": ["RetentionPolicy": "RetentionPolicy"],
        "MailUser": ["DataEncryptionPolicy": "DataEncryptionPolicy"],
        "MalwareFilterPolicy": quarantine(""),
        "MalwareFilterRule": ["MalwareFilterPolicy": "MalwareFilterPolicy"],
        "OfflineAddressBook": ["AddressLists": "AddressList"],
        "OrganizationConfig": ["DefaultAuthenticationPolicy": "AuthenticationPolicy"],
        "RetentionPolicy": ["RetentionPolicyTagLinks": "RetentionPolicyTag"],
        "SafeAttachmentPolicy": quarantine(""),
        "SafeAttachmentRule": ["SafeAttachmentPolicy": "SafeAttachmentPolicy"],
        "SafeLinksRule": ["SafeLinksPolicy": "SafeLinksPolicy"],
        "TeamsProtectionPolicy": quarantine("HighConfidencePhish", "Malware"),
        "TransportRule": [
            "ApplyRightsProtectionCustomizationTemplate": "OMEConfiguration",
            "ApplyRightsProtectionTemplate": "RMSTemplate",
            "RouteMessageOutboundConnector": "OutboundConnector",
        ],
        "UnifiedGroup": ["DataEncryptionPolicy": "DataEncryptionPolicy"],
        "User": ["AuthenticationPolicy": "AuthenticationPolicy"],
    ]

    /// Where a name is looked for that the noun has no object of.
    private static let also = [
        "AddressList": "GlobalAddressList", "MobileDeviceMailboxPolicy": "ActiveSyncMailboxPolicy",
    ]

    /// The nouns of what a parameter may name, the first before the other; a list of addresses stands in no global one.
    static func nouns(of parameter: String, _ noun: String) -> [String] {
        [noun] + (parameter == AddressListPath.container ? [] : also[noun].map { [$0] } ?? [])
    }

    /// The nouns whose objects stand in a folder, and are named with it.
    static let inFolders: Set = ["AddressList", "GlobalAddressList", "OfflineAddressBook"]

    /// How a name is kept.
    static func kept(_ name: String, of noun: String) -> String { inFolders.contains(noun) ? "\\\(name)" : name }

    /// The nouns whose objects keep the GUID of what they name, and are listed by it.
    static let byGUID: Set = ["ExoPhishSimOverrideRule", "ExoSecOpsOverrideRule"]

    /// The parameters that name recipients, of nouns whose handlers do not look for them.
    private static let recipients: [String: Set<String>] = [
        "AvailabilityConfig": ["OrgWideAccount"],
        "CalendarProcessing": ["BookInPolicy", "RequestInPolicy", "RequestOutOfPolicy", "ResourceDelegates"],
        "OrganizationConfig": ["HierarchicalAddressBookRoot", "RemotePublicFolderMailboxes"],
        "OrganizationRelationship": groups,
    ]

    /// Those of them that name groups.
    private static let groups: Set = ["FreeBusyAccessScope", "MailTipsAccessScope"]

    /// Those of them that keep the legacy distinguished name.
    private static let legacy: Set = ["BookInPolicy", "RequestInPolicy", "RequestOutOfPolicy"]

    /// The call with the names of the objects that it names in any way.
    ///
    /// - Throws: ``AdminAPIError``: not found.
    static func resolved(_ call: BoundCall, _ scope: CallScope) throws -> BoundCall {
        let isByGUID = byGUID.contains(call.facts.noun)
        guard ["New", "Set"].contains(call.facts.verb) || isByGUID else { return call }
        let (nouns, recipients) = (nouns[call.facts.noun] ?? [:], recipients[call.facts.noun] ?? [])
        let parties = RuleParties.parameters(of: call)
        guard
            call.parameters.contains(where: {
                nouns[$0.name] != nil || recipients.contains($0.name) || parties.contains($0.name)
            })
        else { return call }
        var resolved = call
        resolved.parameters = try call.parameters.map { parameter in
            if recipients.contains(parameter.name) {
                let isLegacy = legacy.contains(parameter.name)
                let types = groups.contains(parameter.name) ? RecipientTypes.groups : nil
                return (
                    parameter.name,
                    try parameter.value.naming { try recipient($0, types, isLegacy: isLegacy, scope) }
                )
            }
            if parties.contains(parameter.name) {
                return (
                    parameter.name,
                    try parameter.value.naming { try RuleParties.address(of: $0, for: parameter.name, scope) }
                )
            }
            guard let noun = nouns[parameter.name] else { return parameter }
            let those = Self.nouns(of: parameter.name, noun)[...]
            return (parameter.name, try parameter.value.naming { try name(of: $0, those, isByGUID, scope) })
        }
        return resolved
    }

    private static func recipient(
        _ identity: String,
        _ types: Set<String>?,
        isLegacy: Bool,
        _ scope: CallScope
    ) throws -> String {
        guard !identity.isEmpty else { return identity }
        let object = try scope.referenced(identity, types: types)
        return (isLegacy ? object.text("LegacyExchangeDN") : nil) ?? object.name
    }

    private static func name(
        of identity: String,
        _ nouns: ArraySlice<String>,
        _ isByGUID: Bool,
        _ scope: CallScope
    ) throws -> String {
        // A backslash alone is the folder of all lists.
        guard let noun = nouns.first, !identity.isEmpty, identity != "\\" else { return identity }
        guard noun != "AcceptedDomain" else { return try scope.object(named: identity, in: .acceptedDomain).name }
        guard !identity.contains("*") else { throw AdminAPIError.notFound(identity, noun: noun) }
        do {
            let settings = SettingNoun(noun)
            try scope.objects.makeFirstObjects(of: settings, now: scope.now)
            let object = try settings.objects(named: identity, owner: nil, scope).first
            return
                (isByGUID ? object?.guid : object.map { kept(AddressListPath.reference(to: $0, settings), of: noun) })
                ?? identity
        } catch let error as AdminAPIError {
            guard nouns.count > 1 else { throw error }
            return try name(of: identity, nouns.dropFirst(), isByGUID, scope)
        }
    }
}

extension BoundValue {
    /// The value with other names in it.
    func naming(_ name: (String) throws -> String) rethrows -> BoundValue {
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
