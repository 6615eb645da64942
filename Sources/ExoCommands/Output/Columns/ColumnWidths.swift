/// How wide the columns of a table are.
///
/// Where a line is too long, the column gives way whose cutting hurts the fewest cells, and a narrow one not before wide ones have
/// become narrow; one that holds addresses or names to type again is cut only where otherwise no table would be of use, since a
/// part of those is of no use.
struct ColumnWidths {
    /// The least that a column is cut to.
    private static let least = 6
    /// Eight digits of an id and an ellipsis tell it from others.
    private static let beginningOfID = 9
    /// A shorter beginning of a text seldom tells what it is.
    private static let beginningOfText = 16
    /// A first column of no more than that says what the row is of, and stays whole.
    private static let label = 20

    /// What cutting a cell costs: of an id the beginning tells which it is, of an address a part is of no use.
    private enum Worth {
        static let id = 1
        static let text = 2
        static let address = 40
    }

    /// The widths at which nothing is cut.
    let natural: [Int]
    private let headings: [Int]
    /// For each column the widths of its cells, the widest first.
    private let cells: [[Int]]
    private let worths: [Int]

    init(headings: [String], rows: [[String]]) {
        self.headings = headings.map { TerminalText.width($0) }
        cells = headings.indices.map { place in rows.map { TerminalText.width($0[place]) }.sorted(by: >) }
        let widest = cells.map { $0.first ?? 0 }
        let first = self.headings.first ?? 0
        worths = headings.indices.map { place in
            let texts = rows.lazy.map { $0[place] }
            if place == 0, widest[place] > 0, max(first, widest[place]) <= Self.label { return Worth.address }
            if headings[place] == "Name" || texts.contains(where: { $0.contains("@") }) { return Worth.address }
            let areIDs = texts.contains(where: Self.isID) && texts.allSatisfy { $0.isEmpty || Self.isID($0) }
            return areIDs ? Worth.id : Worth.text
        }
        natural = zip(self.headings, cells).map { max($0, $1.first ?? 0) }
    }

    private static func isID(_ text: String) -> Bool { text.utf8.count == 36 && text.count { $0 == "-" } == 4 }

    /// Widths that take no more than so many cells together; `nil` where there is no room for a table that is of use.
    func fitting(_ room: Int) -> [Int]? {
        // A few addresses that are longer than the others must not make a list of everything.
        fitting(room, sparesAddresses: true) ?? fitting(room, sparesAddresses: false)
    }

    private func fitting(_ room: Int, sparesAddresses: Bool) -> [Int]? {
        var widths = natural
        var excess = widths.reduce(0, +) - room
        guard widths.map({ min($0, Self.least) }).reduce(0, +) <= room else { return nil }
        while excess > 0 {
            let candidates = widths.indices.filter { widths[$0] > Self.least }
            guard
                let place = candidates.min(by: {
                    price($0, widths, sparesAddresses) < price($1, widths, sparesAddresses)
                })
            else { return nil }
            widths[place] -= 1
            excess -= 1
        }
        return isOfUse(widths) ? widths : nil
    }

    /// Whether at least half of the cells can be recognised: else records serve better.
    private func isOfUse(_ widths: [Int]) -> Bool {
        var filled = 0
        var lost = 0
        for (place, width) in widths.enumerated() {
            filled += cells[place].prefix { $0 > 0 }.count
            guard width < beginning(place) else { continue }
            lost += cells[place].prefix { $0 > width }.count
        }
        return lost * 2 <= filled
    }

    /// How much of its cells tells them from others.
    private func beginning(_ place: Int) -> Int {
        worths[place] == Worth.id ? Self.beginningOfID : Self.beginningOfText
    }

    /// What is compared when a column is chosen to give way: addresses last, narrow ones before them, then the cost, then the
    /// narrower one.
    private func price(_ place: Int, _ widths: [Int], _ sparesAddresses: Bool) -> (Int, Int, Int, Int) {
        let isSpared = sparesAddresses && worths[place] == Worth.address && (cells[place].first ?? 0) >= widths[place]
        let isNarrow = !isWide(place, widths) && worths[place] != Worth.address
        let waits = isNarrow && widths.indices.contains { isWide($0, widths) }
        return (isSpared ? 1 : 0, waits ? 1 : 0, cost(place, widths), -widths[place])
    }

    /// Whether a column of no addresses could give way, and its cells would still be told from others.
    private func isWide(_ place: Int, _ widths: [Int]) -> Bool {
        worths[place] != Worth.address && widths[place] > beginning(place)
    }

    /// What it costs to take one more cell from a column: the cells that are cut then, and how far they were cut before.
    private func cost(_ place: Int, _ widths: [Int]) -> Int {
        if worths[place] == Worth.id, widths[place] > Self.beginningOfID { return 0 }
        let cut = cells[place].prefix { $0 >= widths[place] }.count
        let isHeadingCut = headings[place] >= widths[place]
        // Every cell less hurts more, so that the loss is shared by columns of the same worth.
        let share = 1 + natural[place] * 4 / max(widths[place], 1)
        // A heading gives way before any cell does.
        return cut * worths[place] * share + (isHeadingCut ? 1 : 0)
    }
}
