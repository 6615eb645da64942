import EmulatorCore
import ExoJSON

/// What a search found, as the JSON text of `SearchStatistics`: in all, by query, and in each mailbox and site.
struct SearchStatistics {
    let results: [SearchResult]
    let query: String
    /// Whether sites are looked at too.
    let hasSites: Bool

    init(of search: ExchangeObject) {
        results = SearchRule.results(of: search)
        query = search.text("ContentMatchQuery") ?? ""
        hasSites = ["SharePointLocation", "OneDriveLocation"].contains { !search.texts($0).isEmpty }
    }

    var text: String {
        var document: JSONObject = ["ExchangeBinding": binding(results.filter { !$0.isSite })]
        if hasSites { document["SharePointBinding"] = binding(results.filter(\.isSite)) }
        return JSONValue.object(document).text()
    }

    private func binding(_ results: [SearchResult]) -> JSONValue {
        var whole: JSONObject = ["Name": .null]
        add(results, to: &whole)
        whole["HasFaults"] = false
        var primary: JSONObject = ["Name": "_PrimaryQuery"]
        add(results, to: &primary)
        if !query.isEmpty { primary["Query"] = .string(query) }
        primary["Type"] = "Primary"
        // Everything is indexed here.
        var unindexed: JSONObject = ["Name": "_UnindexedQuery"]
        add([], to: &unindexed)
        unindexed["Type"] = "Unindexed"
        let sources = results.enumerated().sorted { left, right in
            (right.element.items, left.offset) < (left.element.items, right.offset)
        }.map { source -> JSONValue in
            [
                "Name": .string(source.element.place), "ContentItems": .integer(source.element.items),
                "ContentSize": .string(Self.text(ofSize: source.element.size)),
            ]
        }
        return [
            "Search": .object(whole), "Queries": [.object(primary), .object(unindexed)], "Sources": .array(sources),
        ]
    }

    private func add(_ results: [SearchResult], to object: inout JSONObject) {
        let hits = results.count { $0.items > 0 }
        let size = results.reduce(0) { $0 + $1.size }
        object["Sources"] = .string(String(hits))
        object["SourcesRaw"] = .integer(Int64(hits))
        object["ContentItems"] = .integer(results.reduce(0) { $0 + $1.items })
        object["ContentSize"] = .string(Self.text(ofSize: size))
        object["ContentSizeRaw"] = .integer(size)
    }

    private static let units: [(name: String, size: Int64)] = [
        ("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10),
    ]

    /// `4.43 MB`; less than a kilobyte is written in bytes.
    private static func text(ofSize bytes: Int64) -> String {
        guard let unit = units.first(where: { bytes >= $0.size }) else { return "\(bytes) B" }
        let (whole, rest) = bytes.quotientAndRemainder(dividingBy: unit.size)
        let hundredths = Int64((Double(rest) / Double(unit.size) * 100).rounded(.down))
        return "\(whole).\(hundredths < 10 ? "0" : "")\(hundredths) \(unit.name)"
    }
}

extension SearchResult {
    /// Whether it was found in a site, and not in a mailbox.
    var isSite: Bool { place.lowercased().hasPrefix("https://") }
}
