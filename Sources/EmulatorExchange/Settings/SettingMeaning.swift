import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// What single nouns of settings mean beyond their properties; the words of the refusals are guesses.
enum SettingMeaning {
    /// Nouns whose objects are filters of recipients.
    private static let filtering: Set = ["AddressList", "EmailAddressPolicy", "GlobalAddressList"]
    private static let filters = DynamicFilterRule()

    /// Puts a parameter into an object.
    ///
    /// - Throws: ``AdminAPIError`` when the value is not one of the property's.
    static func write(
        _ parameter: String,
        _ value: BoundValue,
        to draft: inout ObjectDraft,
        of noun: SettingNoun,
        _ scope: CallScope
    ) throws {
        if let change = ListChange(parameter, of: draft.shape) { return change.apply(value, to: &draft) }
        if noun.noun == "SharingPolicy", parameter == "Domains" {
            draft.store(parameter, .array(draft.texts(parameter).map { .string(SharingDomain.text($0)) }))
            return try draft.set(parameter, value.naming(SharingDomain.text))
        }
        guard filtering.contains(noun.noun), filters.takes(parameter) else { return try draft.set(parameter, value) }
        try filters.apply(parameter, value, to: &draft, scope: scope)
    }

    /// Puts what follows from switches of a call and from the moment into a new object.
    ///
    /// - Throws: ``AdminAPIError`` for an object that cannot be made.
    static func begin(
        _ draft: inout ObjectDraft,
        _ call: BoundCall,
        of noun: SettingNoun,
        _ scope: CallScope
    ) throws {
        switch noun.noun {
        case "MigrationEndpoint":
            let kinds = ["IMAP", "ExchangeRemoteMove", "ExchangeOutlookAnywhere", "PSTImport", "PublicFolder", "Gmail"]
            draft.store("EndpointType", .string(kinds.first { call.isOn($0) } ?? "ExchangeRemoteMove"))
            draft.store("UseAutoDiscover", .bool(call.isOn("Autodiscover")))
            if call.isOn("IMAP"), call["Port"] == nil { draft.store("Port", 993) }
            draft.store("LastModifiedTime", scope.now.json)
        case "DkimSigningConfig": try DkimRotator.begin(&draft, call, scope)
        case "ReportSubmissionPolicy":
            // A new policy reports to Microsoft and to the organization's own mailbox.
            for name in ["EnableReportToMicrosoft"]
                + ["Junk", "NotJunk", "Phish"].map({ "Report\($0)ToCustomizedAddress" })
            where call[name] == nil { draft.store(name, true) }
        case AddressListPath.noun where call["DisplayName"] == nil:
            draft.store("DisplayName", .string(draft.object.name))
        case TeamsProtection.noun: try TeamsProtection.giveWay(call, scope)
        case "RetentionPolicyTag" where call["RetentionEnabled"] == nil: draft.store("RetentionEnabled", true)
        default: break
        }
    }

    /// Puts in what follows from the values of an object, before it is looked at as a whole.
    ///
    /// - Throws: ``AdminAPIError``.
    static func settle(
        _ draft: inout ObjectDraft,
        _ call: BoundCall,
        of noun: SettingNoun,
        _ scope: CallScope
    ) throws {
        if filtering.contains(noun.noun) { try filters.finish(&draft, scope: scope) }
        switch noun.noun {
        case "InboundConnector":
            // A domain is an address space with its cost.
            let domains = draft.texts("SenderDomains").map { $0.contains(";") ? $0 : "smtp:\($0);1" }
            draft.store("SenderDomains", .array(domains.map { .string($0) }))
        case "TransportRule":
            guard let said = call[TransportRuleDefaults.parameter] else { return }
            try draft.set(TransportRuleDefaults.notification, said)
        case "DkimSigningConfig": DkimRotator.settle(&draft, call, scope)
        case "HostedContentFilterPolicy" where draft.object.text("AddXHeaderValue")?.contains(" ") == true:
            // A name of a header has no blanks; the service has one of its own for such.
            draft.store("AddXHeaderValue", "X-This-Is-Spam")
        case "EmailAddressPolicy":
            // One of the templates is that of the primary address.
            guard let primary = call.text("EnabledPrimarySMTPAddressTemplate") else { return }
            let others = draft.texts("EnabledEmailAddressTemplates").filter { !$0.hasPrefix("SMTP:") }
            draft.store("EnabledEmailAddressTemplates", .array((["SMTP:\(primary)"] + others).map { .string($0) }))
            draft.object.properties["EnabledPrimarySMTPAddressTemplate"] = nil
        case "MobileDeviceMailboxPolicy" where call["RequireStorageCardEncryption"]?.flag == true:
            draft.store("DeviceEncryptionEnabled", true)
        case PlanReader.plans.noun:
            try WritingRules.mailboxPlan.finish(&draft, scope: scope)
        case TeamsProtection.noun where draft.isChanged && TeamsProtection.isUnstored(draft.original):
            draft.object.name = TeamsProtection.name
        case "SweepRule": try SweepRuleCheck.settle(&draft, call)
        case "QuarantinePolicy":
            guard let said = call["EndUserQuarantinePermissions"] else { return }
            draft.store(QuarantinePermissions.property, .integer(QuarantinePermissions.number(of: said)))
        default: break
        }
    }

