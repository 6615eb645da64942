internal import ExoJSON
internal import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension AdminChannel {
    /// The version of the official module whose requests these are.
    private static let moduleVersion = "3.9.0"
    /// The most bytes of the reply; the script in it had 10 MB when it was largest.
    private static let largestModule = 64 * 1024 * 1024

    /// Asks for the cmdlets that the identity may run; redirects and refusals of the token show here first.
    ///
    /// - Returns: The names, or `nil` when the reply does not say.
    /// - Throws: ``ExchangeError`` when the service refuses or cannot be reached.
    func exportedCmdlets() async throws -> Set<String>? {
        let call = AdminCall(
            method: "GET",
            target: "/AdminApi/v1.0/\(tenantID)/EXOModuleFile?Version=\(Self.moduleVersion)",
            headers: [
                "Accept": "application/json",
                "CommandName": "*",
                "SkipLoadingFormatData": "true",
                "ps-version": "7.6.5",
                "exomodule-version": Self.moduleVersion,
                "is-cloud-shell-environment": "False",
                "X-InitializeConnectionContextObjectIdDynamic": "true",
            ],
            isRead: true,
            correlationID: UUID().uuidString.lowercased(),
            timeout: .seconds(300)
        )
        let response = try await send(call)
        do {
            return try await ModuleFile.exportedCmdlets(in: response.body.collect(upTo: Self.largestModule))
        } catch let error as TransportError {
            note(error.message)
        } catch let error as JSONError {
            note(error.description)
        }
        return nil
    }

    private func note(_ reason: String) {
        client.observer(ConnectionEvent(.cmdletListUnreadable, [.init("reason", reason)]))
    }
}
