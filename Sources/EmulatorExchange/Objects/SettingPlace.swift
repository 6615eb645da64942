/// Where the directory keeps the settings of a noun, and of which class they are.
struct SettingPlace: Sendable {
    /// The containers between an object and the tenant's configuration.
    let path: String
    /// The class, and its name in the schema.
    let objectClass: String
    let category: String
    /// Whether the objects are among the tenant's recipients.
    var isOfRecipients = false

    /// What is known of a noun; of others the place and the class are named after the noun.
    static func of(noun: String) -> SettingPlace {
        if let place = known[noun] { return place }
        guard rules.contains(noun) else {
            return SettingPlace(path: "CN=\(noun)", objectClass: "msExch\(noun)", category: "ms-Exch-\(noun)")
        }
        // Rules of mail are kept by kind.
        return SettingPlace(
            path: "CN=\(noun.dropLast("Rule".count))Versioned,CN=Rules,CN=Transport Settings",
            objectClass: "msExchTransportRule",
            category: "ms-Exch-Transport-Rule"
        )
    }

    private static let rules: Set = [
        "AntiPhishRule", "ATPBuiltInProtectionRule", "ATPEvaluationRule", "ATPProtectionPolicyRule",
        "EOPProtectionPolicyRule", "HostedContentFilterRule", "HostedOutboundSpamFilterRule", "MalwareFilterRule",
        "SafeAttachmentRule", "SafeLinksRule", "TransportRule",
    ]

    private static let known: [String: SettingPlace] = [
        "AntiPhishPolicy": transport("AntiPhish", "Hosted-Content-Filter-Config"),
        "AuthenticationPolicy": SettingPlace(
            path: "CN=Auth Policies",
            objectClass: "msExchAuthPolicy",
            category: "ms-Exch-Auth-Policy"
        ),
        // Plans of mailboxes are made like mailboxes.
        "CASMailboxPlan": plan, "MailboxPlan": plan,
        "AtpPolicyForO365": transport("Atp Policy For O365", "Hosted-Content-Filter-Config"),
        // The classes of the next two, and of protection in Teams, are guesses.
        "HostedConnectionFilterPolicy": transport("Hosted Connection Filter", "Hosted-Connection-Filter-Config"),
        "HostedOutboundSpamFilterPolicy": transport("Outbound Spam Filter", "Hosted-Content-Filter-Config"),
        "HostedContentFilterPolicy": transport("Hosted Content Filter", "Hosted-Content-Filter-Config"),
        "MalwareFilterPolicy": transport("Malware Filter", "Malware-Filter-Config"),
        "SafeAttachmentPolicy": transport("Safe Attachment", "Safe-Attachment-Protection-Config"),
        "SafeLinksPolicy": transport("Safe Links", "Smart-Links-Protection-Config"),
        "TeamsProtectionPolicy": transport("ATP Teams Protection", "Hosted-Content-Filter-Config"),
    ]

    private static let plan = SettingPlace(path: "", objectClass: "user", category: "Person", isOfRecipients: true)

    private static func transport(_ container: String, _ category: String) -> SettingPlace {
        SettingPlace(
            path: "CN=\(container),CN=Transport Settings",
            objectClass: "msExch" + category.filter { $0 != "-" },
            category: "ms-Exch-\(category)"
        )
    }
}
