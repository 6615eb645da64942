import EmulatorCore
import ExoJSON

/// What a mailbox says of language, date, time and time zone in some country.
struct Region: Sendable {
    let language: String
    let languageName: String
    let dateFormat: String
    let timeFormat: String
    private(set) var timeZone: String

    private static let lines: [[String]] = EmbeddedFile.regions.text.split(separator: "\n").filter {
        !$0.hasPrefix("#")
    }.map { line in line.split(separator: "|").map { String($0).trimmingBlanks } }

    private static let countries: [String: Region] = Dictionary(
        lines.compactMap { cells in
            guard cells.count == 6 else { return nil }
            return (
                cells[0],
                Region(
                    language: cells[1],
                    languageName: cells[2],
                    dateFormat: cells[3],
                    timeFormat: cells[4],
                    timeZone: cells[5]
                )
            )
        }
    ) { first, _ in first }

    /// The time zones of places that have not that of their country, by the country's code and the city.
    private static let zones: [String: String] = Dictionary(
        lines.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }
    ) { first, _ in first }

    /// By language, also those that are no country's first one; these have the time zone of nowhere.
    private static let languages: [String: Region] = Dictionary(
        (countries.values
            + lines.compactMap { cells in
                guard cells.count == 4 else { return nil }
                return Region(
                    language: cells[0],
                    languageName: cells[1],
                    dateFormat: cells[2],
                    timeFormat: cells[3],
                    timeZone: ""
                )
            }).map { ($0.language.lowercased(), $0) }
    ) { first, _ in first }

    /// The region of who has a mailbox that came with a seed, by country and city; `nil` for any other mailbox, which says
    /// what the service begins with.
    static func of(_ mailbox: ExchangeObject) -> Region? {
        guard let code = mailbox.text("CountryOrRegion").flatMap(Countries.code), var region = countries[code],
            MailboxContent.isFromBeginning(mailbox)
        else { return nil }
        if let zone = mailbox.text("City").flatMap({ zones["\(code)/\($0)"] }) { region.timeZone = zone }
        return region
    }

    /// A region in which a language is spoken.
    static func speaking(_ language: String) -> Region? { languages[language.lowercased()] }

    /// What the regional settings say, dates and times in the forms of the language that was chosen.
    func values(language chosen: String?) -> JSONObject {
        let forms = chosen.map { Self.speaking($0) ?? self } ?? self
        var values = forms.forms
        values["Language"] = .string(language)
        values["TimeZone"] = .string(timeZone)
        return values
    }

    /// What the regional settings say of dates and times.
    var forms: JSONObject { ["DateFormat": .string(dateFormat), "TimeFormat": .string(timeFormat)] }
}
