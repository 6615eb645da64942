import EmulatorCore
import ExoJSON

/// What a mailbox calls the folders that it has from the beginning, in the language that they were named in.
struct FolderNames: Sendable {
    /// By language and type.
    private static let all: [String: [String: String]] = EmbeddedFile.folderNames.table(columns: 3)
        .reduce(into: [:]) { all, words in all[String(words[0]), default: [:]][String(words[1])] = String(words[2]) }

    private static let key = "language"

    /// By the path in English.
    private let names: [String: String]

    /// The names of a mailbox and of its archive.
    init(of mailbox: ExchangeObject, in store: ContentStore) throws {
        let entry = try store.entry(.folderNames, owner: MailboxContent.home(of: mailbox), key: Self.key)
        let language = entry?.text("Language").flatMap { Self.all[$0] } ?? [:]
        names = Dictionary(
            FolderTemplate.all.compactMap { template in language[template.type].map { (template.path, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Names the folders of a mailbox in the language of a culture such as `de-DE`.
    ///
    /// - Returns: Whether the names are known in it.
    static func use(_ culture: String, for mailbox: ExchangeObject, in store: ContentStore) throws -> Bool {
        let language = String(culture.prefix { $0 != "-" }).lowercased()
        guard language == "en" || all[language] != nil else { return false }
        try store.put(
            .folderNames,
            owner: MailboxContent.home(of: mailbox),
            key: key,
            ["Language": .string(language)],
            at: store.now
        )
        return true
    }

    /// The path as people see it.
    func shown(_ path: String) -> String {
        guard !names.isEmpty else { return path }
        var known = ""
        return path.split(separator: "/").reduce(into: "") { shown, name in
            known += "/" + name
            shown += "/" + (names[known] ?? String(name))
        }
    }
}
