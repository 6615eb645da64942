import EmulatorCore

/// Which part of a list is asked for: what it has to contain, and behind which entry it begins.
struct ListRequest: Sendable {
    static let size = 50
    private static let longest = 120

    /// What names have to contain; empty for all.
    let search: String
    /// The key of the last entry of the page before; nil for the first page.
    let after: (name: String, id: String)?

    init(_ query: FormFields) {
        search = String((query["search"] ?? "").trimmed.prefix(Self.longest))
        // The separator is no character of an id.
        let text = String((query["after"] ?? "").prefix(600))
        if let mark = text.lastIndex(of: "|") {
            after = (String(text[..<mark]), String(text[text.index(after: mark)...]))
        } else {
            after = nil
        }
    }

    /// The search as a pattern for `LIKE … ESCAPE '!'`.
    var pattern: String {
        "%" + search.replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_") + "%"
    }
}

/// One page of a list.
struct ListPage<Record: Sendable>: Sendable {
    let records: [Record]
    /// Where the next page begins, if there is one.
    let next: String?

    /// Keeps one page of what was read.
    ///
    /// - Parameters:
    ///   - found: At most one record more than a page holds.
    ///   - key: The key by which the list is sorted.
    init(_ found: [Record], key: (Record) -> (name: String, id: String)) {
        records = Array(found.prefix(ListRequest.size))
        next =
            if found.count > ListRequest.size, let last = records.last {
                "\(key(last).name)|\(key(last).id)"
            } else {
                nil
            }
    }
}
