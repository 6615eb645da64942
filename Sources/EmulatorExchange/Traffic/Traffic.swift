import EmulatorCore

/// The mail of a tenant, made from its people's GUIDs and the day: the same whenever it is looked at, with nothing stored.
struct Traffic: Sendable {
    let people: TrafficPeople
    let now: ServiceDate

    /// How far the service looks back.
    static let days = 90

    private static let outside = [
        "kim.akers@adatum.com", "orders@northwindtraders.example", "news@litware.example", "hr@proseware.example",
        "billing@fourthcoffee.example", "jon.morris@adatum.com", "support@tailspintoys.example",
        "press@wingtip.example",
        "mira@lucernepublishing.example", "no-reply@alpineskihouse.example", "sales@cohovineyard.example",
        "winner@prizes.invalid", "secure-update@bank-login.invalid",
    ]

    init(_ scope: CallScope) throws {
        people = try TrafficPeople(scope)
        now = scope.asOf
    }

    /// The messages of a time, the newest first, those of a moment by recipient.
    func messages(from start: ServiceDate, through end: ServiceDate) -> [TrafficMessage] {
        let first = max(start, now.adding(days: -Self.days))
        let last = min(end, now)
        guard first <= last else { return [] }
        var all: [TrafficMessage] = []
        for day in first.day...last.day {
            for place in people.people.indices { append(day: day, place: place, to: &all) }
        }
        return all.filter { first <= $0.received && $0.received <= last }.sorted { left, right in
            left.received == right.received ? left.recipient < right.recipient : right.received < left.received
        }
    }

    /// The messages of an id, one for each recipient.
    func messages(ofTraceID id: String) -> [TrafficMessage] {
        guard let day = TrafficMessage.day(ofTraceID: id.lowercased()) else { return [] }
        let start = ServiceDate(ticks: Int64(day) * ServiceDate.ticksOfADay)
        return messages(from: start, through: start.adding(days: 1)).filter { $0.traceID == id.lowercased() }
    }

    /// 1 January 1970 was a Thursday.
    static func isWeekend(_ day: Int) -> Bool { [0, 6].contains((day % 7 + 11) % 7) }

    private func append(day: Int, place: Int, to all: inout [TrafficMessage]) {
        let person = people.people[place]
        let numbers = StableNumbers("mail", people.tenantID, person.guid, String(day))
        for index in 0..<numbers.below(Self.isWeekend(day) ? 2 : 6, at: 0) {
            let base = 1 + index * 16
            let second = 6 * 3600 + numbers.below(14 * 3600, at: base)
            let moment = ServiceDate(ticks: Int64(day) * ServiceDate.ticksOfADay + Int64(second) * 10_000_000)
            if let since = person.since, moment < since { continue }
            append(numbers, base, moment, place, to: &all)
        }
    }

    private func append(
        _ numbers: StableNumbers,
        _ base: Int,
        _ moment: ServiceDate,
        _ place: Int,
        to all: inout [TrafficMessage]
    ) {
        let person = people.people[place]
        let other = numbers.pick(Self.outside, at: base + 2)
        let chance = numbers.below(100, at: base + 3)
        func add(from sender: String, to recipients: [(String, String)], _ direction: TrafficMessage.Direction) {
            let id = TrafficMessage.traceID("\(person.guid)|\(base)|\(moment.ticks)", at: moment)
            let host =
                direction == .inbound ? sender.split(separator: "@").last.map(String.init) ?? "" : TenantNames.host
            let messageID = "<\(StableIdentifier.digits("message", id).uppercased())@\(host)>"
            for (recipient, status) in recipients {
                all.append(
                    TrafficMessage(
                        traceID: id,
                        messageID: messageID,
                        received: moment,
                        sender: sender,
                        recipient: recipient,
                        subject: MailSubjects.subject(numbers[base + 4]),
                        size: 4_096 + Int64(numbers.below(600_000, at: base + 5)),
                        status: status,
                        fromIP: direction == .inbound
                            ? "203.0.113.\(1 + numbers.below(250, at: base + 6))" : "2603:10a6:20b:1a::\(1 + place)",
                        toIP: direction == .outbound ? "198.51.100.\(1 + numbers.below(250, at: base + 6))" : nil,
                        direction: direction
                    )
                )
            }
        }
        switch numbers.below(100, at: base + 1) {
        // Only to who was there before: a newcomer changes no old mail.
        case 0..<45 where place > 0:
            let to = people.people[numbers.below(place, at: base + 7)]
            if let since = to.since, moment < since { return }
            add(from: person.address, to: [(to.address, "Delivered")], .within)
        case 45..<52 where place > 0 && !people.groups.isEmpty:
            let to = people.people[numbers.below(place, at: base + 7)]
            let group = numbers.pick(people.groups, at: base + 8)
            add(from: person.address, to: [(group, "Expanded"), (to.address, "Delivered")], .within)
        case 0..<68: add(from: person.address, to: [(other, chance < 96 ? "Delivered" : "Failed")], .outbound)
        default:
            let status =
                switch chance {
                case 0..<80: "Delivered"
                case 80..<90: "FilteredAsSpam"
                case 90..<96: "Quarantined"
                case 96..<98: "Failed"
                // What waits does so for an hour.
                default: now.adding(hours: -1) < moment ? "Pending" : "Delivered"
                }
            add(from: other, to: [(person.address, status)], .inbound)
        }
    }
}

extension TenantNames {
    /// The end of the ids of messages that were sent here.
    static let host = "AM0PR01MB0001.eurprd01.prod.exchangelabs.com"
}
