internal import ExoJSON
internal import ExoTransport

/// A refusal by Microsoft Graph.
struct GraphError: Error, Sendable {
    /// The HTTP status.
    var status: Int
    /// Graph's own code, such as `Authorization_RequestDenied`; empty where the reply is none of Graph's.
    var code: String
    /// Graph's sentence.
    var message: String
    /// What was to be done, as in `register the application`.
    var purpose: String
    /// What a token needs for it.
    var need: GraphNeed
    /// Graph's id of the request.
    var requestID: String?
    /// The id that we gave the request.
    var correlationID: String

    /// Reads a reply that is no success.
    init(_ response: ReceivedResponse, body: [UInt8], of call: GraphCall) {
        status = response.status
        requestID = response.requestID
        purpose = call.purpose
        need = GraphNeed(method: call.method, path: call.path)
        correlationID = call.correlationID
        let document: JSONValue?
        // A gateway's page is no JSON; the status says what there is to say.
        do { document = try JSONValue(parsing: body) } catch { document = nil }
        let error = document?["error"]
        code = error?["code"]?.stringValue ?? ""
        message = error?["message"]?.stringValue ?? ""
    }

    /// Whether the object is unknown, or not known everywhere yet.
    var isNotFound: Bool { status == 404 }

    /// The refusal as it is reported.
    var commandError: CommandError {
        let isRefusal = (400..<500).contains(status)
        var details = message.isEmpty ? [] : [message]
        details.append("status \(status)" + (code.isEmpty ? ", and not a reply of Graph's" : ", \(code)"))
        if let requestID { details.append("request-id \(requestID)") }
        details.append("client-request-id \(correlationID)")
        return CommandError(
            status == 401 || status == 403 ? .notAuthorised : .failed,
            "Microsoft Graph \(isRefusal ? "refused" : "failed") to \(purpose)",
            details: details,
            repair: repair
        )
    }

    private var repair: String? {
        switch status {
        case 401: "get a new token for Microsoft Graph; this one is not accepted"
        case 403: need.text
        case 429: "wait a few minutes; Graph limits requests"
        case 500...: "run it again in a few minutes; it goes on where it stopped"
        default: nil
        }
    }
}
