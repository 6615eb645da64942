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
    /// The cmdlets that the caller's roles open.
    let allowed: Set<String>

    static let contentType =
        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"

    /// - Throws: ``AdminAPIError``.
    func response() throws -> ServerResponse {
        let cursor = try request.skipToken.map(cursor)
        let (name, parameters) = try cursor.flatMap(fetched) ?? command()
        guard let facts = CmdletCatalogue.cmdlet(named: name) else { throw AdminAPIError.notAllowed(name) }
        guard let handler = CmdletHandlers.handler(of: facts.name) else { throw AdminAPIError.notEmulated(facts.name) }
        guard allowed.contains(facts.name) else { throw AdminAPIError.notAllowed(facts.name) }
        if let cursor {
            guard cursor.cmdlet == facts.name, cursor.parameters == parameters else {
                throw AdminAPIError.invalidPage()
            }
        }
        let call = try ParameterBinder.bind(parameters, to: facts)
        var document = ResultDocument(context: metadata, content: .rows([], selection: nil))
        switch try handler.run(call, in: scope) {
        case .done(let warnings): document.warnings = warnings
        case .confirmation(let text): document.confirmation = text
        case .listing(let listing): try fill(&document, from: listing, facts, parameters, cursor)
        }
        if request.wantsCLIXML, case .rows(let rows, let selection) = document.content {
            document.content = .document(CLIXMLPage.document(rows: rows, selection: selection))
        }
        return ServerResponse(
            status: 200,
            headers: [.init("Content-Type", Self.contentType)],
            body: document.serialized()
        )
    }

    // MARK: Reading

    /// The cmdlet and its parameters from the body.
    private func command() throws -> (name: String, parameters: JSONObject) {
        let body: JSONValue
        do {
            body = try JSONValue(parsing: request.request.body)
        } catch {
            throw AdminAPIError.malformedRequest("The request body is \(error).")
        }
        guard let input = body["CmdletInput"]?.objectValue, let name = input["CmdletName"]?.stringValue, !name.isEmpty
        else {
            throw AdminAPIError.malformedRequest(
                "The body must be {\"CmdletInput\":{\"CmdletName\":…,\"Parameters\":{…}}}."
            )
        }
        switch input["Parameters"] {
        case nil, .null?: return (name, JSONObject())
        case .object(let parameters)?: return (name, parameters)
        default: throw AdminAPIError.malformedRequest("Parameters must be an object.")
        }
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

    /// What a next link fetched with GET, hence without a body, asks for.
    private func fetched(_ cursor: PageCursor) -> (name: String, parameters: JSONObject)? {
        request.request.method == "GET" ? (cursor.cmdlet, cursor.parameters) : nil
    }

    private func fill(
        _ document: inout ResultDocument,
        from listing: ObjectListing,
        _ facts: CmdletFacts,
        _ parameters: JSONObject,
        _ cursor: PageCursor?
    ) throws {
        let count = min(request.pageSize, listing.limit ?? request.pageSize)
        let (rows, next) = try listing.page(from: cursor?.position, count: count, objects: scope.objects)
        document.content = .rows(rows, selection: request.selection ?? listing.properties)
        guard let next else { return }
        let now = scope.context.clock.now
        let following = PageCursor(
            id: PageCursor.newIdentifier(),
            tenantID: scope.tenant.id,
            cmdlet: facts.name,
            parameters: parameters,
            anchor: request.anchor ?? "",
            server: Affinity.server(of: request),
            position: next,
            expires: now.addingTimeInterval(scope.context.settings.current.cursorLifetime)
        )
        try following.save(in: scope.context.store, now: now)
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
