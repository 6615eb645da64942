import ExoJSON

/// What the service wrote down while something moved; scripts read the message of its last entry.
struct MigrationReport: Sendable {
    private static let space = "Microsoft.Exchange.MailboxReplicationService"

    private var entries: [(moment: ServiceDate, message: String)] = []

    /// Adds what had happened by a moment.
    mutating func note(_ message: String, at moment: ServiceDate?, by now: ServiceDate) {
        if let moment, moment <= now { entries.append((moment, message)) }
    }

    /// The value of a row.
    var value: JSONValue {
        let lines = entries.map { "\($0.moment.text(.utc)) [\(TenantNames.server)] \($0.message)" }
        return DescribedValue.make(
            lines.joined(separator: "\n"),
            type: "\(Self.space).Report",
            [
                "Entries": .array(
                    zip(entries, lines).map { entry, line in
                        DescribedValue.make(
                            line,
                            type: "\(Self.space).ReportEntry",
                            [
                                "CreationTime": entry.moment.json, "ServerName": .string(TenantNames.server),
                                "Message": .string(entry.message), "Type": "Informational",
                            ]
                        )
                    }
                )
            ]
        )
    }
}

/// How much a mailbox holds that is elsewhere yet, by whose it is: the same in every run, and as many items as are
/// here once it has come.
struct SourceMailbox: Sendable {
    let items: Int64
    let bytes: Int64

    init(items: Int64, bytes: Int64) {
        self.items = items
        self.bytes = bytes
    }

    init(of recipient: ExchangeObject?, address: String) {
        let numbers = StableNumbers("source", recipient.map(MailboxContent.home) ?? address.lowercased())
        if var mailbox = recipient {
            if !RecipientTypes.mailboxes.contains(mailbox.typeDetails) { mailbox.typeDetails = "UserMailbox" }
            items = Int64(MailboxContent.amount(of: mailbox, isArchive: false))
        } else {
            items = Int64(500 + numbers.below(9000, at: 0))
        }
        bytes = items * Int64(30_000 + numbers.below(90_000, at: 1))
    }

    /// Writes down how it was copied, as the service words it.
    func note(
        begun: ServiceDate?,
        copied: ServiceDate?,
        done: ServiceDate?,
        by now: ServiceDate,
        in report: inout MigrationReport
    ) {
        report.note("Stage: CopyingMessages. Percent complete: 0.", at: begun, by: now)
        report.note(
            "Initial seeding completed, \(items) items copied, total size "
                + "\(ByteQuantity(bytes: UInt64(max(bytes, 0)))).",
            at: copied,
            by: now
        )
        report.note("Request is complete.", at: done, by: now)
    }
}
