internal import EntraTokens
internal import ExoCrypto
internal import ExoJSON
internal import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension AdminChannel {
    /// The facts of the connection now.
    var information: ConnectionInformation {
        let token = latestToken ?? request.tokenSource.tokenAtHand
        let isOver = token?.expiresOn.map { $0 <= client.now() } ?? false
        let isKnown = token != nil || canRenew
        return ConnectionInformation(
            connectionID: connectionID,
            state: isClosed ? .closed : latestToken == nil ? .unknown : .connected,
            identity: request.identity,
            connectionURI: origin.origin,
            cloud: request.cloud,
            service: request.service,
            tokenExpiry: token?.expiresOn,
            tokenStatus: isClosed || !isKnown ? .absent : isOver && !canRenew ? .expired : .active,
            renewsToken: canRenew,
            applicationID: token?.claims.applicationID,
            isByCertificate: token?.claims.isByCertificate ?? false,
            pageSize: request.pageSize,
            tenantID: tenantID
        )
    }

    /// Asks the service for its state.
    ///
    /// - Returns: Why the connection is broken, or `nil` when it works.
    /// - Throws: `CancellationError`.
    func ping() async throws -> ExchangeError? {
        do { try await open() } catch let error as ExchangeError { return error }
        let call = AdminCall(
            method: "GET",
            target: "/AdminApi/beta/\(tenantID)/basicinfo('AdminApiState')",
            headers: ["Accept": "application/json"],
            isRead: true,
            correlationID: RandomBytes.uuid(),
            timeout: .seconds(130)
        )
        let body: [UInt8]
        do {
            body = try await send(call) { response, _ in try await response.body.collect(upTo: 65_536) }
        } catch let error as ExchangeError {
            return error
        }
        guard let state = ErrorText.json(body), state["PropertyName"] == "AdminApiState",
            let value = state["PropertyValue"]?.stringValue
        else {
            return ExchangeError(
                code: .unexpectedResponse,
                message: "the service does not tell its state",
                correlationID: call.correlationID
            )
        }
        guard value.lowercased() != "running" else { return nil }
        return ExchangeError(
            code: .unavailable,
            message: "the service says that it is '\(value.prefix(60))'",
            correlationID: call.correlationID
        )
    }
}
