internal import CmdletCatalogue

/// The question after a mistyped name.
enum DidYouMean {
    /// "did you mean …?", or nothing when all names are far.
    static func lines(_ word: String, among names: [String]) -> [String] {
        lines(NearestNames.nearest(to: word, among: names))
    }

    /// What helps after a name that no row has: the nearest names, else the first few of those that there are.
    static func columns(_ word: String, among names: [String]) -> [String] {
        let near = lines(word, among: names)
        guard near.isEmpty, !names.isEmpty else { return near }
        let more = names.count > mostColumns ? " and \(names.count - mostColumns) more (--columns '*' shows all)" : ""
        return ["there are \(names.prefix(mostColumns).joined(separator: ", "))\(more)"]
    }

    private static let mostColumns = 8

    /// The question for names already found.
    static func lines(_ names: [String]) -> [String] {
        switch names.count {
        case 0: []
        case 1: ["did you mean \(names[0])?"]
        default: ["did you mean one of \(names.joined(separator: ", "))?"]
        }
    }
}
