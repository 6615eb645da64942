/// A line with a mark below the place that is meant.
struct LineExcerpt {
    /// The line, cut to fit, and the mark below it; nothing where the text has no line there.
    let lines: [String]

    /// Makes an excerpt.
    ///
    /// - Parameters:
    ///   - text: What was read.
    ///   - place: The place in it, in Unicode scalars.
    ///   - width: How many cells there are.
    init(_ text: String, _ place: Range<Int>, width: Int) {
        let scalars = Array(text.unicodeScalars)
        let start = min(place.lowerBound, max(0, scalars.count - (scalars.last?.isLineBreak == true ? 1 : 0)))
        var lineStart = start
        while lineStart > 0, !scalars[lineStart - 1].isLineBreak { lineStart -= 1 }
        var lineEnd = start
        while lineEnd < scalars.count, !scalars[lineEnd].isLineBreak { lineEnd += 1 }
        var before = Self.text(scalars[lineStart..<start])
        let end = max(start, min(place.upperBound, lineEnd))
        let marked = max(1, TerminalText.width(Self.text(scalars[start..<end])))
        let behind = Self.text(scalars[start..<lineEnd])
        guard !before.isEmpty || !behind.isEmpty else {
            lines = []
            return
        }
        let room = max(24, width - 4)
        if TerminalText.width(before) + min(marked, 8) > room {
            while !before.isEmpty, TerminalText.width(before) + 1 > room / 2 { before.removeFirst() }
            before = "…" + before
        }
        let column = TerminalText.width(before)
        let mark = "^" + String(repeating: "~", count: max(0, min(marked, room - column) - 1))
        lines = [TerminalText.cut(before + behind, to: room), String(repeating: " ", count: column) + mark]
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return TerminalText.neutralised(String(view))
    }
}
