import EmulatorCore
import ExoJSON

/// A phone that gets somebody's mail.
struct MobileDevice: Sendable {
    /// A kind of phone.
    struct Model: Sendable {
        let name: String
        let type: String
        let system: String
        let client: String
        let clientType: String
        let agent: String
    }

    private static let models = [
        Model(
            name: "iPhone15C2",
            type: "Outlook",
            system: "iOS 18.1",
            client: "Outlook for iOS and Android",
            clientType: "Outlook",
            agent: "Outlook-iOS/2.0"
        ),
        Model(
            name: "Pixel 8",
            type: "Outlook",
            system: "Android 15",
            client: "Outlook for iOS and Android",
            clientType: "Outlook",
            agent: "Outlook-Android/2.0"
        ),
        Model(
            name: "iPhone14C5",
            type: "iPhone",
            system: "iOS 17.6.1 21G93",
            client: "iPhone",
            clientType: "EAS",
            agent: "Apple-iPhone14C5/2107.93"
        ),
        Model(
            name: "SM-G991B",
            type: "SamsungDevice",
            system: "Android 14",
            client: "SamsungDevice",
            clientType: "EAS",
            agent: "Android-SAMSUNG-SM-G991B/101.140000"
        ),
    ]

    let owner: ExchangeObject
    let id: String
    let model: Model
    let firstSync: ServiceDate
    let lastSync: ServiceDate
    /// What an administrator did with it, `nil` for nothing.
    let entry: ContentStore.Entry?
    /// Whether it gets mail.
    let access: Access

    /// Whether a device gets mail, and what decides that.
    struct Access: Sendable {
        let state: String
        let reason: String

        /// What the owner's lists of devices say.
        static let allowed = Self(state: "Allowed", reason: "Individual")
        static let blocked = Self(state: "Blocked", reason: "Individual")

        /// What holds for a device that no list names.
        ///
        /// A few of a hundred are not managed, or not as they should be; which reason the service gives for these is a guess.
        init(_ chance: Int) {
            (state, reason) =
                switch chance {
                case 0..<3: ("Quarantined", "ExternalEnrollment")
                case 96...: ("Blocked", "ExternalCompliance")
                default: ("Allowed", "Global")
                }
        }

        private init(state: String, reason: String) {
            self.state = state
            self.reason = reason
        }
    }

    var guid: String { SeedIdentifier.make("device", owner.guid, id) }

    var container: String { "\(owner.name)\\ExchangeActiveSyncDevices" }

    var name: String { "\(model.clientType)§\(model.type)§\(id)" }

    var identity: String { "\(container)\\\(name)" }

    /// Whether an identity names it.
    func isNamed(_ identity: String) -> Bool {
        let text = identity.lowercased()
        return [self.identity.lowercased(), guid, id.lowercased(), name.lowercased()].contains(text)
            || text.split { $0 == "/" || $0 == "\\" }.last.map(String.init) == name.lowercased()
            || text.hasPrefix("cn=\(name.lowercased()),")
    }

    /// How many devices a mailbox has from the beginning.
    static func count(of mailbox: ExchangeObject) -> Int {
        guard mailbox.typeDetails == "UserMailbox", MailboxContent.isFromBeginning(mailbox) else { return 0 }
        let chance = StableNumbers("device", mailbox.guid).below(100, at: 0)
        return chance < 45 ? 1 : chance < 60 ? 2 : 0
    }

