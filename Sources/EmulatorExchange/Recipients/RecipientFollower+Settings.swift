package import EmulatorCore
import ExoJSON

extension RecipientFollower {
    /// What the mailbox of somebody says of language, time and absence; `nil` for who has none.
    package func mailboxSettings(ofUser id: String, in tenantID: String) throws -> MailboxSettings? {
        guard let life = try life(of: tenantID), let mailbox = try object(of: id, in: life),
            mailbox.state == .active, RecipientTypes.mailboxes.contains(mailbox.typeDetails)
        else { return nil }
        func row(_ noun: String) throws -> ObjectRow {
            try RecipientSettings(noun, of: RecipientTypes.mailboxes).builder(life.objects, now: life.now)
                .shown(mailbox)
        }
        func text(_ row: ObjectRow, _ name: String) -> String { row[name]?.stringValue ?? "" }
        let region = try row("MailboxRegionalConfiguration")
        let calendar = try row("MailboxCalendarConfiguration")
        let replies = try row("MailboxAutoReplyConfiguration")
        let language = text(region, "Language")
        return MailboxSettings(
            type: mailbox.typeDetails,
            language: language,
            languageName: Region.speaking(language)?.languageName,
            dateFormat: text(region, "DateFormat"),
            timeFormat: text(region, "TimeFormat"),
            timeZone: text(region, "TimeZone"),
            hours: .init(
                days: text(calendar, "WorkDays"),
                start: text(calendar, "WorkingHoursStartTime"),
                end: text(calendar, "WorkingHoursEndTime"),
                timeZone: text(calendar, "WorkingHoursTimeZone")
            ),
            replies: .init(
                state: text(replies, "AutoReplyState"),
                audience: text(replies, "ExternalAudience"),
                internalMessage: text(replies, "InternalMessage"),
                externalMessage: text(replies, "ExternalMessage"),
                start: text(replies, "StartTime"),
                end: text(replies, "EndTime")
            )
        )
    }
}
