/// What somebody's mailbox says of language, time and absence: Exchange keeps it, Graph shows it too.
package struct MailboxSettings: Sendable {
    /// Automatic replies.
    package struct Replies: Sendable {
        /// `Disabled`, `Enabled` or `Scheduled`.
        package var state: String
        /// Who outside is answered: `None`, `Known` or `All`.
        package var audience: String
        package var internalMessage: String
        package var externalMessage: String
        /// When absence begins and ends, as texts in UTC.
        package var start: String
        package var end: String

        package init(
            state: String,
            audience: String,
            internalMessage: String,
            externalMessage: String,
            start: String,
            end: String
        ) {
            self.state = state
            self.audience = audience
            self.internalMessage = internalMessage
            self.externalMessage = externalMessage
            self.start = start
            self.end = end
        }
    }

    /// The hours of work.
    package struct Hours: Sendable {
        /// The days: `Weekdays`, or several with commas between.
        package var days: String
        package var start: String
        package var end: String
        package var timeZone: String

        package init(days: String, start: String, end: String, timeZone: String) {
            self.days = days
            self.start = start
            self.end = end
            self.timeZone = timeZone
        }
    }

    /// The recipient type in detail.
    package var type: String
    /// A culture, such as `de-DE`, and what it is called, where that is known.
    package var language: String
    package var languageName: String?
    package var dateFormat: String
    package var timeFormat: String
    package var timeZone: String
    package var hours: Hours
    package var replies: Replies

    package init(
        type: String,
        language: String,
        languageName: String?,
        dateFormat: String,
        timeFormat: String,
        timeZone: String,
        hours: Hours,
        replies: Replies
    ) {
        self.type = type
        self.language = language
        self.languageName = languageName
        self.dateFormat = dateFormat
        self.timeFormat = timeFormat
        self.timeZone = timeZone
        self.hours = hours
        self.replies = replies
    }
}