    /// Refuses an object that cannot be.
    ///
    /// - Throws: ``AdminAPIError``.
    static func check(
        _ draft: ObjectDraft,
        _ call: BoundCall,
        of noun: SettingNoun,
        owner: ExchangeObject?,
        _ scope: CallScope
    ) throws {
        try RuleWords.checkAction(of: draft, call, noun: noun.noun)
        try SettingReferences.checkPolicy(draft, of: noun, scope)
        try OwnMailboxes.check(draft, of: noun, scope)
        try MailFlowCheck.check(draft, of: noun.noun)
        try checkPreset(draft, noun)
        switch noun.noun {
        case AddressListPath.noun: try AddressListPath.checkUnique(draft.object, scope)
        case "InboxRule":
            for parameter in ["MoveToFolder", "CopyToFolder"] where draft.changes(parameter) {
                guard let folder = draft.object.text(parameter), !folder.isEmpty else { continue }
                // A colon without a backslash behind it is a part of the name.
                let isWhole = folder.contains(":\\") && !folder.hasPrefix(":")
                let place = isWhole ? folder : "\(owner?.guid ?? ""):\(folder.drop { $0 == ":" })"
                _ = try FolderReference(place, noun: "MailboxFolder", scope)
            }
        case PolicyTip.noun where draft.object.sequence == 0 || draft.object.name != draft.original.name:
            try PolicyTip.check(draft.object.name)
        case "App" where call.facts.verb == "New":
            // A manifest has one source, and the page makes none of them mandatory.
            func isGiven(_ name: String) -> Bool {
                switch call[name] {
                case nil, .value(.null), .value(.string("")), .value(.array([])): false
                default: true
                }
            }
            if isGiven("MarketplaceServicesUrl"), !isGiven("MarketplaceAssetID") {
                throw AdminAPIError.missingParameters(["MarketplaceAssetID"])
            }
            guard ["FileData", "FileStream", "MarketplaceAssetID", "Url"].contains(where: isGiven) else {
                throw AdminAPIError.parameterSet()
            }
        case "QuarantinePolicy": try QuarantinePolicyCheck.check(draft)
        case GroupAddressPolicy.noun.noun:
            if draft.changes(GroupAddressPolicy.filter), let filter = draft.object.text(GroupAddressPolicy.filter) {
                _ = try FilterProperties.recipientFilter(filter, parameter: GroupAddressPolicy.filter)
            }
            guard draft.changes("EnabledEmailAddressTemplates") else { return }
            let templates = draft.texts("EnabledEmailAddressTemplates")
            guard templates.contains(where: { $0.hasPrefix("SMTP:") }) else {
                throw AdminAPIError.invalidOperation("One of the templates must have the prefix SMTP.")
            }
            for template in templates {
                // Only the service's own policy has variables.
                guard !template.contains("%") else {
                    throw MailFlowCheck.invalid(template, "EnabledEmailAddressTemplates")
                }
                try scope.requireAcceptedDomain(of: template)
            }
        case "JournalRule" where draft.changes("JournalEmailAddress"):
            guard let address = draft.object.text("JournalEmailAddress"),
                let recipient = try scope.objects.recipient(named: address),
                RecipientTypes.hasMailbox(recipient.typeDetails)
            else { return }
            throw AdminAPIError.invalidOperation(
                "The journal email address \"\(address)\" can't be that of a mailbox in the organization."
            )
        case "RemoteDomain":
            let domain = draft.object.text("DomainName")?.lowercased()
            let others = try scope.objects.objects(of: noun.objectClass)
            guard
                others.contains(where: { $0.guid != draft.object.guid && $0.text("DomainName")?.lowercased() == domain }
                )
            else { return }
            throw AdminAPIError.alreadyThere(draft.object.text("DomainName") ?? "", noun: noun.noun)
        case "ResourceConfig" where draft.changes("ResourcePropertySchema"):
            let before = draft.original.texts("ResourcePropertySchema")
            for text in draft.texts("ResourcePropertySchema") where !before.contains(text) {
                let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, ["room", "equipment"].contains(parts[0].lowercased()), !parts[1].isEmpty,
                    !parts[1].contains(where: \.isWhitespace)
                else {
                    throw AdminAPIError.invalidOperation("The resource property \"\(text)\" isn't valid.")
                }
            }
        case "RetentionPolicyTag":
            for property in ["AgeLimitForRetention", "RetentionAction"]
            where call.isOn("RetentionEnabled") && (draft.object.properties[.init(property)] ?? .null).isNull {
                guard call[property] == nil else { continue }
                throw AdminAPIError.invalidOperation(
                    "The retention tag \"\(draft.object.name)\" can't be enabled without \(property)."
                )
            }
            guard draft.object.text("RetentionAction") == "MoveToArchive",
                !["All", "Personal", "RecoverableItems"].contains(draft.object.text("Type") ?? "Personal")
            else { return }
            throw AdminAPIError.invalidOperation(
                "The retention action MoveToArchive isn't valid for a tag of the type \(draft.object.text("Type") ?? "")."
            )
        case "RetentionPolicy" where draft.changes("RetentionPolicyTagLinks"):
            let linked = Set(draft.texts("RetentionPolicyTagLinks").map { $0.lowercased() })
            let tags = try scope.objects.objects(of: SettingNoun("RetentionPolicyTag").objectClass)
            let defaults = tags.filter { linked.contains($0.name.lowercased()) && $0.text("Type") == "All" }
            // One deletes, one archives, and one is for voicemail.
            let kinds = defaults.map { tag in
                tag.text("RetentionAction") == "MoveToArchive"
                    ? "archive" : (tag.text("MessageClass") ?? "*").lowercased()
            }
            guard Set(kinds).count == kinds.count else {
                throw AdminAPIError.invalidOperation(
                    "The retention policy \"\(draft.object.name)\" can't have two default tags of the same kind."
                )
            }
        default: break
        }
    }

