package import EmulatorCore
import CmdletCatalogue
import ExoJSON
package import HTTPServer

/// The admin API below `/adminapi`, of Exchange and of Security & Compliance.
package struct ExchangeService: EmulatorService {
    package let context: EmulatorContext
    private let door: ServiceDoor
    private let roles = RoleAccess()
    private let entrances = KnownEntrances()
    private let scripts = ModuleScriptCache()
    let headers = ReplyHeaders()

    package init(_ context: EmulatorContext) {
        self.context = context
        door = ServiceDoor(context)
    }

    package var segments: [String] { ["adminapi"] }

    package func respond(to request: ServerRequest, path: [String]) -> ServerResponse? {
        let request = ExchangeRequest(request: request, path: path)
        if let redirect = redirect(request) { return redirect }
        var caller: CallerIdentity?
        // A caller who is refused before the body is read may still have said it.
        let isCall = request.operation == "invokecommand"
        var note = CmdletNote(cmdlet: isCall ? request.request.header("X-CmdletName") : nil)
        var response: ServerResponse
        var isOfEntities = false
        do {
            let route = try AdminRoute(request)
            if case .entities(let entities) = route {
                isOfEntities = true
                note.cmdlet = entities.cmdlet(EntityOptions(request.request))
            }
            let entrance = try enter(request) { caller = $0 }
            response = try answer(route, request, entrance, noting: &note)
        } catch {
            if let error = error as? AdminAPIError { note.outcome = .refusal(error) }
            response = refusal(of: error, request, isOfEntities: isOfEntities)
        }
        response.note = note.fields
        if isOfEntities, !note.warnings.isEmpty { response.headers.append(WarningField.field(note.warnings)) }
        response.headers += headers.fields(for: request, caller: caller, now: context.clock.now)
        return response
    }

    /// Lets a caller in.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - recognised: Called with the caller once the token was found good.
    /// - Returns: For whom the request runs.
    /// - Throws: `TokenRefusal`, ``AdminAPIError``, `DatabaseError`.
    private func enter(_ request: ExchangeRequest, recognised: (CallerIdentity) -> Void) throws -> Entrance {
        let key = KnownEntrances.Key(
            authorization: request.request.header("Authorization") ?? "",
            host: request.request.header("Host") ?? "",
            tenant: request.tenant
        )
        let state = try context.store.state()
        if let state, let entrance = entrances.entrance(key, in: state, at: context.clock.now) {
            recognised(entrance.scope.caller)
            return entrance
        }
        let (caller, service) = try door.enter(request)
        recognised(caller)
        guard let tenant = try context.directory.tenant(matching: request.tenant), tenant.id == caller.tenantID else {
            throw CallerCheck.unauthorized(
                "The token is for tenant \(caller.tenantID), the address names tenant \(request.tenant)."
            )
        }
        func decide() throws -> Entrance {
            let present = try CallerCheck.present(caller, of: service, in: context)
            let scope = CallScope(context: context, tenant: tenant, caller: present, roles: roles, service: service)
            return Entrance(scope: scope, access: try roles.access(of: scope))
        }
        // What decides who may run what is one look at the store, but where role groups are made when first looked at.
        let entrance = try service == .securityCompliance ? decide() : context.store.snapshot(decide)
        if let state { entrances.keep(entrance, key, in: state) }
        return entrance
    }

    private func answer(
        _ route: AdminRoute,
        _ request: ExchangeRequest,
        _ entrance: Entrance,
        noting note: inout CmdletNote
    ) throws -> ServerResponse {
        if route == .ping { return .json(["PropertyName": "AdminApiState", "PropertyValue": "Running"]) }
        var scope = entrance.scope
        // Who was let in before may come from elsewhere now, and call several cmdlets at once.
        scope.clientIP = request.request.remoteAddress
        scope.changed = ChangedRecipient()
        let access = entrance.access
        if case .endpoint = route {
            try CallerCheck.ofEndpoints.check(scope.caller, access)
        } else {
            try CallerCheck().check(scope.caller, access)
        }
        let run = CmdletRun(scope: scope, cmdlets: .of(scope.service), access: access)
        switch route {
        case .batch:
            let batch = try Batch(request)
            note.cmdlet = "$batch"
            note.outcome = .calls(batch.items.count)
            return batch.response(call)
        case .invokeCommand:
            return try InvokeCommand(request: request, run: run).response(noting: &note)
        case .endpoint(let endpoint):
            return try InvokeCommand(request: request, run: run, endpoint: endpoint).response(noting: &note)
        case .entities(let route):
            return try EntityReader(request: request, run: run, route: route).response(noting: &note)
        case .serviceDocument:
            return ServiceDocument.response(root: request.origin(or: context.endpoints.base) + request.root)
        case .metadata: return MetadataDocument.response
        case .moduleFile: return try moduleFile(request, access).response(in: context)
        case .helpFile: return try moduleFile(request, access).help(in: context)
        case .banner:
            return .json([
                "sessionType": "AutogenSession",
                "moduleBannerContent":
                    "This is the Exchange Online emulator. Nothing here reaches a real organization.\n",
            ])
        case .ping: return .json([:])
        case .other(let name): throw AdminAPIError.notEmulated(name)
        }
    }

    /// Answers a call of a batch.
    private func call(_ request: ServerRequest) -> ServerResponse {
        let path = request.pathSegments
        let inner = ExchangeRequest(request: request, path: path)
        guard inner.operation != "$batch" else {
            return failed(.malformedRequest("A batch cannot stand in a batch."), inner)
        }
        guard let first = path.first, segments.contains(first.lowercased()) else {
            return failed(AdminRoute.unknown(path.first ?? ""), inner)
        }
        func answer() -> ServerResponse {
            respond(to: request, path: path) ?? failed(AdminRoute.unknown(first), inner)
        }
        return request.partDoor?(request, answer) ?? answer()
    }

    private func moduleFile(_ request: ExchangeRequest, _ access: CallerAccess) throws -> ModuleFile {
        ModuleFile(request: request, granted: try access.cmdlets(), scripts: scripts)
    }

    // MARK: Redirects

    /// Sends callers of the front door to the regional backend, with the cookie that leads to their server.
    ///
    /// The backend asks nobody for that cookie, since the official module returns none: its affinity is the anchor's.
    private func redirect(_ request: ExchangeRequest) -> ServerResponse? {
        guard context.settings.current.redirectsExchange, request.request.listener != "regional" else { return nil }
        let server = Affinity.server(of: request)
        guard let base = ServiceDoor.regionalBase(of: request, or: context.endpoints.regionalRedirectBase) else {
            return nil
        }
        return ServerResponse(
            status: 302,
            headers: [
                .init("Location", base + request.request.target),
                .init("Set-Cookie", "\(Affinity.cookieName)=\(server); path=/; secure; HttpOnly"),
            ]
        )
    }

    // MARK: Refusals

    private func refusal(
        of error: any Error,
        _ request: ExchangeRequest,
        isOfEntities: Bool
    ) -> ServerResponse {
        switch error {
        case let refusal as TokenRefusal: return refused(refusal, request)
        case let error as AdminAPIError: return failed(error, request, isOfEntities: isOfEntities)
        case let error as DatabaseError where error.code == .constraint:
            return failed(.conflict(), request, isOfEntities: isOfEntities)
        default:
            let fault = AdminAPIError(
                status: 500,
                code: "InternalServerError",
                stage: .request,
                exceptionType: "System.Exception",
                message:
                    "The emulator could not read or write its store\((error as? DatabaseError).map { ": \($0.message)" } ?? "")."
            )
            return failed(fault, request, isOfEntities: isOfEntities)
        }
    }

    func refused(_ refusal: TokenRefusal, _ request: ExchangeRequest) -> ServerResponse {
        let words = (request.request.header("Authorization") ?? "").split(separator: " ", maxSplits: 1)
        let isBearer = words.first?.lowercased() == "bearer"
        let isCompliance = ServiceDoor.isCompliance(request)
        // Measured; the body is a guess.
        if isCompliance, refusal == .malformed, words.count > 1, JSONWebToken(String(words[1])) == nil {
            return failed(.unreadableToken(), request)
        }
        // The bootstrap answers without a body, from which the official module makes its bare "UnAuthorized".
        let isBootstrap = request.operation == "exomodulefile"
        let reason = isBearer ? refusal.diagnostics.reason : "No bearer token was sent."
        var response =
            isBootstrap
            ? ServerResponse(status: 401)
            : failed(CallerCheck.unauthorized("UnAuthorized. \(reason)"), request)
        response.headers += refusal.headers(
            authority: AuthorityHost.responsible(for: request.request, context.endpoints),
            resource: isCompliance ? ResourceAPI.exchangeProtection : ResourceAPI.exchange,
            isBearer: isBearer
        )
        return response
    }

    func failed(
        _ error: AdminAPIError,
        _ request: ExchangeRequest,
        isOfEntities: Bool = false
    ) -> ServerResponse {
        let settings = context.settings.current
        var fields: [ServerRequest.Field] = [.init("x-ExceptionType", error.exceptionName)]
        if let type = error.targetType { fields.append(.init("x-ExceptionTargetType", type)) }
        if error.status == 403 {
            switch settings.forbiddenBody {
            case .json: break
            case .nulBytes:
                // Measured: the service declares them as gzip, which they are not.
                fields.append(.init("Content-Encoding", "gzip"))
                return ServerResponse(status: 403, headers: fields, body: Array(repeating: 0, count: 4096))
            case .plainText:
                fields.append(.init("Content-Type", "text/plain; charset=utf-8"))
                return ServerResponse(status: 403, headers: fields, body: Array(error.message.utf8))
            }
        }
        if error.status == 405 { fields.append(.init("Allow", error.targetType ?? "POST")) }
        let shape = ErrorBody.shape(
            client: request.request.header("X-ClientApplication"),
            moduleVersion: request.request.header("X-ClientModuleVersion"),
            forced: settings.errorShape
        )
        return ServerResponse(
            status: error.status,
            headers: [.init("Content-Type", InvokeCommand.contentType)] + fields,
            body: (isOfEntities ? ErrorBody.ofEntities(error) : ErrorBody.document(error, shape: shape)).serialized()
        )
    }
}
