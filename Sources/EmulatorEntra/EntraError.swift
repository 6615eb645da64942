package import EmulatorCore
package import ExoJSON

/// A refusal by the sign-in side, in the shape of the service's own.
package struct EntraError: Error, Sendable {
    /// The number after `AADSTS`, by which clients tell refusals apart.
    package var code: Int
    /// The OAuth error.
    package var name: String
    /// The status at the token endpoint.
    package var status = 400
    /// The finer reason that some clients read.
    var suberror: String?
    /// Codes listed after the first one in `error_codes`, as the v1.0 endpoint's pairs have.
    var furtherCodes: [Int] = []
    /// What the client has to ask for at the next try, where an interaction can mend the refusal.
    package var claims: JSONValue?
    /// The sentence; it never repeats a secret.
    package var text: String

    /// The `error_description`.
    package func description(_ trace: RequestTrace) -> String {
        "AADSTS\(code): \(text) Trace ID: \(trace.traceText) Correlation ID: \(trace.correlationID) "
            + "Timestamp: \(trace.timestamp)"
    }

    /// The body of a refusal at the token endpoint.
    package func body(_ call: EntraCall) -> JSONValue {
        var body: JSONObject = [
            "error": .string(name),
            "error_description": .string(description(call.trace)),
            "error_codes": .array(([code] + furtherCodes).map { .integer(Int64($0)) }),
            "timestamp": .string(call.trace.timestamp),
            "trace_id": .string(call.trace.traceText),
            "correlation_id": .string(call.trace.correlationID),
            "error_uri": .string(helpPage(call)),
        ]
        if let suberror { body["suberror"] = .string(suberror) }
        if let claims { body["claims"] = .string(String(decoding: claims.serialized(), as: UTF8.self)) }
        return .object(body)
    }

    /// The address that explains the code.
    func helpPage(_ call: EntraCall) -> String { "\(call.authority)/error?code=\(code)" }
}
