import EmulatorCore

/// The mail of a tenant, made from its people's GUIDs and the day: the same whenever it is looked at, with nothing stored.
struct Traffic: Sendable {
    let people: TrafficPeople
    let now: ServiceDate

    /// How far the service looks back.
    static let days = 90

    /// Whom people write to outside, and who writes to them.
    static let outside = [
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
            for person in people.people { append(day: day, person, to: &all) }
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

    /// Whom a message within the organization is for: of all who were there the one with the greatest number, so that nobody
    /// who comes or goes changes what others got.
    private func colleague(
        of person: TrafficPeople.Person,
        at moment: ServiceDate,
        _ draw: UInt64
    ) -> TrafficPeople.Person? {
        var best: (rank: UInt64, place: Int)?
        for (place, lot) in people.lots.enumerated() where lot != person.lot {
            let rank = Self.rank(lot, draw)
            if best.map({ $0.rank < rank }) ?? true { best = (rank, place) }
        }
        guard let best else { return nil }
        let winner = people.people[best.place]
        guard !winner.isThere(at: moment) else { return winner.at(moment) }
        return people.people.filter { $0.lot != person.lot && $0.isThere(at: moment) }
            .max { Self.rank($0.lot, draw) < Self.rank($1.lot, draw) }?.at(moment)
    }

    /// The number that somebody has in a draw (a step of SplitMix64).
    static func rank(_ lot: UInt64, _ draw: UInt64) -> UInt64 {
        var value = lot ^ draw
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private func append(day: Int, _ person: TrafficPeople.Person, to all: inout [TrafficMessage]) {
        let numbers = StableNumbers("mail", people.tenantID, person.guid, String(day))
        for index in 0..<numbers.below(Self.isWeekend(day) ? 2 : 6, at: 0) {
            let base = 1 + index * 16
            let second = 6 * 3600 + numbers.below(14 * 3600, at: base)
            let moment = ServiceDate(ticks: Int64(day) * ServiceDate.ticksOfADay + Int64(second) * 10_000_000)
            if let since = person.since, moment < since { continue }
            append(numbers, base, moment, person.at(moment), to: &all)
        }
    }

    private func append(
        _ numbers: StableNumbers,
        _ base: Int,
        _ moment: ServiceDate,
        _ person: TrafficPeople.Person,
        to all: inout [TrafficMessage]
    ) {
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
                            ? "203.0.113.\(1 + numbers.below(250, at: base + 6))"
                            : "2603:10a6:20b:1a::\(String(1 + person.lot % 65_535, radix: 16))",
                        toIP: direction == .outbound ? "198.51.100.\(1 + numbers.below(250, at: base + 6))" : nil,
                        direction: direction
                    )
                )
            }
        }
        let kind = numbers.below(100, at: base + 1)
        guard person.isThere(at: moment) else {
            // Who is gone writes nothing; what others still send comes back to them.
            if kind >= 68, person.hadGone(by: moment) { add(from: other, to: [(person.address, "Failed")], .inbound) }
            return
        }
        switch kind {
        case 0..<45:
            guard let to = colleague(of: person, at: moment, numbers[base + 7]) else { return }
            add(from: person.address, to: [(to.address, "Delivered")], .within)
        case 45..<52 where !people.groups.isEmpty:
            let draw = numbers[base + 8]
            let group = people.groups.filter { $0.since.map { $0 <= moment } ?? true }
                .max { Self.rank($0.lot, draw) < Self.rank($1.lot, draw) }
            guard let group, let to = colleague(of: person, at: moment, numbers[base + 7]) else { return }
            add(from: person.address, to: [(group.address, "Expanded"), (to.address, "Delivered")], .within)
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
