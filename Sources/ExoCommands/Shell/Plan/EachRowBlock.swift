internal import ExchangeOnline

/// What `ForEach-Object` would run for the rows of a file: one call, in which each `$_.X` is the value of a parameter `-X`, as rows
/// bind by themselves.
struct EachRowBlock {
    /// The columns that it takes.
    private(set) var columns: [String] = []
    /// The call without them.
    let call: String

    /// Reads the block of a call; `nil` where it is none, or another.
    init?(of call: LineCall) {
        guard ["foreach-object", "foreach", "%"].contains(call.name.lowercased()) else { return nil }
        let blocks = call.arguments.compactMap { argument -> String? in
            guard case .script(let text) = argument.argument.value else { return nil }
            return text
        }
        guard blocks.count == 1 else { return nil }
        var words = blocks[0].split(whereSeparator: \.isWhitespace).map(String.init)
        while let place = words.firstIndex(where: { $0.hasPrefix("$_.") }) {
            let name = words[place].dropFirst("$_.".count)
            guard place > 1, words[place - 1].lowercased() == "-\(name.lowercased())" else { return nil }
            columns.append(String(name))
            words.removeSubrange(place - 1...place)
        }
        guard !columns.isEmpty, !words.joined().contains(where: { "$|;(){}".contains($0) }) else { return nil }
        self.call = words.joined(separator: " ")
    }

    /// What to write behind the bar for rows that have these columns.
    func words(for known: [String]) -> String {
        let wanted = Set(columns.map { $0.lowercased() })
        let hasOthers = known.contains { !wanted.contains($0.lowercased()) }
        return (hasOthers ? "Select-Object \(columns.joined(separator: ",")) | " : "") + call
    }
}
