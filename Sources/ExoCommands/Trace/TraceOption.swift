internal import ExoTransport

/// `--trace FILE`, and the trace context that a command was started in.
enum TraceOption {
    /// The context of a command that writes down what is sent where it is told to.
    ///
    /// - Returns: The context, and the archive to close in the end.
    /// - Throws: ``CommandError`` when the file cannot be made.
    static func apply(_ invocation: Invocation, to context: inout CommandContext) throws -> TraceArchive? {
        guard let path = invocation.value("trace") else { return nil }
        let archive = try TraceArchive(path)
        let (makeTransport, now, clock) = (context.makeTransport, context.now, context.clock)
        context.makeTransport = { TracingTransport(makeTransport(), archive, now: now, clock: clock) }
        return archive
    }

    /// The variables `TRACEPARENT` and `TRACESTATE`, as other programs pass them; what is not valid is told and left out.
    static func traceContext(_ context: CommandContext) -> TraceContext? {
        guard let parent = context.variable("TRACEPARENT") else { return nil }
        let state = context.variable("TRACESTATE")
        guard let trace = TraceContext(traceparent: parent, tracestate: state) else {
            context.errors.warning("TRACEPARENT is not a W3C trace context and is not passed on")
            return nil
        }
        if state != nil, trace.tracestate == nil {
            context.errors.warning("TRACESTATE is not a W3C trace state and is not passed on")
        }
        return trace
    }
}
