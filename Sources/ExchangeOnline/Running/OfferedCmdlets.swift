internal import ExoJSON

extension ExchangeConnection {
    /// The cmdlets that the service offers to this connection, by the roles of its user or application.
    ///
    /// - Parameter names: The only ones asked about; none asks about all, which takes the service seconds.
    /// - Returns: The names as the service spells them.
    /// - Throws: ``ExchangeError``, with code `unexpectedResponse` for a reply that lists none in the service's form.
    public func offeredCmdlets(among names: [String] = []) async throws -> [String] {
        let body = try await channel.moduleFile(of: try names.map(CmdletName.checked))
        do {
            return try ModuleFile.exportedCmdlets(in: body)
        } catch let error as JSONError {
            throw ExchangeError(
                code: .unexpectedResponse,
                message: "the service's list of cmdlets is not JSON",
                cause: error
            )
        }
    }
}
