/// Receives the warnings of a run as they come.
///
/// - Parameter warning: What the service warns of, or what of a row had to be mended.
public typealias WarningReceiver = @Sendable (_ warning: String) -> Void

extension ExchangeConnection {
    /// Runs a cmdlet and gives its rows as they arrive.
    ///
    /// Warnings go to their receiver, each before the rows that follow it; an error that the service reports beside the rows is
    /// thrown after the last of them.
    ///
    /// ```swift
    /// for try await row in connection.rows(of: cmdlet, onWarning: { log.warning($0) }) { … }
    /// ```
    ///
    /// - Parameters:
    ///   - cmdlet: What to run.
    ///   - confirm: Answers what the service asks; without it nothing is asked.
    ///   - onWarning: Receives warnings; without it they are left out.
    /// - Returns: The rows; nothing is sent before they are asked for.
    public func rows(
        of cmdlet: Cmdlet,
        confirm: Confirmation? = nil,
        onWarning: @escaping WarningReceiver = { _ in }
    ) -> CmdletRows {
        CmdletRows(pages: pages(of: cmdlet, confirm: confirm), warn: onWarning)
    }

    /// Runs a cmdlet and gives its rows as they arrive.
    ///
    /// - Parameters:
    ///   - name: The cmdlet.
    ///   - parameters: Its parameters.
    ///   - onWarning: Receives warnings; without it they are left out.
    /// - Returns: The rows; nothing is sent before they are asked for.
    public func rows(
        of name: String,
        _ parameters: CmdletParameters = [:],
        onWarning: @escaping WarningReceiver = { _ in }
    ) -> CmdletRows {
        rows(of: Cmdlet(name, parameters: parameters), onWarning: onWarning)
    }

    /// Runs a cmdlet and gives its rows as values of a type of the caller's, as they arrive.
    ///
    /// - Parameters:
    ///   - cmdlet: What to run.
    ///   - type: What each row is decoded into; its keys meet the service's names in any letter case.
    ///   - confirm: Answers what the service asks; without it nothing is asked.
    ///   - onWarning: Receives warnings; without it they are left out.
    /// - Returns: The values; nothing is sent before they are asked for. Iterating throws ``ExchangeError``, with code
    ///   `unexpectedResponse` for a row that the type does not fit.
    public func rows<Row: Decodable & Sendable>(
        of cmdlet: Cmdlet,
        as type: Row.Type,
        confirm: Confirmation? = nil,
        onWarning: @escaping WarningReceiver = { _ in }
    ) -> DecodedRows<Row> {
        DecodedRows(rows: rows(of: cmdlet, confirm: confirm, onWarning: onWarning))
    }

    /// Runs a cmdlet and gives its rows as values of a type of the caller's, as they arrive.
    ///
    /// - Parameters:
    ///   - name: The cmdlet.
    ///   - parameters: Its parameters.
    ///   - type: What each row is decoded into; its keys meet the service's names in any letter case.
    ///   - onWarning: Receives warnings; without it they are left out.
    /// - Returns: The values, as for a ``Cmdlet``.
    public func rows<Row: Decodable & Sendable>(
        of name: String,
        _ parameters: CmdletParameters = [:],
        as type: Row.Type,
        onWarning: @escaping WarningReceiver = { _ in }
    ) -> DecodedRows<Row> {
        rows(of: Cmdlet(name, parameters: parameters), as: type, onWarning: onWarning)
    }
}
