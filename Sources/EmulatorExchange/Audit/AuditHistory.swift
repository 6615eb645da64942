import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What people did on ordinary days: made from their GUIDs and the day, with nothing stored.
struct AuditHistory: Sendable {
    let people: TrafficPeople
    let now: ServiceDate

    /// How long the service keeps it.
    static let days = 180

    private static let files = ["Budget.xlsx", "Plan.docx", "Offer.pptx", "Notes.one", "Contract.pdf", "Photo.jpg"]
    private static let exchange = "00000002-0000-0ff1-ce00-000000000000"

    /// The events of a time and of some people, in no order.
    func events(
        from start: ServiceDate,
        through end: ServiceDate,
        of isWanted: (TrafficPeople.Person) -> Bool
    ) -> [AuditEvent] {
        let first = max(start, now.adding(days: -Self.days))
        let last = min(end, now)
        guard first <= last else { return [] }
        let wanted = people.people.filter { person in
            (person.isUser || person.former.contains(where: \.isUser)) && isWanted(person)
        }
        var all: [AuditEvent] = []
        for day in first.day...last.day {
            for person in wanted { append(person, day, first...last, to: &all) }
        }
        return all
    }

    private func append(
        _ person: TrafficPeople.Person,
        _ day: Int,
        _ range: ClosedRange<ServiceDate>,
        to all: inout [AuditEvent]
    ) {
        let numbers = StableNumbers("audit", people.tenantID, person.guid, String(day))
        let count = Traffic.isWeekend(day) ? numbers.below(2, at: 0) : 1 + numbers.below(6, at: 0)
        for index in 0..<count {
            let base = 1 + index * 8
            // The first thing of a day is to sign in.
            let second = 7 * 3600 + (index == 0 ? 0 : 3600) + numbers.below(index == 0 ? 3600 : 9 * 3600, at: base)
            let moment = ServiceDate(ticks: Int64(day) * ServiceDate.ticksOfADay + Int64(second) * 10_000_000)
            let person = person.at(moment)
            guard range.contains(moment), person.isUser, person.isThere(at: moment) else { continue }
            all.append(index == 0 ? signIn(person, numbers, base, moment) : work(person, numbers, base, moment))
        }
    }

    private func signIn(
        _ person: TrafficPeople.Person,
        _ numbers: StableNumbers,
        _ base: Int,
        _ moment: ServiceDate
    ) -> AuditEvent {
        let fails = numbers.below(20, at: base + 1) == 0
        let tenantID = people.tenantID
        return event(
            person,
            .signIn,
            fails ? "UserLoginFailed" : "UserLoggedIn",
            Self.exchange,
            numbers,
            base,
            moment,
            succeeded: !fails
        ) {
            let client = Self.client(numbers)
            return SignInActivity(
                tenantID: tenantID,
                userID: person.accountID,
                user: person.login,
                applicationID: client.applicationID,
                resourceID: Self.exchange,
                address: Self.clientIP(numbers),
                agent: client.agent,
                request: "OAuth2:Authorize",
                code: fails ? 50_126 : 0,
                moment: moment,
                correlationID: SeedIdentifier.make("correlation", person.guid, String(moment.ticks)),
                traceID: SeedIdentifier.make("trace", person.guid, String(moment.ticks))
            ).details
        }
    }

    private func work(
        _ person: TrafficPeople.Person,
        _ numbers: StableNumbers,
        _ base: Int,
        _ moment: ServiceDate
    ) -> AuditEvent {
        func mail(_ type: AuditRecordType, _ operation: String, _ folder: String) -> AuditEvent {
            let activity = MailboxActivity(
                person: person,
                operation: operation,
                folder: folder,
                clientIP: Self.clientIP(numbers),
                client: Self.client(numbers),
                session: AccessSession(of: person.login, in: people.tenantID, at: moment),
                organization: people.initialDomain,
                numbers: numbers,
                base: base
            )
            return event(person, type, operation, "", numbers, base, moment) { activity.details }
        }
        switch numbers.below(100, at: base + 1) {
        case 0..<30: return mail(.itemAggregated, "MailItemsAccessed", "Inbox")
        case 30..<50: return mail(.exchangeItem, "Send", "Sent Items")
        case 50..<56: return mail(.exchangeItemGroup, "MoveToDeletedItems", "Inbox")
        case 56..<60: return mail(.exchangeItemGroup, "SoftDelete", "Deleted Items")
        case 60..<62: return mail(.exchangeItemGroup, "HardDelete", "Deleted Items")
        case 62..<64: return mail(.exchangeItem, "UpdateInboxRules", "Inbox")
        case 64..<74:
            return event(person, .teams, "MessageSent", "", numbers, base, moment) { ["CommunicationType": "OneOnOne"] }
        default:
            let names = [
                "FileAccessed", "FileAccessed", "FileModified", "FileDownloaded", "FileUploaded", "FileDeleted",
            ]
            let name = numbers.pick(Self.files, at: base + 5)
            let folder = person.login.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
            let site = "https://\(people.initialDomain.prefix { $0 != "." })-my.sharepoint.com/personal/\(folder)/"
            return event(
                person,
                .file,
                numbers.pick(names, at: base + 6),
                "\(site)Documents/\(name)",
                numbers,
                base,
                moment
            ) {
                [
                    "EventSource": "SharePoint", "ItemType": "File", "SiteUrl": .string(site),
                    "SourceFileName": .string(name), "SourceRelativeUrl": "Documents",
                    "SourceFileExtension": .string(String(name.split(separator: ".").last ?? "")),
                ]
            }
        }
    }

    private func event(
        _ person: TrafficPeople.Person,
        _ type: AuditRecordType,
        _ operation: String,
        _ object: String,
        _ numbers: StableNumbers,
        _ base: Int,
        _ moment: ServiceDate,
        succeeded: Bool = true,
        details: @escaping @Sendable () -> JSONObject
    ) -> AuditEvent {
        AuditEvent(
            moment: moment,
            type: type,
            operation: operation,
            user: person.login,
            object: object,
            clientIP: Self.clientIP(numbers),
            succeeded: succeeded,
            details: details,
            words: "\(person.guid)|\(base)",
            person: person.guid
        )
    }

    // Where and with what somebody works follows from the sign-in, the first of a day's numbers.
    private static func clientIP(_ numbers: StableNumbers) -> String {
        "198.51.100.\(1 + numbers.below(250, at: 3))"
    }

    private static func client(_ numbers: StableNumbers) -> AuditClient { numbers.pick(AuditClient.all, at: 4) }
}