    /// Refuses to change a policy of the built-in, standard and strict protection, which are the service's own.
    ///
    /// See https://learn.microsoft.com/defender-office-365/preset-security-policies.
    private static func checkPreset(_ draft: ObjectDraft, _ noun: SettingNoun) throws {
        let policy = draft.original
        let isPreset =
            policy.properties["IsBuiltInProtection"] == true
            || ["Standard", "Strict"].contains(policy.text("RecommendedPolicyType"))
        guard isPreset, draft.object.sequence != 0, draft.isChanged else { return }
        throw AdminAPIError.invalidOperation(
            "The \(noun.words) \"\(policy.name)\" belongs to a preset security policy and can't be changed."
        )
    }

    /// Refuses settings of a recipient that cannot be.
    ///
    /// - Throws: ``AdminAPIError``.
    static func check(_ draft: ObjectDraft, _ call: BoundCall, of noun: String) throws {
        if noun == "EventsFromEmailConfiguration" {
            // Its levels are texts that tell letter case apart.
            for parameter in call.facts.parameters where !parameter.values.isEmpty && draft.changes(parameter.name) {
                guard let level = draft.object.text(parameter.name), !parameter.values.contains(level) else { continue }
                throw MailFlowCheck.invalid(level, parameter.name)
            }
        }
        for parameter in ["TimeZone", "WorkingHoursTimeZone"] {
            guard draft.changes(parameter), let zone = draft.object.text(parameter) else { continue }
            guard TimeZones.names.contains(zone.lowercased()) else {
                throw AdminAPIError.invalidOperation("The time zone \"\(zone)\" isn't valid.")
            }
        }
        guard noun == "MailboxAutoReplyConfiguration" else { return }
        guard draft.value("DeclineAllEventsForScheduledOOF") != true || call.texts("EventsToDeleteIDs") == nil else {
            throw AdminAPIError.invalidOperation(
                "EventsToDeleteIDs can't be used when DeclineAllEventsForScheduledOOF is $true."
            )
        }
        guard draft.object.text("AutoReplyState") == "Scheduled",
            let start = draft.object.text("StartTime").flatMap({ ServiceDate(parsing: $0) }),
            let end = draft.object.text("EndTime").flatMap({ ServiceDate(parsing: $0) }), end <= start
        else { return }
        throw AdminAPIError.invalidOperation("The start time of automatic replies must be before their end time.")
    }

    /// What the service warns of when an object was changed; the words are a guess.
    static func warnings(of draft: ObjectDraft, _ noun: SettingNoun) -> [String] {
        guard noun.noun == "AdminAuditLogConfig", draft.changes("UnifiedAuditLogIngestionEnabled"),
            draft.value("UnifiedAuditLogIngestionEnabled") == true
        else { return [] }
        return ["It may take up to 60 minutes for the change of the audit log configuration to take effect."]
    }

    /// Refuses to take away what has to stay.
    ///
    /// - Throws: ``AdminAPIError``.
    static func checkRemoval(of object: ExchangeObject, _ noun: SettingNoun, _ scope: CallScope) throws {
        let isDefault =
            SettingDefault.property(of: noun).map { object.properties[$0] == true } ?? false
            || noun.noun == "RemoteDomain" && object.name == "Default"
            || noun.noun == "OMEConfiguration" && object.name == "OME Configuration"
            || noun.noun == "QuarantinePolicy" && object.text("QuarantinePolicyType") == "GlobalQuarantinePolicy"
            || noun.noun == "QuarantinePolicy" && QuarantinePolicyCheck.builtIn.contains(object.name)
            || object.properties["IsBuiltInProtection"] == true
            || object.properties["IsDefaultGlobalAddressList"] == true
        guard !isDefault else {
            throw AdminAPIError.invalidOperation("The default \(noun.words) \"\(object.name)\" can't be removed.")
        }
        try SettingReferences.checkUnused(object, of: noun, scope)
    }
}
