import CmdletCatalogue
import EmulatorCore
import ExoJSON
import HTTPServer

/// One call of InvokeCommand, or of an endpoint of Admin API v2.0: a cmdlet, or the next page of one.
struct InvokeCommand {
    let request: ExchangeRequest
    let run: CmdletRun
    /// The endpoint that was called, `nil` for InvokeCommand.
    var endpoint: AdminEndpoint?

    static let contentType =
        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"

    private var settings: EmulatorSettings.Values { run.scope.context.settings.current }
    private var pages: ListingPages {
        ListingPages(
            request: request,
            scope: run.scope,
            longestLife: endpoint == nil ? .infinity : AdminEndpoint.pageLife
        )
    }

    /// Runs the cmdlet.
    ///
    /// - Parameter note: Receives what the log tells of the call.
    /// - Returns: A page of what it has to say.
    /// - Throws: ``AdminAPIError``.
    func response(noting note: inout CmdletNote) throws -> ServerResponse {
        let cursor = try request.skipToken.map(cursor)
        var input = try input(at: cursor)
        note.cmdlet = input.name
        try endpoint?.check(input)
        let facts = try run.facts(of: input.name)
        note.cmdlet = facts.name
        let cmdlet = try run.cmdlet(facts)
        input.name = facts.name
        if let cursor, cursor.input != input { throw AdminAPIError.invalidPage() }
        var document = ResultDocument(context: metadata, content: .rows([], selection: nil))
        var going = run
        if case .at(let position)? = cursor?.progress { going.scope.continuation = position }
        switch try going.output(of: cmdlet, input.parameters, noting: &note) {
        case .done(let warnings): document.warnings = warnings
        case .confirmation(let text):
            document.confirmation = text
            note.outcome = .question
        case .listing(let listing): try fill(&document, from: listing, input, cursor)
        }
        if case .rows(let rows, _) = document.content, document.confirmation == nil { note.outcome = .rows(rows.count) }
        if input.silencesWarnings(header: request.request.header("WarningAction")) { document.warnings = [] }
        if request.wantsCLIXML, case .rows(let rows, let selection) = document.content {
            document.content = .clixml(rows, selection: selection)
        }
        return ServerResponse(
            status: 200,
            headers: [.init("Content-Type", Self.contentType)],
            body: document.serialized()
        )
    }

    // MARK: Pages

    /// The cursor of a next page.
    private func cursor(_ token: String) throws -> PageCursor {
        guard request.request.method == "POST" || settings.acceptsGetOnNextLink else {
            throw AdminRoute.wrongMethod(request.request.method, allowed: "POST")
        }
        return try pages.cursor(token, isBoundToServer: true)
    }

    /// What is asked for; a next link fetched with GET has no body and says it itself.
    private func input(at cursor: PageCursor?) throws -> CmdletInput {
        if request.request.method == "GET", let cursor { return cursor.input }
        return try CmdletInput(request.request)
    }

    private func fill(
        _ document: inout ResultDocument,
        from listing: ObjectListing,
        _ input: CmdletInput,
        _ cursor: PageCursor?
    ) throws {
        let size = listing.isOnePage ? InvokeCommand.wholePage : request.pageSize(otherwise: 1000)
        let count = min(size, listing.limit ?? size)
        let (rows, token) = try pages.page(of: listing, count: count, input: input, after: cursor)
        document.content = .rows(rows, selection: request.selection ?? listing.properties)
        guard let token else {
            document.warnings += listing.warnings
            return
        }
        document.nextLink = link(token)
        if listing.limit != nil { document.warnings.append(Self.moreResults) }
    }

    /// More rows no answer of one page has.
    private static let wholePage = 1_000_000

    static let moreResults =
        "There are more results available than are currently displayed. To view them, increase the value for the "
        + "ResultSize parameter."

    private func link(_ token: String) -> String {
        let name = endpoint?.name ?? "InvokeCommand"
        var link = root + "/\(name)?%24skiptoken=\(PercentCoding.encoded(token))"
        if let selection = request.selection {
            link += "&%24select=" + selection.map { PercentCoding.encoded($0) }.joined(separator: ",")
        }
        return link
    }

    private var root: String { request.origin(or: run.scope.context.endpoints.base) + request.root }

    private var metadata: String { root + "/$metadata#Collection(Exchange.GenericHashTable)" }
}
