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

    func identifier(_ content: MailboxContent) -> String {
        "040000008200E00074C5B7101A82E008" + StableIdentifier.digits("event", content.seed, item.key).uppercased()
            + StableIdentifier.digits("eventEnd", content.seed, item.key).uppercased()
    }
}
