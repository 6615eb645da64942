import EmulatorCore

/// An item of a calendar as an event with a time.
struct CalendarEvent: Sendable {
    let item: MailboxItem
    let subject: String

    /// When it begins: the newest events of a calendar are ahead, which is a guess.
    var start: ServiceDate {
        let half = ServiceDate.ticksOfADay / 48
        let moment = item.received.adding(days: 180)
        return ServiceDate(ticks: moment.ticks / half * half)
    }

    var end: ServiceDate { start.adding(hours: 1) }

    /// The events of a mailbox's calendar, by time.
    ///
    /// - Throws: `DatabaseError`.
    static func all(in content: MailboxContent) throws -> [CalendarEvent] {
        try content.items(in: "/Calendar").map { CalendarEvent(item: $0, subject: $0.subject) }
            .sorted { $0.start < $1.start }
    }

    /// The event's global object id (MS-OXOCAL 2.2.1.27), in hexadecimal digits: the class id, no date of an instance, the moment
    /// of its making, eight bytes that are reserved, and sixteen bytes of its own.
    func identifier(_ content: MailboxContent) -> String {
        let made = UInt64(bitPattern: item.received.ticks + Self.ticksBefore1970)
        let parts = [
            "040000008200E00074C5B7101A82E008", "00000000", Self.littleEndian(made), "0000000000000000", "10000000",
            StableIdentifier.digits("event", content.seed, item.key),
            StableIdentifier.digits("eventEnd", content.seed, item.key),
        ]
        return parts.joined().uppercased()
    }

    /// Between 1601, where the times of files begin, and 1970.
    private static let ticksBefore1970: Int64 = 116_444_736_000_000_000

    private static func littleEndian(_ number: UInt64) -> String {
        (0..<8).map { place in
            let digits = String(number >> (8 * UInt64(place)) & 0xFF, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
