internal import ExoCrypto
internal import ExoJSON
internal import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension AdminChannel {
    /// The version of the official module whose requests these are.
    static let moduleVersion = "3.9.0"

    /// Asks for the service's greeting, a small reply; redirects and refusals of the token show here first.
    ///
    /// - Throws: ``ExchangeError`` when the service refuses or cannot be reached; `CancellationError`.
    func verifyAccess() async throws {
        try await open()
        // The greeting is the larger interface's; a token for the smaller one is first held against it by a cmdlet.
        guard interface == .cmdlets else { return }
        let call = AdminCall(
            method: "GET",
            target: "/AdminApi/v1.0/\(tenantID)/EXOBanner('AutogenSession')?Version=\(Self.moduleVersion)",
            headers: ["Accept": "application/json", "exomodule-version": Self.moduleVersion],
            isRead: true,
            correlationID: RandomBytes.uuid(),
            timeout: .seconds(130)
        )
        do {
            try await send(call) { response, _ in
                let body = try await response.body.collect(upTo: 1 << 20)
                guard ErrorText.json(body)?.objectValue != nil || body.isEmpty && ServiceForm.isIn(response.headers)
                else {
                    throw ServiceRefusal(response, body: body, cause: .foreign(nil))
                }
            }
        } catch let error as ExchangeError where error.code == .notFound {
            // The service has no greeting to give, and says so to whom it knows.
        }
    }
}