    /// The devices of a mailbox that were not removed.
    ///
    /// - Throws: `DatabaseError`.
    static func all(of mailbox: ExchangeObject, _ scope: CallScope) throws -> [MobileDevice] {
        let count = count(of: mailbox)
        guard count > 0 else { return [] }
        let numbers = StableNumbers("device", mailbox.guid)
        let store = ContentStore(scope)
        let entries = Dictionary(try store.entries(.mobileDevice, owner: mailbox.guid).map { ($0.key, $0) }) { $1 }
        let settings = try scope.objects.objects(ownedBy: mailbox, .setting(noun: "CASMailbox")).first
        func isListed(_ list: String, _ id: String) -> Bool {
            settings?.texts(list).contains { $0.lowercased() == id.lowercased() } ?? false
        }
        let beginning = MailboxContent.beginning(of: mailbox)
        let last = MailboxContent(mailbox, in: store).lastUse?.action ?? beginning
        return (0..<count).map { place in
            let own = StableNumbers("sync", mailbox.guid, String(place))
            let first = max(
                mailbox.created,
                beginning.adding(days: -(30 + numbers.below(700, at: 2 + place * 4)))
            )
            // One of six lies in a drawer.
            let silence = own.below(6, at: 0) == 0 ? 24 * (15 + own.below(250, at: 1)) : 0
            let sync = max(first, last.adding(hours: -silence))
            let id = StableIdentifier.digits("device", mailbox.guid, String(place)).uppercased() + "A\(place)"
            return MobileDevice(
                owner: mailbox,
                id: id,
                model: numbers.pick(models, at: 1 + place * 4),
                firstSync: first,
                lastSync: sync.adding(seconds: own.below(min(7200, sync.seconds(until: beginning)), at: 2)),
                entry: entries[id],
                access: isListed("ActiveSyncBlockedDeviceIDs", id)
                    ? .blocked
                    : isListed("ActiveSyncAllowedDeviceIDs", id) ? .allowed : Access(own.below(100, at: 3))
            )
        }.filter { $0.entry?.value["Removed"] != true }
    }

    // MARK: What is shown

    private var common: JSONObject {
        [
            "Identity": .string(identity), "Guid": .string(guid), "ClientType": .string(model.clientType),
            "ClientVersion": .string(model.clientType == "EAS" ? "16.1" : "1.0"), "DeviceModel": .string(model.name),
            "DeviceOS": .string(model.system), "DeviceOSLanguage": "en", "DeviceType": .string(model.type),
            "DeviceUserAgent": .string(model.agent), "FirstSyncTime": firstSync.json,
            "LastSyncAttemptTime": lastSync.json, "LastSuccessSync": lastSync.json,
            "DeviceAccessState": .string(access.state), "DeviceAccessStateReason": .string(access.reason),
        ]
    }

    func row(_ noun: String, _ names: TenantNames) -> ObjectRow {
        let owner = self.owner.text("DisplayName") ?? self.owner.name
        let dn = names.distinguishedName(of: self.owner)
        let (made, changed) = (firstSync.wholeSecond.json, lastSync.wholeSecond.json)
        var row = ObjectShape.of(noun: noun).row(identity, common)
        row.set([
            "DeviceId": .string(id), "FriendlyName": .string(model.client), "Name": .string(name),
            "Id": .string(identity), "UserDisplayName": .string("\(names.initialDomain)/\(owner)"),
            "DistinguishedName": .string("CN=\(name),CN=ExchangeActiveSyncDevices,\(dn)"),
            "ExchangeObjectId": .string(guid), "OrganizationId": .string(names.organizationID),
            "OrganizationalUnitRoot": .string(names.initialDomain), "WhenCreated": made,
            "WhenCreatedUTC": made, "WhenChanged": changed, "WhenChangedUTC": changed,
            "OriginatingServer": .string(TenantNames.domainController), "DeviceActiveSyncVersion": "16.1",
            "ObjectClass": ["top", "msExchActiveSyncDevice"],
        ])
        return row
    }

    func statistics(_ noun: String, at now: ServiceDate) -> ObjectRow {
        var row = ObjectShape.of(noun: noun).row(identity, common)
        row.set([
            "DeviceID": .string(id), "DeviceFriendlyName": .string(model.client),
            "LastPolicyUpdateTime": firstSync.json,
            "NumberOfFoldersSynced": 12, "LastPingHeartbeat": 3540,
        ])
        guard let wiped = entry?.text("WipeRequested").flatMap({ ServiceDate(parsing: $0) }) else { return row }
        let isAccount = entry?.value["AccountOnly"] == true
        let kind = isAccount ? "AccountOnlyDeviceWipe" : "DeviceWipe"
        row["\(kind)RequestTime"] = wiped.json
        row["Last\(kind)Requestor"] = entry?.value["Requestor"] ?? .null
        let sent = wiped.adding(hours: Self.wipeDelay)
        row["Status"] = .string(now < sent ? "\(kind)Pending" : "\(kind)Succeeded")
        if sent <= now {
            row["\(kind)SentTime"] = sent.json
            row["\(kind)AckTime"] = sent.json
        }
        return row
    }

    /// How long a phone takes to hear that it is to be wiped, in hours: a guess.
    static let wipeDelay = 1
}
