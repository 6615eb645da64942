import EmulatorCore
import EmulatorExchange
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a company has to do with others: guests, and rules for the mail that comes and goes.
struct CompanyOutside: Sendable {
    /// How many mailboxes there are for one guest.
    private static let share = 200
    private static let fewest = 3
    private static let firms = ["adatum.com", "northwindtraders.com", "proseware.com", "wingtiptoys.com"]

    let number: UInt64
    let tenant: TenantRecord
    /// How many guests there are.
    let guests: Int

    init(number: UInt64, tenant: TenantRecord, mailboxes: Int) {
        self.number = number
        self.tenant = tenant
        guests = mailboxes > 0 ? max(Self.fewest, mailboxes / Self.share) : 0
    }

    /// What tells guests and rules of companies of different numbers apart.
    private var mark: String { number == 1 ? "" : "\(number)-" }

    /// A guest.
    func guest(_ index: Int) -> SeedPerson {
        var random = SeedRandom(number &* 131 &+ UInt64(index))
        let (given, surname) = (random.element(of: SeedNames.givenNames), random.element(of: SeedNames.surnames))
        let firm = random.element(of: Self.firms)
        let local = "\(given).\(surname).\(mark)\(index + 1)".lowercased()
        return SeedPerson(
            kind: .mailUser,
            tenantID: tenant.id,
            alias: "\(local)_\(firm)#EXT#",
            domain: tenant.initialDomain,
            displayName: "\(given) \(surname) (\(firm.prefix { $0 != "." }) \(mark)\(index + 1))",
            givenName: given,
            surname: surname,
            externalAddress: "\(local)@\(firm)"
        )
    }

    /// The guests who belong to a group.
    func guests(of group: CompanyGroup) -> [SeedPerson] {
        guard guests > 0 else { return [] }
        return (0..<min(group.guests, guests)).map { guest((group.index + $0) % guests) }
    }

    /// Writes guests and rules, who is there already as they are.
    ///
    /// - Throws: `DatabaseError`.
    func write(_ maker: ExchangeObjectMaker, to objects: ObjectStore, now: Date) throws {
        guard guests > 0 else { return }
        try objects.store.write { connection in
            var recipients: [ExchangeObject] = []
            for index in 0..<guests {
                let person = guest(index)
                guard try connection.record(UserRecord.self, where: "id = ?", [person.id]) == nil else { continue }
                var user = UserRecord(person, passwordHash: "", now: now)
                user.userType = "Guest"
                user.passwordHash = nil
                user.externalState = index % 3 == 2 ? "PendingAcceptance" : "Accepted"
                try connection.insert(user)
                recipients.append(maker.guest(person))
            }
            try objects.insert(all: recipients)
            for (name, properties) in rules {
                guard try !objects.hasMailFlowRule(name) else { continue }
                try objects.insert(maker.mailFlowRule(name, at: objects.mailFlowRuleCount(), properties))
            }
        }
    }

    private var rules: [(name: String, properties: JSONObject)] {
        [
            (
                "\(mark)Disclaimer for mail to outside",
                [
                    "SentToScope": "NotInOrganization", "ApplyHtmlDisclaimerLocation": "Append",
                    "ApplyHtmlDisclaimerText": "<p>This mail is for whom it is addressed to.</p>",
                    "ApplyHtmlDisclaimerFallbackAction": "Wrap",
                ]
            ),
            (
                "\(mark)Mark mail from outside",
                ["FromScope": "NotInOrganization", "PrependSubject": "[External] "]
            ),
            (
                "\(mark)No programs by mail",
                [
                    "AttachmentExtensionMatchesWords": ["bat", "exe", "js"], "State": "Disabled", "Mode": "Audit",
                    "RejectMessageReasonText": "Programs are not sent by mail.",
                    "RejectMessageEnhancedStatusCode": "5.7.1",
                ]
            ),
        ]
    }
}
