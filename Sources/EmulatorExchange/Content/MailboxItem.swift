/// One message, appointment or contact in a mailbox.
struct MailboxItem: Sendable {
    /// Where it was made, and its number there: together they name it.
    let home: String
    let number: Int
    /// The folder that it came into.
    let folder: String
    let size: Int64
    let received: ServiceDate
    fileprivate let value: UInt64

    /// What it is about; the same for the same item.
    var subject: String { MailSubjects.subject(value >> 16) }

    /// What else it is made of is drawn from this; the same for the same item.
    var draw: UInt64 { value }

    /// The name by which it is called in the store.
    var key: String { "\(number)" }
}

/// The items that a folder has from the beginning, each computed from the mailbox's GUID when it is asked for.
struct FirstItems: Sendable {
    let home: String
    let folder: String
    let count: Int
    private let numbers: StableNumbers
    private let newest: ServiceDate
    private let spacing: Int64

    /// - Parameters:
    ///   - seed: What tells the mailbox from others.
    ///   - template: The folder.
    ///   - total: How many items the mailbox has about.
    ///   - newest: No item is newer.
    ///   - home: What they are called after; `nil` for the folder's path.
    ///   - folder: The folder that they are in; `nil` for that path.
    init(
        seed: String,
        template: FolderTemplate,
        total: Int,
        newest: ServiceDate,
        home: String? = nil,
        folder: String? = nil
    ) {
        self.home = home ?? template.path
        self.folder = folder ?? template.path
        numbers = StableNumbers("items", seed, template.path)
        let share = total * template.share
        count = share == 0 ? 0 : share / 1000 + numbers.below(3, at: -1)
        self.newest = newest
        spacing = Int64(template.horizon) * ServiceDate.ticksOfADay / Int64(max(count, 1))
    }

    /// An item; number 0 is the newest.
    func item(_ number: Int) -> MailboxItem {
        let value = numbers[number]
        let jitter = Int64(value % 1000) * spacing / 1000
        let received = newest.adding(ticks: -(Int64(number) * spacing + jitter))
        return MailboxItem(
            home: home,
            number: number,
            folder: folder,
            size: Self.size(value >> 10),
            received: received,
            value: value
        )
    }

    /// Most items are small, a few make up most of a mailbox: a guess.
    private static func size(_ value: UInt64) -> Int64 {
        let spread = Int64((value >> 8) % 1_000_000)
        switch value % 100 {
        case 0..<70: return 4_096 + spread * 76 / 1000
        case 70..<95: return 81_920 + spread
        default: return 1_048_576 + spread * 11
        }
    }
}
