/// Rows that are computed and not stored.
extension CmdletOutput {
    /// - Parameters:
    ///   - noun: What the rows are.
    ///   - scope: Where the cmdlet runs.
    ///   - limit: The greatest number of rows in all, `nil` for no limit.
    ///   - warnings: What is said with the last page.
    ///   - isOnePage: Whether all rows are one page.
    ///   - make: Makes the rows, the same ones for each page.
    /// - Returns: What the cmdlet has to say.
    static func rows(
        _ noun: String,
        _ scope: CallScope,
        limit: Int? = nil,
        warnings: [String] = [],
        isOnePage: Bool = false,
        make: @escaping @Sendable () throws -> [ObjectRow]
    ) -> CmdletOutput {
        let builder = RowBuilder(view: .settings(noun), names: scope.objects.names)
        var listing = ObjectListing(builder: builder, source: .rows(make), limit: limit)
        listing.warnings = warnings
        listing.isOnePage = isOnePage
        listing.moment = scope.asOf
        return .listing(listing)
    }

    /// A row for each of these, made when it is shown; none where nothing is left to show.
    static func rows<Element: Sendable>(
        _ noun: String,
        _ scope: CallScope,
        limit: Int?,
        of all: [Element],
        row: @escaping @Sendable (Element) throws -> ObjectRow?
    ) -> CmdletOutput {
        let builder = RowBuilder(view: .settings(noun), names: scope.objects.names)
        let source = ObjectListing.Source.each(count: all.count) { try row(all[$0]) }
        var listing = ObjectListing(builder: builder, source: source, limit: limit)
        listing.moment = scope.asOf
        return .listing(listing)
    }

    /// One row, or none.
    static func row(_ noun: String, _ scope: CallScope, _ row: ObjectRow?) -> CmdletOutput {
        rows(noun, scope) { row.map { [$0] } ?? [] }
    }
}

extension ObjectListing {
    /// A page of computed rows; a position counts those that were shown, and keeps the moment that they are of.
    func page(of rows: [ObjectRow], from position: Position?, count: Int) -> (rows: [ObjectRow], next: Position?) {
        var start = 0
        if case .after(let place, _)? = position { start = min(max(Int(place), 0), rows.count) }
        let end = min(start + count, rows.count)
        return (Array(rows[start..<end]), end < rows.count ? .after(Int64(end), through: moment?.ticks ?? 0) : nil)
    }

    /// A page of rows that are made one by one; a position counts the places that were looked at.
    func page(
        of places: Int,
        _ row: (Int) throws -> ObjectRow?,
        from position: Position?,
        count: Int
    ) throws -> (rows: [ObjectRow], next: Position?) {
        var rows: [ObjectRow] = []
        var start = 0
        if case .after(let place, _)? = position { start = min(max(Int(place), 0), places) }
        for place in start..<places {
            guard let row = try row(place) else { continue }
            guard rows.count < count else { return (rows, .after(Int64(place), through: moment?.ticks ?? 0)) }
            rows.append(row)
        }
        return (rows, nil)
    }
}

extension CallScope {
    /// The moment that computed rows are of: that of the call, or of the one that it goes on with.
    var asOf: ServiceDate {
        if case .after(_, let ticks)? = continuation, ticks > 0 { ServiceDate(ticks: ticks) } else { now }
    }
}
