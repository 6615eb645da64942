import EmulatorCore

/// When a mailbox that came with a seed was used last: by its people, and by programs in their name.
///
/// It is computed like what is in the mailbox, and never later than the seed, so that it says the same whenever it is asked.
struct MailboxUse: Sendable {
    /// When somebody last read, wrote or moved something.
    let action: ServiceDate
    /// When somebody was last there, without doing anything.
    let interaction: ServiceDate
    /// When somebody, or a program, logged on last.
    let logon: ServiceDate
    let logoff: ServiceDate

    /// `nil` for a mailbox that nobody has used.
    init?(_ content: MailboxContent) {
        guard content.total > 0 else { return nil }
        let beginning = MailboxContent.beginning(of: content.mailbox)
        let numbers = StableNumbers("use", content.seed)
        // Mail goes on coming where nobody looks: of a hundred mailboxes twelve have been silent for weeks, eight for months.
        let silence =
            switch numbers.below(100, at: 0) {
            case 0..<80: numbers.below(30, at: 1)
            case 80..<92: 24 * (14 + numbers.below(46, at: 1))
            default: 24 * (60 + numbers.below(240, at: 1))
            }
        /// A moment after another one, as late as the seed at most.
        func later(_ moment: ServiceDate, upTo seconds: Int, at place: Int) -> ServiceDate {
            moment.adding(seconds: numbers.below(min(seconds, moment.seconds(until: beginning)), at: place))
        }
        let made = min(content.mailbox.created.adding(hours: 1), beginning)
        let newest = min(content.newest, beginning.adding(hours: -1))
        action = max(newest.adding(hours: -silence).adding(seconds: -numbers.below(3600, at: 2)), made)
        interaction = later(action, upTo: 1200, at: 3)
        // Programs look after the mail for some days more.
        logon = later(interaction, upTo: 4 * 86_400 / (1 + numbers.below(6, at: 5)), at: 4)
        logoff = later(logon, upTo: 2700, at: 6)
    }
}
