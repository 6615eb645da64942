import EmulatorCore
import ExoJSON

extension SettingNoun {
    /// Shows its objects, rules with their description.
    func builder(_ objects: ObjectStore, owner: ExchangeObject?) -> RowBuilder {
        guard RuleWords.describes(noun) else {
            return RowBuilder(view: view, names: objects.names, owner: owner, beside: derived(objects, owner))
        }
        let noun = noun
        let recipients = owner == nil ? nil : RuleRecipients(objects: objects)
        return RowBuilder(view: view, names: objects.names, owner: owner) { rule in
            guard let recipients else { return RuleWords.values(of: rule, noun: noun) }
            let (shown, named) = try recipients.values(of: rule)
            var described = rule
            for member in named.members { described.properties[member.name] = member.value }
            var values = RuleWords.values(of: described, noun: noun)
            for member in shown.members { values[member.name] = member.value }
            // A rule of a mailbox is called by its number, whatever its name.
            if let owner { values["Identity"] = .string("\(owner.name)\\\(RuleWords.number(of: rule))") }
            return values
        }
    }

    private static let noGUID = JSONValue.string(GUIDText.empty)

    /// What follows from the other values of an object.
    private func derived(
        _ objects: ObjectStore,
        _ owner: ExchangeObject?
    ) -> (@Sendable (ExchangeObject) throws -> JSONObject)? {
        switch noun {
        case AddressListPath.noun:
            { list in
                let path = JSONValue.string(AddressListPath.path(of: list))
                return [
                    "Identity": path, "Path": path, "Container": .string(AddressListPath.container(of: list)),
                ]
            }
        case "GlobalAddressList": { ["Identity": .string("\\\($0.name)"), "Path": .string("\\\($0.name)")] }
        case "DkimSigningConfig":
            { config in
                let (first, second) = DkimKey.records(of: config)
                return ["Selector1PublicKey": .string(first), "Selector2PublicKey": .string(second)]
            }
        case "ExoSecOpsOverrideRule":
            { rule in
                let policies = try objects.objects(of: SettingNoun("SecOpsOverridePolicy").objectClass)
                let policy = policies.first { $0.guid == rule.text("Policy")?.lowercased() }
                return ["SentTo": .array(policy?.texts("SentTo").map { .string($0) } ?? [])]
            }
        case "FederatedOrganizationIdentifier":
            { _ in
                let domains = try objects.objects(of: .acceptedDomain).map(\.name)
                return ["Domains": .array(domains.map { .string($0) })]
            }
        case "CASMailboxPlan", "MailboxPlan":
            { plan in
                var shown = try objects.unsaidPolicies(of: view.shape)
                for name in plan.properties.names { shown[name] = nil }
                return shown
            }
        case "EmailAddressPolicy":
            { policy in
                var shown: JSONObject = [:]
                if let primary = policy.texts("EnabledEmailAddressTemplates").first(where: { $0.hasPrefix("SMTP:") }) {
                    shown["EnabledPrimarySMTPAddressTemplate"] = .string(String(primary.dropFirst("SMTP:".count)))
                }
                let priority = policy.properties["Priority"]?.integerValue ?? 0
                shown["Priority"] = .string(policy.name == "Default Policy" ? "Lowest" : String(priority))
                return shown
            }
        case "QuarantinePolicy":
            { policy in
                let number = policy.properties[QuarantinePermissions.property]?.integerValue ?? 0
                var shown: JSONObject = [
                    "EndUserQuarantinePermissions": .string("[\(QuarantinePermissions.text(of: number))]")
                ]
                let frequency = "EndUserSpamNotificationFrequency"
                if let span = policy.text(frequency).flatMap({ TimeSpanText(parsing: $0) }) {
                    shown[frequency] = .string(span.duration)
                }
                if QuarantinePolicyCheck.builtIn.contains(policy.name) {
                    for name in ["Guid", "ExchangeObjectId"] { shown[name] = Self.noGUID }
                }
                return shown
            }
        case MessageClassifications.noun: { MessageClassifications.values(of: $0) }
        case "RetentionPolicy", "RetentionPolicyTag":
            { ["RetentionId": .string($0.text("RetentionId") ?? $0.guid)] }
        case SweepRuleNames.noun: { rule in owner.map { SweepRuleNames.shown(rule, of: $0) } ?? [:] }
        case TeamsProtection.noun:
            { policy in
                // The policy that nobody has changed is not stored in the service.
                guard TeamsProtection.isUnstored(policy) else { return [:] }
                let identity = JSONValue.string("\(objects.names.initialDomain)\\\(policy.name)")
                return [
                    "Identity": identity, "Id": identity, "Guid": Self.noGUID,
                    "ObjectCategory": .null, "ObjectClass": ["msExchHostedContentFilterConfig"],
                    "OrganizationalUnitRoot": .string(objects.names.organizationalUnit), "OriginatingServer": "",
                    "WhenChanged": .null, "WhenChangedUTC": .null, "WhenCreated": .null, "WhenCreatedUTC": .null,
                ]
            }
        default: nil
        }
    }
}
