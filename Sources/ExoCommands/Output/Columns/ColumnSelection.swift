/// Which properties `--columns` asks for: names in any letter case, paths below them, patterns as PowerShell has them (`*`, `?`,
/// `[a-c]`), each but the last under another name if wanted (`Mail=PrimarySmtpAddress`).
struct ColumnSelection {
    /// A column of rows that are known.
    struct Column: Equatable {
        /// What it is called.
        var label: String
        /// What stands in it.
        var path: ColumnPath

        /// The property of that name.
        init(_ name: String) {
            label = name
            path = ColumnPath(name: name)
        }

        init(label: String, path: ColumnPath) {
            self.label = label
            self.path = path
        }
    }

    /// A column as it was asked for.
    private struct Wish {
        let label: String?
        let text: String
        let path: ColumnPath
        let isPattern: Bool

        init(_ word: String) {
            // A name cannot hold the sign, and of a class of characters it is no part that anybody needs.
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            label = parts.count == 2 ? String(parts[0]) : nil
            text = String(parts[parts.count - 1])
            path = ColumnPath(text)
            isPattern = path.steps.isEmpty && WildcardPattern.isOne(text)
        }

        func fits(_ name: String) -> Bool {
            isPattern ? WildcardPattern(text).matches(name) : name.lowercased() == path.name.lowercased()
        }
    }

    private let wishes: [Wish]

    init(_ words: [String]) { wishes = words.map(Wish.init) }

    /// The columns for rows that have these properties: each once, names spelt as the rows spell them, and a name that they
    /// lack as it was asked for.
    func columns(among names: [String]) -> [Column] {
        var columns: [Column] = []
        for wish in wishes {
            for column in found(wish, among: names) where !columns.contains(where: { $0.label == column.label }) {
                columns.append(column)
            }
        }
        return columns
    }

    private func found(_ wish: Wish, among names: [String]) -> [Column] {
        if wish.isPattern { return names.filter(wish.fits).map { Column($0) } }
        guard wish.path.steps.isEmpty else { return [Column(label: wish.label ?? wish.text, path: wish.path)] }
        let name = names.first(where: wish.fits) ?? wish.text
        return [Column(label: wish.label ?? name, path: ColumnPath(name: name))]
    }

    /// What fits none of these properties: names, and patterns as they were written.
    func unknown(among names: [String]) -> [String] {
        wishes.filter { wish in !names.contains(where: wish.fits) }.map { $0.isPattern ? $0.text : $0.path.name }
    }

    /// The names of the properties that are asked for; `nil` where a pattern may fit any.
    var sources: [String]? { wishes.contains(where: \.isPattern) ? nil : wishes.map(\.path.name) }

    /// What is wrong with how a column was asked for.
    static func fault(in word: String) -> String? {
        let wish = Wish(word)
        if wish.text.isEmpty { return "takes names with commas between them: --columns Name,Alias" }
        guard let label = wish.label else { return nil }
        if label.isEmpty { return "gives '\(word)' no name: write NewName=\(wish.text)" }
        return wish.isPattern ? "cannot call all that fits '\(wish.text)' \(label)" : nil
    }
}
