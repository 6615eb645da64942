import ExoJSON

/// A refusal by the sign-in side, in the shape of the service's own.
struct EntraError: Error, Sendable {
    /// The number after `AADSTS`, by which clients tell refusals apart.
    var code: Int
    /// The OAuth error.
    var name: String
    /// The status at the token endpoint.
    var status = 400
    /// The finer reason that some clients read.
    var suberror: String?
    /// The sentence; it never repeats a secret.
    var text: String

    /// The `error_description`.
    func description(_ trace: RequestTrace) -> String {
        "AADSTS\(code): \(text) Trace ID: \(trace.traceText) Correlation ID: \(trace.correlationID) "
            + "Timestamp: \(trace.timestamp)"
    }

    /// The body of a refusal at the token endpoint.
    func body(_ call: EntraCall) -> JSONValue {
        var body: JSONObject = [
            "error": .string(name),
            "error_description": .string(description(call.trace)),
            "error_codes": [.integer(Int64(code))],
            "timestamp": .string(call.trace.timestamp),
            "trace_id": .string(call.trace.traceText),
            "correlation_id": .string(call.trace.correlationID),
            "error_uri": .string(helpPage(call)),
        ]
        if let suberror { body["suberror"] = .string(suberror) }
        return .object(body)
    }

    /// The address that explains the code.
    func helpPage(_ call: EntraCall) -> String { "\(call.authority)/error?code=\(code)" }
}
