import EmulatorCore
import ExoJSON

/// Refuses settings of mail flow that the service takes from nobody; the words are guesses.
enum MailFlowCheck {
    /// - Throws: ``AdminAPIError``.
    static func check(_ draft: ObjectDraft, of noun: String) throws {
        switch noun {
        case "InboundConnector":
            try checkAddresses(draft, "SenderIPAddresses", areOfConnector: true)
            try checkNames(draft, "SenderDomains", MailDomain.isAddressSpace)
            try require(draft, "TlsSenderCertificateName", beside: "RestrictDomainsToCertificate")
            try checkInternal(draft)
        case "OutboundConnector":
            try OutboundConnectorCheck.check(draft)
            if draft.value("UseMXRecord") == false, draft.texts("SmartHosts").isEmpty {
                throw AdminAPIError.invalidOperation("SmartHosts must be specified when UseMXRecord is $false.")
            }
            guard draft.value("TlsSettings") == "DomainValidation", isEmpty(draft.value("TlsDomain")) else { return }
            throw AdminAPIError.invalidOperation("TlsDomain must be specified when TlsSettings is DomainValidation.")
        case "PerimeterConfig":
            try checkNames(draft, "GatewayIPAddresses") { $0.contains(":") || IPv4Range($0) != nil }
        case "HostedConnectionFilterPolicy":
            for list in ["IPAllowList", "IPBlockList"] { try checkAddresses(draft, list) }
        case "HostedContentFilterPolicy":
            try checkName(draft)
            try checkNames(draft, "RegionBlockList") { Countries.name(of: $0) != nil && $0.count == 2 }
            let redirects = draft.object.properties.members.contains {
                $0.name.hasSuffix("Action") && $0.value == "Redirect" && draft.changes($0.name)
            }
            guard redirects, draft.texts("RedirectToRecipients").isEmpty else { return }
            throw AdminAPIError.invalidOperation("RedirectToRecipients must be specified for the action Redirect.")
        case "AntiPhishPolicy":
            for target in draft.texts("TargetedUsersToProtect") where draft.changes("TargetedUsersToProtect") {
                let parts = target.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2, !parts[0].isEmpty, ProxyAddresses.isAddress(parts[1]) else {
                    throw AdminAPIError.invalidOperation(
                        "The user \"\(target)\" isn't valid. The format is \"DisplayName;EmailAddress\"."
                    )
                }
            }
        case "ExoPhishSimOverrideRule":
            try checkNames(draft, "Domains") { MailDomain.isDomain($0, takesStar: true) }
            try checkNames(draft, "SenderIpRanges") { $0.contains(":") || IPv4Range($0) != nil }
            try checkCount(draft, "Domains", 1...20)
            try checkCount(draft, "SenderIpRanges", 1...10)
        case "ExternalInOutlook":
            try checkNames(draft, "AllowList") {
                ProxyAddresses.isAddress($0) || MailDomain.isDomain($0, takesStar: true)
            }
            try checkCount(draft, "AllowList", 0...200)
            guard draft.texts("AllowList").reduce(0, { $0 + $1.utf8.count }) <= 8192 else {
                throw AdminAPIError.invalidOperation("AllowList can't be larger than 8 KB.")
            }
        case "SharingPolicy" where draft.changes("Domains"): try checkSharing(draft.texts("Domains"))
        case "TransportRule": try TransportRuleCheck.check(draft)
        default: break
        }
    }

    /// Single addresses, and ranges of 256 at most; a connector's are of the fourth version.
    private static func checkAddresses(_ draft: ObjectDraft, _ list: String, areOfConnector: Bool = false) throws {
        guard draft.changes(list) else { return }
        let before = Set(draft.original.texts(list))
        for text in draft.texts(list) where !before.contains(text) {
            if text.contains(":"), !areOfConnector { continue }
            guard let range = IPv4Range(text), range.first >> 8 == range.last >> 8 else {
                throw AdminAPIError.invalidOperation(
                    "The IP address \"\(text)\" isn't valid. It must be an address, or a range of 256 at most (/24 to /32)."
                )
            }
        }
    }

    /// Mail comes from inside over connectors of the organization's own servers, where these are not Exchange.
    private static func checkInternal(_ draft: ObjectDraft) throws {
        let names = ["TreatMessagesAsInternal", "ConnectorType", "CloudServicesMailEnabled"]
        guard names.contains(where: draft.changes), draft.value(names[0]) == true else { return }
        guard draft.value(names[1]) == "OnPremises", draft.value(names[2]) != true else {
            throw AdminAPIError.invalidOperation(
                "TreatMessagesAsInternal can be $true only if ConnectorType is OnPremises and CloudServicesMailEnabled is $false."
            )
        }
    }

    /// Lists that hold so many elements.
    private static func checkCount(_ draft: ObjectDraft, _ list: String, _ range: ClosedRange<Int>) throws {
        guard draft.changes(list) || draft.object.sequence == 0, !range.contains(draft.texts(list).count) else {
            return
        }
        throw AdminAPIError.invalidOperation(
            "\(list) must have from \(range.lowerBound) to \(range.upperBound) entries."
        )
    }

    /// The name of a spam filter policy that is new.
    private static func checkName(_ draft: ObjectDraft) throws {
        let name = draft.object.name
        guard draft.object.sequence == 0 || name != draft.original.name,
            name.contains(where: { "\\%&*+/=?{}|<>();:[],\"".contains($0) })
        else { return }
        throw invalid(name, "Name")
    }

    /// Names that are new in a list.
    static func checkNames(_ draft: ObjectDraft, _ list: String, _ isName: (String) -> Bool) throws {
        guard draft.changes(list) else { return }
        let before = Set(draft.original.texts(list))
        for text in draft.texts(list) where !before.contains(text) && !isName(text) {
            throw invalid(text, list)
        }
    }

    /// The refusal of a value that is none of a property's.
    static func invalid(_ value: String, _ property: String) -> AdminAPIError {
        AdminAPIError.invalidOperation("The value \"\(value)\" of \(property) isn't valid.")
    }

    private static func checkSharing(_ domains: [String]) throws {
        let known = [
            "calendarsharingfreebusysimple", "calendarsharingfreebusydetail", "calendarsharingfreebusyreviewer",
            "contactssharing",
        ]
        for domain in domains {
            let actions = domain.split(separator: ":", maxSplits: 1).dropFirst().first?.split(separator: ",") ?? []
            let isKnown = actions.allSatisfy { known.contains($0.lowercased().trimmingBlanks) }
            guard !actions.isEmpty, isKnown else {
                throw AdminAPIError.invalidOperation("The sharing policy domain \"\(domain)\" isn't valid.")
            }
        }
    }

    /// Refuses a property without another one that it needs.
    ///
    /// - Throws: ``AdminAPIError``.
    static func require(_ draft: ObjectDraft, _ needed: String, beside property: String) throws {
        guard draft.changes(property) || draft.changes(needed), !isEmpty(draft.value(property)),
            isEmpty(draft.value(needed))
        else { return }
        throw AdminAPIError.invalidOperation("\(needed) must be specified together with \(property).")
    }

    private static func isEmpty(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool(false), .string(""), .array([]): true
        default: false
        }
    }
}
