import EmulatorCore

/// The objects of an answer, found page by page.
struct ObjectListing: Sendable {
    /// Where the objects come from.
    enum Source: Sendable {
        /// All objects of the view that satisfy the conditions, in the order of their making.
        case scan(
            types: Set<String>?,
            states: Set<ExchangeObject.State>,
            wanted: @Sendable (ExchangeObject) throws -> Bool
        )
        /// These objects, in this order, found when the first page is asked for.
        case sequences(@Sendable () throws -> [Int64])
        /// What is computed and not stored: these rows, found anew for each page.
        case rows(@Sendable () throws -> [ObjectRow])
        /// What is computed and not stored, row by row: so many places, and what is to be shown of one, if anything is.
        case each(count: Int, row: @Sendable (Int) throws -> ObjectRow?)
        /// These objects, in this order, found when the first page is asked for.
        case objects(@Sendable () throws -> [ExchangeObject])
    }

    /// How far a listing went.
    enum Position: Sendable, Equatable {
        /// Objects made after the first and up to the second one are still to come.
        case after(Int64, through: Int64)
        /// These objects are still to come.
        case sequences([Int64])
    }

    let builder: RowBuilder
    var source: Source
    /// The greatest number of objects in all, `nil` for no limit.
    let limit: Int?
    /// The properties to show, `nil` for all.
    var properties: [String]?
    /// Finds the objects of a scan by the index, some too many.
    var index: IndexSearch?
    /// Tells of objects of a scan that are not wanted, before they are read.
    var screen: FilterScreen?
    /// Objects of another class that come behind those of a scan.
    var behind: [Int64] = []
    /// Whether finding and showing the objects writes nothing, so that all of a page is one look at the store.
    var isReading = false
    /// Whether all of it is one page, since the cmdlet has pages of its own.
    var isOnePage = false
    /// What is said with the last page.
    var warnings: [String] = []
    /// The moment that computed rows are of.
    var moment: ServiceDate?

    /// The next objects.
    ///
    /// New objects do not enter a listing that has begun, and one that is still there is neither lost nor doubled,
    /// because sequence numbers never change.
    ///
    /// - Parameters:
    ///   - position: Where the listing stands, `nil` at its begin.
    ///   - count: The greatest number of objects.
    ///   - objects: The tenant's objects.
    /// - Returns: The rows, and where the next page begins; `nil` there at the end.
    /// - Throws: `DatabaseError`.
    func page(
        from position: Position?,
        count: Int,
        objects: ObjectStore
    ) throws -> (rows: [ObjectRow], next: Position?) {
        guard isReading else { return try found(from: position, count: count, objects: objects) }
        return try objects.store.snapshot { try found(from: position, count: count, objects: objects) }
    }

    private func found(
        from position: Position?,
        count: Int,
        objects: ObjectStore
    ) throws -> (rows: [ObjectRow], next: Position?) {
        switch (source, position) {
        case (.rows(let find), let position): return page(of: try find(), from: position, count: count)
        case (.each(let places, let row), let position):
            return try page(of: places, row, from: position, count: count)
        case (_, .sequences(let rest)?): return try page(of: rest, count: count, objects: objects)
        case (.sequences(let find), _): return try page(of: try find(), count: count, objects: objects)
        case (.objects(let find), _):
            let all = try find()
            let rest = all.dropFirst(count).map(\.sequence)
            return (try all.prefix(count).map(builder.shown), rest.isEmpty ? nil : .sequences(rest))
        case (.scan, nil):
            let newest = try objects.newestSequence()
            return try found(from: .after(0, through: newest), count: count, objects: objects)
        case (.scan(let types, let states, let wanted), .after(let start, let end)?):
            var found: [ExchangeObject] = []
            var more = false
            try objects.forEach(
                builder.view.objectClass,
                types: types,
                states: states,
                in: (start, end),
                among: index,
                screen: screen
            ) { object in
                guard try wanted(object) else { return true }
                guard found.count < count else {
                    more = true
                    return false
                }
                found.append(object)
                return true
            }
            let next = more ? found.last.map { Position.after($0.sequence, through: end) } : nil
            let rows = try found.map(builder.shown)
            guard !more, !behind.isEmpty else { return (rows, next) }
            let rest = try page(of: behind, count: count - rows.count, objects: objects)
            return (rows + rest.rows, rest.next)
        }
    }

    private func page(
        of sequences: [Int64],
        count: Int,
        objects: ObjectStore
    ) throws -> (rows: [ObjectRow], next: Position?) {
        let rest = Array(sequences.dropFirst(count))
        let found = try objects.objects(at: Array(sequences.prefix(count)))
        return (try found.map(builder.shown), rest.isEmpty ? nil : .sequences(rest))
    }
}
