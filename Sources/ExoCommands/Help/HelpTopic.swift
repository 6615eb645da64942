/// A page of help on a matter that concerns many commands.
package struct HelpTopic: Sendable {
    /// The word behind `exo help`.
    package var name: String
    /// One line.
    package var summary: String
    /// What there is to know; lines of at most 80 characters.
    package var text: String

    package init(_ name: String, _ summary: String, _ text: String) {
        self.name = name
        self.summary = summary
        self.text = text
    }

    /// The page as it is written; narrower than its lines are, it is folded.
    package func page(width: Int) -> String { FoldedText.fold("\(summary)\n\n\(text)\n", width: width) }

    /// All topics, in the order in which they are listed.
    package static let all = [tokens, quoting, lines, filters, paging, exitCodes, environment, clouds, configuration]

    /// The topic of that name.
    package static func named(_ name: String) -> HelpTopic? {
        let wanted = name.lowercased()
        return all.first { $0.name == wanted }
    }

    /// What else `exo help` takes in their place.
    package static let pages = [
        ("sign-in", "The ways to get tokens and renew them."), ("output", "What commands write, and where."),
        ("guard-rails", "What a connection may be kept from."),
    ]

    /// The list of topics, as `exo help topics` writes it.
    package static func list(width: Int) -> String {
        let layout = HelpLayout(width: width, column: 26)
        return "Topics, each read by 'exo help <topic>':\n\n"
            + all.map { layout.entry($0.name, $0.summary) }.joined(separator: "\n") + "\n"
            + pages.map { layout.entry($0.0, $0.1) + "\n" }.joined()
    }
}
