import EmulatorCore
import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The pages of a listing, and the marks by which a client asks for the next one.
struct ListingPages: Sendable {
    let request: ExchangeRequest
    let scope: CallScope
    /// The longest time that a mark is good for, where the interface has one of its own.
    var longestLife: TimeInterval = .infinity

    /// Whose listing it is: a mark is good for the service, the caller and the routing hint that began it.
    private var bond: String { "\(request.anchor ?? "") \(scope.caller.objectID) \(scope.service)" }

    /// What a mark stands for.
    ///
    /// - Parameters:
    ///   - token: The mark.
    ///   - isBoundToServer: Whether the request has to reach the server that began the listing, by hint or cookie.
    /// - Returns: How far the listing went.
    /// - Throws: ``AdminAPIError`` for a mark that is unknown, too old, or another caller's.
    func cursor(_ token: String, isBoundToServer: Bool) throws -> PageCursor {
        let now = scope.context.clock.now
        // A mark under seal is whole; one of a stored cursor has to be the very one that was given.
        guard let cursor = try PageCursor.find(token, in: scope.context.store, now: now),
            cursor.id.isEmpty || cursor.token == token, cursor.tenantID == scope.tenant.id, cursor.anchor == bond
        else { throw AdminAPIError.invalidPage() }
        // Without hint and cookie each request reaches another server, which does not know the listing.
        let server = request.server ?? request.anchor.map(Affinity.server(anchor:))
        guard !isBoundToServer || server == cursor.server else { throw AdminAPIError.invalidPage() }
        return cursor
    }

    /// The next page of a listing.
    ///
    /// - Parameters:
    ///   - listing: The listing.
    ///   - count: The greatest number of rows.
    ///   - input: What was asked for, which the next request has to ask for again.
    ///   - cursor: Where the listing stands, `nil` at its begin.
    /// - Returns: The rows, and the mark of the page that follows; `nil` at the end.
    /// - Throws: `DatabaseError`, ``AdminAPIError``.
    func page(
        of listing: ObjectListing,
        count: Int,
        input: CmdletInput,
        after cursor: PageCursor?
    ) throws -> (rows: [ObjectRow], token: String?) {
        let now = scope.context.clock.now
        let store = scope.context.store
        let place = try cursor.map { try $0.place(in: store, now: now) }
        let (rows, next) = try listing.page(from: place?.position, count: count, objects: scope.objects)
        guard let next else { return (rows, nil) }
        let following = PageCursor(
            id: PageCursor.newIdentifier(),
            tenantID: scope.tenant.id,
            input: input,
            anchor: bond,
            server: Affinity.server(of: request),
            progress: place?.progress(after: count, to: next) ?? .at(next),
            expires: now.addingTimeInterval(min(longestLife, scope.context.settings.current.cursorLifetime))
        )
        try following.save(in: store, now: now)
        return (rows, following.token)
    }

    /// Every row of a listing, handed over page by page.
    ///
    /// - Parameters:
    ///   - listing: The listing.
    ///   - visit: Called with each row; answers false to stop.
    /// - Throws: `DatabaseError`, and what `visit` throws.
    func forEach(_ listing: ObjectListing, visit: (ObjectRow) throws -> Bool) throws {
        // Computed once and not for each page.
        if case .rows(let find) = listing.source {
            for row in try find() where try !visit(row) { return }
            return
        }
        var position: ObjectListing.Position?
        repeat {
            let (rows, next) = try listing.page(from: position, count: 1000, objects: scope.objects)
            for row in rows where try !visit(row) { return }
            position = next
        } while position != nil
    }
}
