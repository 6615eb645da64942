internal import EntraTokens
internal import ExoCrypto
internal import ExoJSON
internal import ExoRows
internal import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension AdminChannel {
    /// Makes sure, once, that the organization that delegates its administration is the one that answers.
    ///
    /// The official module once connected to the partner's own tenant without a word. The token was held against the organization
    /// before; here the service itself is asked, by one request, before any cmdlet.
    ///
    /// - Throws: ``ExchangeError`` with code `wrongTenant`, or why the service could not be asked; `CancellationError`.
    func proveTenant() async throws {
        guard needsProof else { return }
        try await steps.value(for: .proof) {
            guard needsProof else { return }
            noteAnswer(isProof: try await askWhoAnswers())
        }
    }

    /// Asks the service which organization answers.
    ///
    /// - Returns: Whether it said so; where it does not, observers are told of the doubt.
    private func askWhoAnswers() async throws -> Bool {
        // Objects of both services name the organization that they belong to.
        let name = request.service == .exchange ? "Get-OrganizationConfig" : "Get-RoleGroup"
        let cmdlet: BoundCmdlet
        do {
            cmdlet = try checked(BoundCmdlet(Cmdlet(name, pageSize: 1, properties: ["OrganizationalUnitRoot"])))
        } catch let error as BindingError {
            throw ExchangeError(error)
        } catch let error as ExchangeError {
            return doubt("the token does not open what tells which organization answers: \(error.message)")
        }
        let id = RandomBytes.uuid()
        let call = cmdlet.call(
            cmdlet.target(tenantID: tenantID),
            body: try cmdlet.body(key: nil),
            rows: 1,
            correlationID: id
        )
        let body: [UInt8]
        do {
            body = try await send(call) { response, _ in
                let body = try await response.body.collect(upTo: 1 << 20)
                guard ErrorText.json(body)?.objectValue != nil else {
                    throw ServiceRefusal(response, body: body, cause: .foreign(nil))
                }
                return body
            }
        } catch let error as ExchangeError where [.forbidden, .notFound, .invalidRequest].contains(error.code) {
            return doubt("the service does not tell this identity which organization answers: \(error.message)")
        }
        guard let answer = ErrorText.json(body)?["value"]?.arrayValue?.first?["OrganizationalUnitRoot"]?.stringValue,
            !answer.isEmpty
        else {
            return doubt("the service does not tell which organization answers")
        }
        let wanted = request.identity.tenantName
        guard answer.lowercased() != wanted.lowercased() else { return true }
        let found: String
        do { found = try await Connector(client: client, request: request).tenantID(of: answer, session) } catch let
            error as TokenError
        {
            throw ErrorMapper.error(resolving: error)
        }
        guard found == tenantID else {
            throw ExchangeError(
                code: .wrongTenant,
                message: "the organization \(answer) answers (tenant \(found)), and the connection is for \(wanted) "
                    + "(tenant \(tenantID)); no cmdlet was sent",
                repair: "get a token from the customer's tenant, and connect again"
            )
        }
        return true
    }

    private func doubt(_ text: String) -> Bool {
        tell(.tokenWarning(claim: "tid", text: text))
        return false
    }
}
