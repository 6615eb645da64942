import CmdletCatalogue
import EmulatorCore
import ExoJSON
import HTTPServer

/// The door of OData: entities and functions, which the Get-EXO* cmdlets of the official module ask for, read by the cmdlets
/// that they took the place of.
struct EntityReader: Sendable {
    let request: ExchangeRequest
    private(set) var run: CmdletRun
    let route: EntityRoute
    let options: EntityOptions
    let form: EntityForm

    /// The greatest number of entities of a page where the request does not say one.
    static let defaultPage = 100

    init(request: ExchangeRequest, run: CmdletRun, route: EntityRoute) {
        self.request = request
        self.run = run
        self.route = route
        options = EntityOptions(request.request)
        let origin = request.origin(or: run.scope.context.endpoints.base)
        form = EntityForm(request.request, root: origin + request.root)
    }

    /// Whether the default set of properties comes along with those that are named.
    var addsDefault: Bool { run.scope.context.settings.current.selectAddsMinimum }

    /// The name for the log and for refusals.
    var restCmdlet: String { route.cmdlet(options) }
    var pages: ListingPages { ListingPages(request: request, scope: run.scope) }

    /// Reads what the address leads to.
    ///
    /// - Throws: ``AdminAPIError``.
    func response(noting note: inout CmdletNote) throws -> ServerResponse {
        note.cmdlet = restCmdlet
        guard request.request.method == "GET" else {
            throw AdminRoute.wrongMethod(request.request.method, allowed: "GET")
        }
        for option in ["$apply", "$compute", "$search"] where options.text(option) != nil {
            throw AdminAPIError.notEmulated("the query option \(option)")
        }
        switch route {
        case .collection(let set): return try collection(set, noting: &note)
        case .count(let set): return try count(set, noting: &note)
        case .entity(let set, let key): return try entity(set, key, noting: &note)
        case .mailboxPermissions(let mailbox, let user): return try mailboxPermissions(mailbox, user, noting: &note)
        case .folderPermissions(let mailbox, let folder, let user):
            return try folderPermissions(mailbox, folder, user, noting: &note)
        case .recipientPermissions(let identity, let trustee, let rights):
            return try recipientPermissions(identity, trustee, rights, noting: &note)
        case .mailboxStatistics(let mailbox): return try mailboxStatistics(mailbox, noting: &note)
        case .folderStatistics(let mailbox, let scope): return try folderStatistics(mailbox, scope, noting: &note)
        case .devices(let mailbox): return try devices(["Mailbox": mailbox], isSingle: false, noting: &note)
        case .device(let identity): return try devices(["Identity": identity], isSingle: true, noting: &note)
        }
    }

    // MARK: Cmdlets

    /// The reader of a page that goes on with a listing, whose computed rows are of the moment in which it began.
    func goingOn(from cursor: PageCursor?) -> EntityReader {
        guard case .at(let position)? = cursor?.progress else { return self }
        var reader = self
        reader.run.scope.continuation = position
        return reader
    }

    /// A cmdlet that the caller may run; who may not is answered with 401 here.
    func cmdlet(_ name: String) throws -> CmdletRun.Cmdlet {
        do {
            return try run.cmdlet(try run.facts(of: name))
        } catch let error as AdminAPIError {
            switch error.status {
            case 403: throw CallerCheck.unauthorized(error.message)
            case 501: throw AdminAPIError.notEmulated(restCmdlet, stage: .cmdlet)
            default: throw error
            }
        }
    }

    /// What a cmdlet lists, `nil` when it lists nothing at all.
    func listing(
        _ cmdlet: CmdletRun.Cmdlet,
        _ parameters: JSONObject,
        noting note: inout CmdletNote
    ) throws -> ObjectListing? {
        var parameters = parameters
        let takesSize = cmdlet.facts.parameter(named: "ResultSize") != nil
        if takesSize, parameters["Identity"] == nil { parameters["ResultSize"] = "Unlimited" }
        switch try run.output(of: cmdlet, parameters, noting: &note) {
        case .listing(let listing):
            note.warnings += listing.warnings
            return listing
        case .done(let warnings):
            note.warnings += warnings
            return nil
        case .confirmation: return nil
        }
    }

    /// Every row of a cmdlet.
    func rows(
        _ name: String,
        _ parameters: JSONObject,
        noting note: inout CmdletNote
    ) throws -> [ObjectRow] {
        guard let listing = try listing(try cmdlet(name), parameters, noting: &note) else { return [] }
        var rows: [ObjectRow] = []
        try pages.forEach(listing) { row in
            rows.append(row)
            return true
        }
        return rows
    }

    // MARK: Pages of values at hand

    /// A page of values that are all there, the next one by their number.
    func page(of values: [JSONObject], _ context: String, noting note: inout CmdletNote) throws -> ServerResponse {
        try page(of: values, context, noting: &note) { $0 }
    }

    /// A page of what is all there and becomes values where it is shown.
    func page<Value>(
        of values: [Value],
        _ context: String,
        noting note: inout CmdletNote,
        showing: ([Value]) throws -> [JSONObject]
    ) throws -> ServerResponse {
        let skip = try options.number("$skip") ?? 0
        let size = request.pageSize(otherwise: Self.defaultPage)
        let top = try options.number("$top")
        let shown = try showing(Array(values.dropFirst(skip).prefix(min(size, top ?? size))))
        let rest = min(values.count - skip, top ?? .max) - shown.count
        note.outcome = .rows(shown.count)
        let link =
            rest > 0
            ? nextLink(["$skip": String(skip + shown.count), "$top": top.map { String($0 - shown.count) }]) : nil
        return form.collection(
            context,
            shown,
            count: options.isOn("$count") ? values.count : nil,
            nextLink: link
        )
    }

    /// The address of the request with some options put in place of others; the rest stays as it was written.
    func nextLink(_ changes: [String: String?]) -> String {
        let own: Set = ["$skip", "$top", "$skiptoken"]
        var parts = request.request.rawQuery.split(separator: "&").filter { part in
            !own.contains(PercentCoding.decoded(part.prefix { $0 != "=" }).lowercased())
        }.map(String.init)
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            if let value { parts.append("%24\(name.dropFirst())=\(PercentCoding.encoded(value))") }
        }
        var path = request.request.rawPath
        for _ in 0..<3 { path = path.drop { $0 == "/" }.drop { $0 != "/" } }
        return form.root + path + "?" + parts.joined(separator: "&")
    }
}
