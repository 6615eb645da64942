import EmulatorAdministration
import EmulatorCore
import ExoJSON
import HTTPServer

/// The instance metadata service's tokens, as virtual machines get them.
struct MachineIdentity: Sendable {
    let call: EntraCall

    /// Answers a request.
    func respond() -> ServerResponse {
        call.signIn.begin(.managedIdentity, call)
        let request = call.request
        if let refusal = Self.missingGuard(request) { return refusal }
        guard request.method == "GET" else { return Self.refusal(405, "invalid_request", "Method not allowed") }
        guard let version = request.query["api-version"] else {
            return Self.refusal(400, "invalid_request", "Missing required parameter: api-version")
        }
        guard version >= "2018-02-01", version.utf8.count <= 20 else {
            return Self.refusal(400, "invalid_request", "Unsupported API version")
        }
        do {
            let names = (["client_id"], ["object_id"], ["msi_res_id", "mi_res_id"])
            let asked = try ManagedIdentityRequest(request.query, names: names)
            return .json(.object(try IdentityToken(asked, call).reply))
        } catch { return Self.refusal(error, call) }
    }

    /// Refuses what may come from elsewhere: a page or a proxy cannot set, or does set, these fields.
    static func missingGuard(_ request: ServerRequest) -> ServerResponse? {
        guard request.header("X-Forwarded-For") == nil else {
            return refusal(400, "invalid_request", "Requests with an X-Forwarded-For header are not served")
        }
        guard request.header("Metadata") == "true" else {
            return refusal(400, "bad_request_102", "Required metadata header not specified")
        }
        return nil
    }

    /// Says why there is no token.
    static func refusal(_ error: any Error, _ call: EntraCall) -> ServerResponse {
        switch error {
        case let error as ManagedIdentityRefusal:
            call.signIn.note(refusal: "invalid_request", error.message)
            return refusal(400, "invalid_request", error.message)
        case let error as EntraError:
            call.signIn.note(error)
            return refusal(400, error.name, error.description(call.trace))
        default:
            call.signIn.note(EntraError.failure)
            return refusal(500, "unknown", "Failed to retrieve token")
        }
    }

    /// A refusal in OAuth's form.
    static func refusal(_ status: Int, _ name: String, _ description: String) -> ServerResponse {
        .json(["error": .string(name), "error_description": .string(description)], status: status)
    }
}
