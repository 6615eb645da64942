import EmulatorCore
import ExoJSON

/// Which objects of some nouns a listing has beyond what its parameters' properties say.
struct SettingChoice: Sendable {
    private let noun: String
    private let kinds: Set<String>?
    private let names: Set<String>?
    /// What a name has in it, in small letters.
    private let words: String?
    /// The mailbox whose own tags are asked for.
    private let mailbox: ExchangeObject?

    /// - Throws: ``AdminAPIError`` when there is no such mailbox.
    init(_ call: BoundCall, of noun: SettingNoun, _ scope: CallScope) throws {
        self.noun = noun.noun
        words = noun.noun == AddressListPath.noun ? call.text(Self.search)?.lowercased() : nil
        mailbox = try call.text("Mailbox").flatMap { identity in
            guard call.isOn(OptionalTags.parameter) else { return nil }
            return try scope.object(named: identity, in: .mailbox)
        }
        switch noun.noun {
        case "QuarantinePolicy":
            kinds = call.text("QuarantinePolicyType").map { [$0.lowercased()] }
            names = nil
        case "MigrationEndpoint":
            kinds = call.text("Type").map { [$0.lowercased()] }
            names = nil
        case "RetentionPolicyTag":
            kinds = call.texts("Types").map { Set($0.map { $0.lowercased() }) }
            names =
                mailbox == nil
                ? try call.text("Mailbox").map { try Self.tags(of: scope.object(named: $0, in: .mailbox), scope) } : nil
        case PolicyTip.noun:
            kinds = call.text("Action").map { [$0.lowercased()] }
            names = call.text("Locale").map { [$0.lowercased()] }
        case "RMSTemplate":
            let kind = call.text("Type")?.lowercased()
            kinds = kind == "all" ? nil : kind.map { [$0] }
            names = try Self.hasTemplates(scope) ? nil : []
        default: (kinds, names) = (nil, nil)
        }
    }

    /// The parameter that looks for words in the names of lists of addresses.
    private static let search = "SearchText"

    /// The parameters that choose, and are no properties.
    static func parameters(_ noun: SettingNoun) -> Set<String> {
        switch noun.noun {
        case AddressListPath.noun: [search]
        case "MigrationEndpoint", "RMSTemplate": ["Type"]
        case PolicyTip.noun: ["Action", "Locale"]
        case "RetentionPolicyTag": ["Types", "Mailbox"]
        default: []
        }
    }

    func takes(_ object: ExchangeObject, isNamed: Bool) -> Bool {
        switch noun {
        case AddressListPath.noun:
            guard let words else { return true }
            return [object.name, object.text("DisplayName") ?? ""].contains { $0.lowercased().contains(words) }
        // Nothing is listed as long as nobody is trusted.
        case "ArcConfig": return !object.texts("ArcTrustedSealers").isEmpty
        // The policy that is for all is listed to who asks for it.
        case "QuarantinePolicy":
            let kind = object.text("QuarantinePolicyType")?.lowercased() ?? "quarantinepolicy"
            return kinds?.contains(kind) ?? (isNamed || kind == "quarantinepolicy")
        case "MigrationEndpoint":
            return kinds?.contains(object.text("EndpointType")?.lowercased() ?? "exchangeremotemove") ?? true
        case "RetentionPolicyTag":
            let isOfKind = kinds?.contains(object.text("Type")?.lowercased() ?? "all") ?? true
            if let mailbox { return isOfKind && OptionalTags.isGiven(object, to: mailbox) }
            return isOfKind
                && names.map { OptionalTags.isShown(object) && $0.contains(object.name.lowercased()) } ?? true
        case PolicyTip.noun:
            guard let tip = PolicyTip(object.name) else { return kinds == nil && names == nil }
            return kinds?.contains(tip.action.lowercased()) ?? true && names?.contains(tip.locale.lowercased()) ?? true
        case "RMSTemplate":
            return names == nil && kinds?.contains(object.text("Type")?.lowercased() ?? "") ?? true
        default: return true
        }
    }

    /// Whether templates can be used, which rights management inside the organization is for.
    private static func hasTemplates(_ scope: CallScope) throws -> Bool {
        let noun = SettingNoun("IRMConfiguration", isSingle: true)
        try scope.objects.makeFirstObjects(of: noun, now: scope.now)
        let property = "InternalLicensingEnabled"
        guard let config = try scope.objects.objects(of: noun.objectClass).first else { return true }
        return (config.properties[.init(property)] ?? noun.view.shape.property(property)?.fallback) == true
    }

    /// The tags that a mailbox has from its policy.
    ///
    /// - Returns: Their names, in lower case.
    static func tags(of mailbox: ExchangeObject, _ scope: CallScope) throws -> Set<String> {
        let noun = SettingNoun("RetentionPolicy")
        try scope.objects.makeFirstObjects(of: noun, now: scope.now)
        let name =
            mailbox.text("RetentionPolicy") ?? NounView.mailbox.shape.property("RetentionPolicy")?.fallback.stringValue
        let policy = try scope.objects.objects(of: noun.objectClass).first { policy in
            name.map { policy.name.lowercased() == $0.lowercased() } ?? (policy.properties["IsDefault"] == true)
        }
        return Set(policy?.texts("RetentionPolicyTagLinks").map { $0.lowercased() } ?? [])
    }
}
