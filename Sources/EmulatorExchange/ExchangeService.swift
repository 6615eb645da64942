package import EmulatorCore
import ExoJSON
package import HTTPServer

/// The Exchange admin API below `/adminapi`.
package struct ExchangeService: EmulatorService {
    package let context: EmulatorContext
    private let verifier: AccessTokenVerifier
    private let cmdlets = CmdletTable.emulated
    private let roles: RoleAccess
    private let headers = ReplyHeaders()

    package init(_ context: EmulatorContext) {
        self.context = context
        verifier = AccessTokenVerifier(context)
        roles = RoleAccess(cmdlets: cmdlets.names)
    }

    package var segments: [String] { ["adminapi"] }

    package func respond(to request: ServerRequest, path: [String]) -> ServerResponse? {
        let request = ExchangeRequest(request: request, path: path)
        if let redirect = redirect(request) { return redirect }
        var caller: CallerIdentity?
        var response: ServerResponse
        do {
            let route = try AdminRoute(request)
            let identity = try verifier.verify(authorization: request.request.header("Authorization"))
            caller = identity
            response = try answer(route, request, caller: identity)
        } catch {
            response = refusal(of: error, request)
        }
        response.headers += headers.fields(for: request, caller: caller, now: context.clock.now)
        return response
    }

    private func answer(
        _ route: AdminRoute,
        _ request: ExchangeRequest,
        caller: CallerIdentity
    ) throws -> ServerResponse {
        guard let tenant = try context.directory.tenant(matching: request.tenant), tenant.id == caller.tenantID else {
            throw CallerCheck.unauthorized(
                "The token is for tenant \(caller.tenantID), the address names tenant \(request.tenant)."
            )
        }
        if route == .ping { return .json(["PropertyName": "AdminApiState", "PropertyValue": "Running"]) }
        try CallerCheck(roles: roles).check(caller)
        let allowed = roles.cmdlets(ofRoles: caller.directoryRoles)
        switch route {
        case .invokeCommand:
            let scope = CallScope(context: context, tenant: tenant, caller: caller)
            let command = InvokeCommand(request: request, scope: scope, cmdlets: cmdlets, allowed: allowed)
            return try command.response()
        case .moduleFile:
            return try ModuleFile(request: request, tenant: tenant, allowed: allowed).response(in: context)
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

    // MARK: Redirects

    /// Sends callers of the front door to the regional backend, with the cookie that leads to their server.
    ///
    /// The backend asks nobody for that cookie, since the official module returns none: its affinity is the anchor's.
    private func redirect(_ request: ExchangeRequest) -> ServerResponse? {
        guard context.settings.current.redirectsExchange, request.request.listener != "regional" else { return nil }
        let server = Affinity.server(of: request)
        return ServerResponse(
            status: 302,
            headers: [
                .init("Location", context.endpoints.regionalRedirectBase + request.request.target),
                .init("Set-Cookie", "\(Affinity.cookieName)=\(server); path=/; secure; HttpOnly"),
            ]
        )
    }

    // MARK: Refusals

    private func refusal(of error: any Error, _ request: ExchangeRequest) -> ServerResponse {
        switch error {
        case TokenRefusal.wrongAudience(let audience) where isCompliance(audience):
            let what = "Security & Compliance, which the token's audience \(audience) stands for"
            return failed(.notEmulated(what), request)
        case let refusal as TokenRefusal: return refused(refusal, request)
        case let error as AdminAPIError: return failed(error, request)
        case let error as DatabaseError where error.code == .constraint: return failed(.conflict(), request)
        default:
            let fault = AdminAPIError(
                status: 500,
                code: "InternalServerError",
                stage: .request,
                exceptionType: "System.Exception",
                message: "The emulator could not read or write its store."
            )
            return failed(fault, request)
        }
    }

    private func isCompliance(_ audience: String) -> Bool {
        do {
            return try ResourceAPI.named(audience, in: context)?.appID == ResourceAPI.exchangeProtection
        } catch {
            return false
        }
    }

    private func refused(_ refusal: TokenRefusal, _ request: ExchangeRequest) -> ServerResponse {
        // The bootstrap answers without a body, from which the official module makes its bare "UnAuthorized".
        let isBootstrap = request.operation == "exomodulefile"
        let (_, reason, _) = refusal.diagnostics
        var response =
            isBootstrap
            ? ServerResponse(status: 401)
            : failed(CallerCheck.unauthorized("UnAuthorized. \(reason)"), request)
        response.headers += refusal.headers(authority: context.endpoints.base)
        return response
    }

    private func failed(_ error: AdminAPIError, _ request: ExchangeRequest) -> ServerResponse {
        let settings = context.settings.current
        var fields: [ServerRequest.Field] = [.init("x-ExceptionType", error.exceptionName)]
        if let type = error.targetType { fields.append(.init("x-ExceptionTargetType", type)) }
        if error.status == 403 {
            switch settings.forbiddenBody {
            case .json: break
            case .nulBytes:
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
            body: ErrorBody.document(error, shape: shape).serialized()
        )
    }
}
