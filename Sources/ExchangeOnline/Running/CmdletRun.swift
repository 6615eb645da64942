internal import ExoCrypto
internal import ExoJSON
internal import ExoRows

/// One run of a cmdlet over its pages.
///
/// Rows are handed out as soon as they are complete. A listing with a limit goes on after a short page until the limit is
/// reached or there is no more; surplus rows are cut. What is cut off ends in an error after its rows, never silently.
struct CmdletRun {
    let correlationID: String
    private let channel: AdminChannel
    private let cmdlet: BoundCmdlet
    private var body: [UInt8]?
    /// The key that the secrets in the body are encrypted under.
    private var key: RSAPublicKey?
    /// What makes rows of entities; `nil` where the service gives rows.
    private let entityRows: EntityRows?
    private var limit: RowLimit
    private var repairs = RepairWarnings()
    private var links = NextLink()
    /// How many pages came without a row since the last one with some.
    private var emptyPages = 0
    private static let mostEmptyPages = 1_000
    /// The page that is read.
    private var place: Place
    /// The pages to read behind it.
    private var waiting: [Place] = []
    /// The lists in this page's entities that go on elsewhere.
    private var lists: [NestedList] = []
    private var page: OpenedPage?
    private let anchor: MailboxAnchor
    private(set) var isFinished = false

    /// Where a page is.
    private struct Place {
        /// Path and query.
        var target: String
        /// Where the page before came from.
        var address: ServiceURL?
        /// What it goes on with; `nil` for the listing itself.
        var list: NestedList?
    }

    /// Makes a run.
    ///
    /// - Parameters:
    ///   - cmdlet: The cmdlet, as the connection's interface takes it.
    ///   - body: Its body.
    ///   - key: The key that secrets in the body are encrypted under; without it they are not encrypted anew.
    ///   - correlationID: The id of the run.
    ///   - connection: Where it runs.
    init(
        _ cmdlet: BoundCmdlet,
        body: [UInt8]?,
        key: RSAPublicKey? = nil,
        correlationID: String,
        on connection: ExchangeConnection
    ) {
        self.cmdlet = cmdlet
        self.key = key
        self.body = body
        self.correlationID = correlationID
        channel = connection.channel
        entityRows = cmdlet.entities.map { EntityRows($0.cmdlet, properties: cmdlet.properties) }
        anchor = channel.anchor(of: cmdlet)
        limit = RowLimit(cmdlet.size, isAsked: cmdlet.asksForSize)
        place = Place(target: cmdlet.target(tenantID: channel.tenantID))
    }

    /// The run with its first page at hand, which was opened in a batch.
    func opened(_ page: OpenedPage) -> CmdletRun {
        var run = self
        run.page = page
        return run
    }

    /// The next rows, or `nil` at the end.
    mutating func next() async throws -> CmdletPage? {
        do {
            while !isFinished {
                guard var found = try await advance() else { continue }
                for place in found.errors.indices { found.errors[place].correlationID = correlationID }
                return found
            }
            return nil
        } catch {
            isFinished = true
            page = nil
            guard var error = error as? ExchangeError else { throw error }
            error.rowsDelivered = limit.delivered
            error.correlationID = correlationID
            throw error
        }
    }

    private mutating func advance() async throws -> CmdletPage? {
        var page = if let current = self.page { current } else { try await open() }
        let event: PageReader.Event
        if let first = page.first {
            event = first
            page.first = nil
        } else {
            event = try await read(&page)
        }
        self.page = page
        switch event {
        case .nothing: return nil
        case .rows(let batch): return try take(batch, requestID: page.reader.requestID)
        case .end(let end):
            self.page = nil
            return try finish(end, of: page)
        }
    }

    private mutating func take(_ arrived: RowBatch, requestID: String?) throws -> CmdletPage? {
        let before = limit.delivered
        let taken = limit.take(try rows(of: arrived, requestID: requestID))
        if !taken.isEmpty { emptyPages = 0 }
        guard !taken.isEmpty else { return nil }
        return CmdletPage(
            batch: taken,
            warnings: repairs.texts(for: taken, after: before),
            requestID: requestID
        )
    }

