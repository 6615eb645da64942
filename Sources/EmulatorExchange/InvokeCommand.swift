import CmdletCatalogue
import EmulatorCore
import ExoJSON
import HTTPServer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One call of InvokeCommand: a cmdlet, or the next page of one.
struct InvokeCommand {
    let request: ExchangeRequest
    let scope: CallScope
    let cmdlets: CmdletTable
    let roles: RoleAccess

    static let contentType =
        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"

    /// Runs the cmdlet.
    ///
    /// - Parameter note: Receives what the log tells of the call.
    /// - Returns: A page of what it has to say.
    /// - Throws: ``AdminAPIError``.
    func response(noting note: inout CmdletNote) throws -> ServerResponse {
        let cursor = try request.skipToken.map(cursor)
        let input = try input(at: cursor)
        note.cmdlet = input.name
        guard let facts = cmdlets.facts(named: input.name) else { throw AdminAPIError.notAllowed(input.name) }
        note.cmdlet = facts.name
        guard roles.cmdlets(ofRoles: scope.caller.directoryRoles).contains(facts.name) else {
            // What no role opens here belongs to another part of the service.
            throw roles.isGrantable(facts.name)
                ? AdminAPIError.notAllowed(facts.name) : .notEmulated(facts.name, stage: .cmdlet)
        }
        guard let handler = cmdlets.handler(of: facts) else {
            throw AdminAPIError.notEmulated(facts.name, stage: .cmdlet)
        }
        if let cursor, cursor.input != CmdletInput(name: facts.name, parameters: input.parameters) {
            throw AdminAPIError.invalidPage()
        }
        let call = try ParameterBinder.bind(input.parameters, to: facts).openingSecrets(in: scope.context.store)
        var document = ResultDocument(context: metadata, content: .rows([], selection: nil))
        note.unused = handler.unused(call)
        switch try handler.run(call, in: scope) {
        case .done(let warnings): document.warnings = warnings
        case .confirmation(let text):
            document.confirmation = text
            note.outcome = .question
        case .listing(let listing):
            let input = CmdletInput(name: facts.name, parameters: input.parameters)
            try fill(&document, from: listing, input, cursor)
        }
        if case .rows(let rows, _) = document.content, document.confirmation == nil { note.outcome = .rows(rows.count) }
        if input.silencesWarnings(header: request.request.header("WarningAction")) { document.warnings = [] }
        if request.wantsCLIXML, case .rows(let rows, let selection) = document.content {
            document.content = .document(CLIXMLPage.document(rows: rows, selection: selection))
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
        let settings = scope.context.settings.current
        guard request.request.method == "POST" || settings.acceptsGetOnNextLink else {
            throw AdminRoute.wrongMethod(request.request.method, allowed: "POST")
        }
        let now = scope.context.clock.now
        guard let cursor = try PageCursor.find(token, in: scope.context.store, now: now),
            cursor.tenantID == scope.tenant.id, cursor.anchor == request.anchor ?? ""
        else { throw AdminAPIError.invalidPage() }
        // Without hint and cookie each request reaches another server, which does not know the listing.
        guard request.server ?? request.anchor.map(Affinity.server(anchor:)) == cursor.server else {
            throw AdminAPIError.invalidPage()
        }
        return cursor
    }

    /// What is asked for; a next link fetched with GET has no body and says it itself.
    private func input(at cursor: PageCursor?) throws -> CmdletInput {
        if request.request.method == "GET", let cursor { return cursor.input }
        return try CmdletInput(parsing: request.request.body)
    }

    private func fill(
        _ document: inout ResultDocument,
        from listing: ObjectListing,
        _ input: CmdletInput,
        _ cursor: PageCursor?
    ) throws {
        let count = min(request.pageSize, listing.limit ?? request.pageSize)
        let now = scope.context.clock.now
        let store = scope.context.store
        let place = try cursor.map { try $0.place(in: store, now: now) }
        let (rows, next) = try listing.page(from: place?.position, count: count, objects: scope.objects)
        document.content = .rows(rows, selection: request.selection ?? listing.properties)
        guard let next else { return }
        let following = PageCursor(
            id: PageCursor.newIdentifier(),
            tenantID: scope.tenant.id,
            input: input,
            anchor: request.anchor ?? "",
            server: Affinity.server(of: request),
            progress: place?.progress(after: count, to: next) ?? .at(next),
            expires: now.addingTimeInterval(scope.context.settings.current.cursorLifetime)
        )
        try following.save(in: store, now: now)
        document.nextLink = link(following.token)
        if listing.limit != nil { document.warnings.append(Self.moreResults) }
    }

    static let moreResults =
        "There are more results available than are currently displayed. To view them, increase the value for the "
        + "ResultSize parameter."

    private func link(_ token: String) -> String {
        var link = root + "/InvokeCommand?%24skiptoken=\(PercentCoding.encoded(token))"
        if let selection = request.selection {
            link += "&%24select=" + selection.map { PercentCoding.encoded($0) }.joined(separator: ",")
        }
        return link
    }

    private var root: String { request.origin(or: scope.context.endpoints.base) + request.root }

    private var metadata: String { root + "/$metadata#Collection(Exchange.GenericHashTable)" }
}
