import EmulatorAdministration
package import EmulatorCore
import ExoJSON
package import HTTPServer

/// Azure Resource Manager, as far as a command line asks for it while somebody signs in: which endpoints the cloud has,
/// which tenants the caller can see, and that none of them has a subscription.
package struct ResourceManagerService: EmulatorService {
    private let context: EmulatorContext
    private let verifier: AccessTokenVerifier

    package init(_ context: EmulatorContext) {
        self.context = context
        verifier = AccessTokenVerifier(context, resource: FirstParty.resourceManager)
    }

    package var segments: [String] { ["metadata", "tenants", "subscriptions"] }

    package func respond(to request: ServerRequest, path: [String]) -> ServerResponse? {
        let names = path.map { $0.lowercased() }
        guard names == ["metadata", "endpoints"] || names.first != "metadata" else { return nil }
        let trace = RequestTrace(request, now: context.clock.now)
        var reply: ServerResponse
        do { reply = try answer(request, names, path) } catch let error as ResourceManagerError {
            reply = error.response
        } catch {
            reply = .problem(500, code: "InternalServerError", "The request could not be answered.")
        }
        reply.headers += [
            .init("Cache-Control", "no-cache"), .init("x-ms-request-id", trace.traceText),
            .init("x-ms-correlation-request-id", trace.correlationID),
        ]
        return reply
    }

    private func answer(_ request: ServerRequest, _ names: [String], _ path: [String]) throws -> ServerResponse {
        guard request.method == "GET" else { throw ResourceManagerError.method(request.method) }
        let version = try version(of: request)
        if names.first == "metadata" {
            let authority = AuthorityHost(request, endpoints: context.endpoints)
            return .json(CloudMetadata(origin: authority.origin).document(version))
        }
        let caller = try caller(request)
        switch names {
        case ["tenants"]: return .json(["value": .array(try tenants(of: caller))])
        case ["subscriptions"]: return .json(["value": [], "count": ["type": "Total", "value": 0]])
        case let names where names.first == "subscriptions" && names.count == 2:
            throw ResourceManagerError.noSubscription(path[1])
        default: throw ResourceManagerError.notEmulated
        }
    }

    private func version(of request: ServerRequest) throws -> String {
        guard let version = request.query.value(ignoringCase: "api-version") else {
            throw ResourceManagerError.missingVersion
        }
        let digits = version.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard version.utf8.count <= 20, digits.map(\.count) == [4, 2, 2],
            digits.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }), version >= "2014-04-01"
        else { throw ResourceManagerError.invalidVersion(version) }
        return String(version.prefix(10))
    }

    private func caller(_ request: ServerRequest) throws -> CallerIdentity {
        do { return try verifier.verify(authorization: request.header("Authorization")) } catch let refusal
            as TokenRefusal
        {
            throw ResourceManagerError.refused(
                refusal,
                authority: AuthorityHost.responsible(for: request, context.endpoints)
            )
        }
    }

    // A partner's user sees the customers too.
    private func tenants(of caller: CallerIdentity) throws -> [JSONValue] {
        let directory = context.directory
        var ids = [caller.tenantID]
        if !caller.isApplication {
            let customers = try directory.partnerRelationships(partner: caller.tenantID).map(\.customerTenantID)
            for customer in Set(customers).sorted()
            where try !directory.partnerRelationships(
                customer: customer,
                principal: caller.objectID,
                at: context.clock.now
            ).isEmpty {
                ids.append(customer)
            }
        }
        return try ids.enumerated().compactMap { place, id in
            guard let tenant = try directory.tenant(matching: id) else { return nil }
            return [
                "id": .string("/tenants/\(id)"),
                "tenantId": .string(id),
                "countryCode": .string(tenant.region == "NA" ? "US" : "DE"),
                "displayName": .string(tenant.displayName),
                "domains": .array(try directory.domains(of: id).map { .string($0.name) }),
                "tenantCategory": place == 0 ? "Home" : "ManagedBy",
                "defaultDomain": .string(tenant.defaultDomain),
                "tenantType": "AAD",
            ]
        }
    }
}
