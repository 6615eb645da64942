internal import ExoCrypto
internal import ExoTransport

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension AdminChannel {
    /// The script module that the service writes for each caller: a function for each cmdlet that the caller may run.
    ///
    /// - Parameters:
    ///   - cmdlets: The only ones to have functions for; none asks for all, which is long.
    ///   - correlationID: The id of the run.
    /// - Returns: The reply, JSON.
    /// - Throws: ``ExchangeError``.
    func moduleFile(
        of cmdlets: [String],
        correlationID: String = RandomBytes.uuid()
    ) async throws -> [UInt8] {
        try await open()
        let call = AdminCall(
            method: "GET",
            target: "/AdminApi/v1.0/\(tenantID)/EXOModuleFile?Version=\(Self.moduleVersion)",
            headers: [
                "Accept": "application/json",
                "CommandName": cmdlets.isEmpty ? "*" : cmdlets.joined(separator: ", "),
                "SkipLoadingFormatData": "true",
                "ps-version": "7.6.5",
                "exomodule-version": Self.moduleVersion,
                "is-cloud-shell-environment": "False",
                "X-InitializeConnectionContextObjectIdDynamic": "true",
            ],
            isRead: true,
            correlationID: correlationID,
            timeout: .seconds(300)
        )
        return try await send(call) { response, _ in
            // The module of every cmdlet had 10 MB when it was largest.
            try await response.body.collect(upTo: 64 << 20)
        }
    }
}
