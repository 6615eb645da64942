import EmulatorCore

/// A folder that mailboxes have from the beginning.
struct FolderTemplate: Sendable {
    /// In which mailboxes it is.
    enum Place: Character, Sendable {
        case primary = "p"
        case archive = "a"
        case both = "b"
        /// In primary ones, beside what people see.
        case beside = "n"
    }

    let place: Place
    let type: String
    /// The class of what is in it (`IPF.Note`), empty for none.
    let containerClass: String
    /// Of a thousand items of a mailbox, so many are here.
    let share: Int
    /// How many days back its oldest item is.
    let horizon: Int
    let hiddenItems: Int
    let path: String

    /// All, after the program's table.
    static let all: [FolderTemplate] = EmbeddedFile.mailboxFolders.table(columns: 7).map { words in
        guard words.count == 7, let place = words[0].first.flatMap(Place.init), let share = Int(words[3]),
            let horizon = Int(words[4]), let hidden = Int(words[5])
        else { preconditionFailure("\(EmbeddedFile.mailboxFolders.rawValue): \(words)") }
        return FolderTemplate(
            place: place,
            type: words[1].split(separator: "_").joined(separator: " "),
            containerClass: words[2] == "-" ? "" : String(words[2]),
            share: share,
            horizon: horizon,
            hiddenItems: hidden,
            path: String(words[6])
        )
    }

    /// Those of a mailbox or of an archive, without what stands beside.
    static func folders(ofArchive isArchive: Bool) -> [FolderTemplate] {
        all.filter { $0.place == .both || $0.place == (isArchive ? .archive : .primary) }
    }

    /// What programs keep for themselves in a mailbox: it counts in no sum of the mailbox.
    static let beside = all.filter { $0.place == .beside }
}
