internal import ExchangeOnline

/// A filter without quotes, which stands in several words: `-Filter Alias -eq adele`.
struct SplitFilter {
    /// The parameter whose value it is.
    let parameter: String
    /// The words of the call that are the parameter and its filter.
    let range: Range<Int>
    /// The filter as one text.
    let text: String

    private static let comparisons: Set = ["-eq", "-ne", "-gt", "-ge", "-lt", "-le", "-like", "-notlike"]
    private static let joints: Set = ["-and", "-or", "-not"]

    /// Finds one.
    ///
    /// - Parameters:
    ///   - name: The cmdlet.
    ///   - words: The words behind it.
    init?(of name: String, in words: [String]) {
        let cmdlet: BindableCmdlet
        do { cmdlet = try BindableCmdlet(named: name) } catch { return nil }
        for (start, word) in words.enumerated().dropLast(2) where word.hasPrefix("-") && !word.contains(":") {
            // What begins with a brace is taken for one value in several words, and told as that.
            guard Self.comparisons.contains(words[start + 2].lowercased()),
                let sign = words[start + 1].first, !"-{".contains(sign)
            else { continue }
            do {
                let found = try cmdlet.parameter(String(word.dropFirst()))
                guard found.form == .filter else { continue }
                parameter = found.name
            } catch { continue }  // It is told by itself.
            let end =
                words[(start + 1)...].firstIndex { word in
                    word.hasPrefix("-") && !(Self.comparisons.union(Self.joints)).contains(word.lowercased())
                } ?? words.endIndex
            range = start..<end
            text = ShellWords.filter(Array(words[(start + 1)..<end]))
            return
        }
        return nil
    }

    /// What is wrong with it.
    var message: String { "-\(parameter) takes a filter as one text, and here it is in \(range.count - 1) words" }
}
