import HTTPServer

/// One subject of the control API.
protocol ControlPart: Sendable {
    /// Answers a call.
    ///
    /// - Parameter call: The call; its sender is checked already.
    /// - Returns: The reply, or `nil` when the call is about something else.
    /// - Throws: ``EmulatorError`` with what is wrong with the call.
    func respond(to call: ControlCall) throws -> ServerResponse?
}