    /// The rows in what arrived: those of entities, of CLIXML, or what arrived itself.
    private mutating func rows(of arrived: RowBatch, requestID: String?) throws -> RowBatch {
        do {
            guard let entityRows else {
                return cmdlet.fidelity == .clixml ? try CLIXMLRows.rows(of: arrived) : arrived
            }
            let made = try entityRows.rows(of: arrived, in: place.list)
            lists += made.lists
            return made.batch
        } catch let error as JSONError {
            throw unreadable(error, requestID: requestID)
        } catch let error as CLIXMLError {
            throw unreadable(error, requestID: requestID)
        }
    }

    private func unreadable(_ cause: any Error, requestID: String?) -> ExchangeError {
        let address = place.address ?? channel.origin
        return channel.mapper(for: call, at: address.origin).error(unreadable: cause, requestID: requestID)
    }

    /// Asks for a page; what fails before its first row is repeated on the way.
    private mutating func open() async throws -> OpenedPage {
        do { return try await opened(call) } catch let refusal as ExchangeError {
            guard let old = key, place.address == nil, refusal.code == .invalidRequest, refusal.status == 400,
                let new = try await newKey(insteadOf: old)
            else { throw refusal }
            key = nil
            body = try cmdlet.body(key: new)
            return try await opened(call)
        }
    }

    private func opened(_ call: AdminCall) async throws -> OpenedPage {
        try await channel.send(call) { try await OpenedPage.read($0, from: $1, isRead: call.isRead) }
    }

    /// The key that the service publishes now, where that is another one: it changes its keys now and then, and refuses what
    /// is encrypted under one that is too old.
    private func newKey(insteadOf old: RSAPublicKey) async throws -> RSAPublicKey? {
        do {
            return try await channel.parameterKey(for: cmdlet.name, insteadOf: old)
        } catch is ExchangeError {
            // What the service said of the call itself tells more.
            return nil
        }
    }

    /// The request for the next page.
    var call: AdminCall {
        let rows = limit.rows(atMost: cmdlet.pageSize ?? channel.request.pageSize)
        var call = cmdlet.call(place.target, body: body, rows: rows, correlationID: correlationID)
        call.address = place.address
        call.anchor = anchor
        return call
    }

    private func read(_ page: inout OpenedPage) async throws -> PageReader.Event {
        do { return try await page.reader.next() } catch {
            throw channel.mapper(for: call, at: page.address.origin).error(
                reading: error,
                requestID: page.reader.requestID
            )
        }
    }

    /// What the end of a page says, and whether another follows.
    private mutating func finish(_ end: PageEnd, of page: OpenedPage) throws -> CmdletPage {
        let requestID = page.reader.requestID
        var found = try take(end.entity, requestID: requestID) ?? CmdletPage(requestID: requestID)
        found.warnings += end.warnings
        found.errors += end.errors
        found.confirmationMessage = end.confirmationMessage
        let link = end.nextLink.flatMap { $0.isEmpty ? nil : $0 }
        let hasMore = link != nil || !lists.isEmpty || !waiting.isEmpty
        guard hasMore, cmdlet.isRead, !limit.isReached else {
            isFinished = true
            if hasMore || limit.hasCut, !found.warnings.contains(where: MoreResults.isMeant) {
                found.warnings.append(MoreResults.text)
            }
            return found
        }
        if link != nil { found.warnings.removeAll(where: MoreResults.isMeant) }
        emptyPages += 1
        guard emptyPages <= Self.mostEmptyPages else {
            throw ExchangeError(
                code: .unexpectedResponse,
                message:
                    "the service gave \(Self.mostEmptyPages) pages without a row, and each says that there are more",
                repair: "ask for less, by -Filter or -ResultSize",
                requestID: requestID
            )
        }
        do {
            // What is inside the rows of this page comes before the next.
            var next: [Place] = []
            for list in lists { next.append(try follow(list.link, of: page, list: list, isOfList: true)) }
            if let link { next.append(try follow(link, of: page, list: place.list, isOfList: false)) }
            waiting = next + waiting
            lists = []
            place = waiting.removeFirst()
        } catch var error as ExchangeError {
            error.requestID = requestID
            throw error
        }
        return found
    }

    private mutating func follow(_ link: String, of page: OpenedPage, list: NestedList?, isOfList: Bool) throws -> Place
    {
        Place(
            target: try links.target(
                of: link,
                on: page.address,
                after: place.target,
                ports: channel.redirects.ports,
                isOfList: isOfList
            ),
            address: page.address,
            list: list
        )
    }
}
