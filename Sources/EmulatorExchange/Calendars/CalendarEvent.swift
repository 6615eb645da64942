import EmulatorCore
import ExoCrypto

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
    ///
    /// It is the same in whichever calendar the event is.
    var identifier: String {
        let made = UInt64(bitPattern: item.received.ticks + Self.ticksBefore1970)
        let parts = [
            "040000008200E00074C5B7101A82E008", "00000000", Self.littleEndian(made), "0000000000000000", "10000000",
            StableIdentifier.digits("event", String(item.draw)), StableIdentifier.digits("eventEnd", String(item.draw)),
        ]
        return parts.joined().uppercased()
    }

    /// What programs call the event by in its calendar: the mailbox's guid and the place in its store (MS-OXWSITEMID 2.2), in
    /// the Base64 of addresses.
    func id(in content: MailboxContent) -> String {
        let guid = Array((content.mailbox.text("ExchangeGuid") ?? content.mailbox.guid).utf8)
        let folder = StableNumbers("calendar", content.seed)
        let event = StableNumbers("event", content.seed, item.home, item.key)
        let place =
            [0, 0, 0, 0] + folder.bytes(16) + [7, 0] + folder.bytes(22, from: 2) + [0, 0] + event.bytes(22) + [0, 0]
        let bytes = [0, 3, UInt8(truncatingIfNeeded: guid.count), 0] + guid + [0, UInt8(place.count), 0] + place
        return Base64.encode(bytes).replacing("+", with: "_").replacing("/", with: "-")
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
