internal import CmdletCatalogue

/// The question after a mistyped name.
enum DidYouMean {
    /// "did you mean …?", or nothing when all names are far.
    static func lines(_ word: String, among names: [String]) -> [String] {
        lines(NearestNames.nearest(to: word, among: names))
    }

    /// The question for names already found.
    static func lines(_ names: [String]) -> [String] {
        switch names.count {
        case 0: []
        case 1: ["did you mean \(names[0])?"]
        default: ["did you mean one of \(names.joined(separator: ", "))?"]
        }
    }
}
