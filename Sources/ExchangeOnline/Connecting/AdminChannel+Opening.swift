internal import EntraTokens
internal import ExoJSON
internal import ExoTransport

extension AdminChannel {
    /// What is done once, by the first who needs it, while the others wait.
    enum Step: Hashable {
        /// The tenant and the first token.
        case tokens
        /// The answer which tenant the service works in.
        case proof
        /// The answer whose domain that is.
        case domain(String)
    }

    /// Makes sure that the tenant is known and a token is at hand.
    ///
    /// - Throws: ``ExchangeError`` with every contradiction, or with code `closed`; `CancellationError`.
    func open() async throws {
        guard try !isOpen else { return }
        try await steps.value(for: .tokens) {
            guard try !isOpen else { return }
            take(try await Connector(client: client, request: request).tokens(session))
        }
        _ = try isOpen
    }

    /// Gives leave to run a cmdlet: holds it against the guard rails, finds the tenant and a token where nobody did yet, makes sure
    /// of a delegated organization, and notes the beginning of a change.
    ///
    /// - Parameters:
    ///   - cmdlet: The cmdlet as it will be sent.
    ///   - repeatedTenant: The tenant's name, where the caller repeated it.
    ///   - correlationID: The id of the run.
    ///   - settles: Whether the beginning is on disk then; else the caller sees to that (``Admission/settle()``) before it sends.
    /// - Returns: The leave, which is told how the run ended.
    /// - Throws: ``ExchangeError``; the cmdlet must not be sent then.
    func admit(
        _ cmdlet: BoundCmdlet,
        repeatedTenant: String? = nil,
        correlationID: String,
        settles: Bool = true
    ) async throws -> Admission {
        let admission = try await admit(
            cmdlet.name,
            cmdlet.effect,
            cmdlet.parameters,
            repeatedTenant: repeatedTenant,
            correlationID: correlationID
        )
        return settles ? try settled(admission) : admission
    }

    /// Gives leave to send a request to a route; what one that is no `GET` does cannot be told, so it counts as one that deletes.
    func admit(
        _ route: RouteCall,
        repeatedTenant: String? = nil,
        correlationID: String
    ) async throws -> Admission {
        let isRead = route.method == "GET" || route.method == "HEAD"
        let admission = try await admit(
            "\(route.method) \(route.target.prefix { $0 != "?" })",
            isRead ? .reads : .destroys,
            ["body": .string(String(decoding: route.body ?? [], as: UTF8.self))],
            repeatedTenant: repeatedTenant,
            correlationID: correlationID
        )
        return try settled(admission)
    }

    private func settled(_ admission: Admission) throws -> Admission {
        do { try admission.settle() } catch {
            admission.ended(requestID: nil, error: error)
            throw error
        }
        return admission
    }

    private func admit(
        _ name: String,
        _ effect: CmdletEffect,
        _ parameters: JSONObject,
        repeatedTenant: String?,
        correlationID: String
    ) async throws -> Admission {
        try refuseClosed()
        try refuseForbidden(name, effect, repeatedTenant: repeatedTenant)
        try await open()
        try await requireTenant(before: name, effect, repeated: repeatedTenant)
        try await proveTenant()
        if case .delegatedOrganization(let name) = request.identity, !hasProof, effect != .reads,
            !isTenant(repeatedTenant)
        {
            throw ExchangeError(
                code: .wrongTenant,
                message: "the service did not say that \(name) answers, so no change was sent",
                repair: "repeat the tenant's name where you know that it is the right one (--repeat-tenant \(name))"
            )
        }
        guard let log = request.changeLog, effect != .reads else { return try Admission(nil) }
        return try Admission(try note(name, parameters, in: log, correlationID: correlationID))
    }

    /// Whether a delegated organization is known to be the one that answers.
    var isTenantProven: Bool {
        guard case .delegatedOrganization = request.identity else { return false }
        return hasProof
    }

    private func note(
        _ name: String,
        _ parameters: JSONObject,
        in log: ChangeLog,
        correlationID: String
    ) throws -> ChangeNote {
        ChangeNote(
            log: log,
            facts: [
                "tenant": .string(tenantID),
                "actor": .string(information.userPrincipalName),
                "application": latestToken?.claims.applicationID.map { .string($0) } ?? .null,
                "service": .string(request.service.rawValue),
                "connection": .string(connectionID),
                "cmdlet": .string(name),
                "parameters": .string(try log.digest(of: name, parameters)),
                "run": .string(correlationID),
            ],
            now: client.now,
            tell: { [weak self] in self?.tell($0) }
        )
    }
}
