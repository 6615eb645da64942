import CmdletCatalogue
import EmulatorCore
import ExoJSON

/// A message that the filters hold back, and what was done with it.
struct QuarantinedMessage: Sendable {
    /// How long the service keeps them at most, in days; of malware nobody says otherwise.
    static let days = 30

    let message: TrafficMessage
    /// What an administrator did, `nil` for nothing.
    let entry: ContentStore.Entry?
    /// How many days the filter's policy keeps what it caught.
    var retention = QuarantinedMessage.days

    var identity: String { Self.identity(of: message) }

    static func identity(of message: TrafficMessage) -> String {
        "\(message.traceID)\\\(SeedIdentifier.make("quarantine", message.traceID, message.recipient))"
    }

    /// Why it is here.
    var type: String {
        let numbers = StableNumbers("quarantine", message.traceID)
        switch numbers.below(100, at: 0) {
        case 0..<45: return "Spam"
        case 45..<65: return "HighConfPhish"
        case 65..<80: return "Phish"
        case 80..<92: return "Bulk"
        default: return "Malware"
        }
    }

    var policyType: String { type == "Malware" ? "AntiMalwarePolicy" : "HostedContentFilterPolicy" }

    var expires: ServiceDate { message.received.adding(days: type == "Malware" ? Self.days : retention) }

    var isDeleted: Bool { entry?.value["Deleted"] == true }

    /// Whether it was deleted so that it can be had back.
    var isRecoverable: Bool { isDeleted && entry?.value["HardDeleted"] != true }

    /// `NotReleased`, `Released`, `Denied`, `Requested`; rows have it in capitals.
    var releaseStatus: String { entry?.text("ReleaseStatus") ?? "NotReleased" }

    /// What only administrators release as long as nobody set another policy.
    private static let tags: Set = ["HighConfPhish", "Malware"]

    /// Whether it is kept so that those to whom it was sent see to it.
    private var isTheirs: Bool { !Self.tags.contains(type) }

    /// What a row says; who may release messages may so whatever the policy says.
    func values(organization: String, mayRelease: Bool) -> JSONObject {
        let isAllowed = isTheirs || mayRelease
        let isReleased = releaseStatus == "Released"
        let released = entry?.value["ReleasedUser"] ?? []
        return [
            "Identity": .string(identity), "MessageId": .string(message.messageID),
            "ReceivedTime": message.received.json, "Expires": expires.json, "Organization": .string(organization),
            "SenderAddress": .string(message.sender), "RecipientAddress": [.string(message.recipient)],
            "Subject": .string(message.subject), "Size": .integer(message.size), "Type": .string(type),
            "QuarantineTypes": .string(type), "PolicyType": .string(policyType), "PolicyName": "Default",
            "Direction": "Inbound", "EntityType": "Email", "RecipientCount": 1,
            "ReleaseStatus": .string(releaseStatus.uppercased()), "Released": .bool(isReleased),
            "ReleasedUser": released, "ReleasedCount": .integer(Int64(released.arrayValue?.count ?? 0)),
            "ReleasedBy": entry?.value["ReleasedBy"] ?? [], "Reported": entry?.value["Reported"] ?? false,
            "TagName": .string(isTheirs ? "DefaultFullAccessPolicy" : "AdminOnlyAccessPolicy"),
            // Of full access as it was seen, of the other policy after the page of Get-QuarantineMessage; that this shows
            // neither of the first two is a guess.
            "PermissionToDelete": .bool(isTheirs), "PermissionToPreview": .bool(isTheirs),
            "PermissionToRelease": .bool(isAllowed), "PermissionToDownload": .bool(isAllowed),
            "PermissionToAllowSender": .bool(isAllowed),
        ]
    }

    /// The message as it came.
    var source: String {
        """
        \(header)
        \r
        \(message.subject)\r

        """
    }

    var header: String {
        [
            "Received: from \(message.fromIP) by \(TenantNames.host) with Microsoft SMTP Server; "
                + message.received.text(.utc),
            "From: <\(message.sender)>", "To: <\(message.recipient)>", "Subject: \(message.subject)",
            "Message-ID: \(message.messageID)", "Date: \(message.received.text(.utc))",
            "X-MS-Exchange-Organization-Network-Message-Id: \(message.traceID)",
            "X-MS-Exchange-Organization-SCL: \(type == "Bulk" ? 6 : 9)", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
        ].joined(separator: "\r\n")
    }
}

/// The messages that are held back in a tenant.
struct Quarantine: Sendable {
    static let noun = "QuarantineMessage"
    let traffic: Traffic
    let store: ContentStore
    private let tenantID: String
    private let retention: Int

    /// - Throws: `DatabaseError`.
    init(_ scope: CallScope) throws {
        traffic = try Traffic(scope)
        store = ContentStore(scope)
        tenantID = scope.tenant.id
        retention = try Self.retention(scope)
    }

    /// How many days the default policy, which catches all that is caught here, keeps it.
    private static func retention(_ scope: CallScope) throws -> Int {
        let noun = SettingNoun("HostedContentFilterPolicy")
        try scope.objects.makeFirstObjects(of: noun, now: scope.now)
        let policy = try scope.objects.objects(of: noun.objectClass).first { $0.properties["IsDefault"] == true }
        let name = "QuarantineRetentionPeriod"
        let days = policy?.properties[.init(name)] ?? noun.view.shape.property(name)?.fallback
        return days?.integerValue.map { Int($0) } ?? QuarantinedMessage.days
    }

    /// All that have not expired and were not deleted, the newest first.
    ///
    /// - Throws: `DatabaseError`.
    func messages() throws -> [QuarantinedMessage] {
        let start = traffic.now.adding(days: -QuarantinedMessage.days)
        let entries = Dictionary(try store.entries(.quarantine).map { ($0.key, $0) }) { first, _ in first }
        return traffic.messages(from: start, through: traffic.now).filter { $0.status == "Quarantined" }.map {
            message in
            let entry = entries[QuarantinedMessage.identity(of: message)]
            return QuarantinedMessage(message: message, entry: entry, retention: retention)
        }.filter { !$0.isDeleted && traffic.now < $0.expires }
    }

    /// The message of an identity, or the one that was deleted and can be had back.
    ///
    /// - Throws: ``AdminAPIError`` when there is none.
    func message(_ identity: String, isDeleted: Bool = false) throws -> QuarantinedMessage {
        let trace = identity.lowercased().prefix { $0 != "\\" }
        let found = traffic.messages(ofTraceID: String(trace)).filter {
            $0.status == "Quarantined" && QuarantinedMessage.identity(of: $0) == identity.lowercased()
        }
        guard let message = found.first else { throw AdminAPIError.notFound(identity, noun: Self.noun) }
        let entry = try store.entry(.quarantine, key: identity.lowercased())
        let kept = QuarantinedMessage(message: message, entry: entry, retention: retention)
        guard isDeleted ? kept.isRecoverable : !kept.isDeleted, traffic.now < kept.expires else {
            throw AdminAPIError.notFound(identity, noun: Self.noun)
        }
        return kept
    }

    /// The messages that `-Identity` or `-Identities` name.
    ///
    /// - Throws: ``AdminAPIError``.
    func messages(_ call: BoundCall, areDeleted: Bool = false) throws -> [QuarantinedMessage] {
        let identities = call.texts("Identities") ?? call.text("Identity").map { [$0] } ?? []
        guard !identities.isEmpty else { throw AdminAPIError.missingParameters(["Identity"]) }
        return try identities.map { try message($0, isDeleted: areDeleted) }
    }

    func row(_ message: QuarantinedMessage, mayRelease: Bool) -> ObjectRow {
        let values = message.values(organization: tenantID, mayRelease: mayRelease)
        return ObjectShape.of(noun: Self.noun).row(message.identity, values)
    }

    /// Whether the caller may release messages.
    ///
    /// - Throws: `DatabaseError`.
    static func mayRelease(_ scope: CallScope) throws -> Bool {
        guard let facts = CmdletCatalogue.cmdlet(named: "Release-\(noun)") else { return false }
        return try scope.roles.access(of: scope).permission(for: facts) != nil
    }

    /// A message with what was done with it meanwhile.
    ///
    /// - Throws: ``AdminAPIError`` when it is gone; `DatabaseError`.
    func present(_ message: QuarantinedMessage) throws -> QuarantinedMessage {
        let entry = try store.entry(.quarantine, key: message.identity)
        let present = QuarantinedMessage(message: message.message, entry: entry, retention: retention)
        guard present.isDeleted == message.isDeleted else {
            throw AdminAPIError.notFound(message.identity, noun: Self.noun)
        }
        return present
    }

    /// Writes down what was done with a message.
    ///
    /// - Throws: `DatabaseError`.
    func note(_ message: QuarantinedMessage, _ values: JSONObject) throws {
        var value = message.entry?.value ?? JSONObject()
        for member in values.members { value[member.name] = member.value }
        try store.put(.quarantine, key: message.identity, value, at: traffic.now)
    }
}
