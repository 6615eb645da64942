import EmulatorAdministration
import EmulatorCore
import ExoCrypto
import ExoJSON
import HTTPServer

/// The tokens of App Service, Functions, Container Apps and Automation; the older version is Machine Learning's too.
struct AppServiceIdentity: Sendable {
    let call: EntraCall
    let folder: IdentityFolder

    /// Answers a request.
    func respond() -> ServerResponse {
        call.signIn.begin(.managedIdentity, call)
        let request = call.request
        guard request.method == "GET" else { return refusal(405, "Method not allowed") }
        let version = request.query["api-version"]
        switch version {
        case "2019-08-01":
            return answer("X-IDENTITY-HEADER", (["client_id"], ["object_id", "principal_id"], ["mi_res_id"]))
        case "2017-09-01": return answer("secret", (["clientid", "client_id"], ["object_id"], ["mi_res_id"]))
        case nil: return refusal(400, "The api-version query parameter is missing.")
        default: return refusal(400, "The api-version is not supported. Supported are 2019-08-01 and 2017-09-01.")
        }
    }

    private func answer(
        _ header: String,
        _ names: (clientID: [String], objectID: [String], resourceID: [String])
    ) -> ServerResponse {
        do {
            guard let secret = call.request.header(header), try folder.isHeader(secret) else {
                return refusal(401, "The header \(header) is missing or wrong.")
            }
            let token = try IdentityToken(try ManagedIdentityRequest(call.request.query, names: names), call)
            return .json([
                "access_token": .string(token.text),
                "client_id": .string(token.principal.appID),
                "expires_on": .string(token.endText),
                "not_before": .string(token.beginText),
                "resource": .string(token.resource),
                "token_type": "Bearer",
            ])
        } catch let error as ManagedIdentityRefusal {
            call.signIn.note(refusal: "invalid_request", error.message)
            return refusal(
                400,
                error.message == ManagedIdentityRefusal.notFound.message
                    ? "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId."
                    : error.message
            )
        } catch let error as EntraError {
            call.signIn.note(error)
            return refusal(400, error.description(call.trace))
        } catch {
            call.signIn.note(EntraError.failure)
            return refusal(500, "Failed to retrieve token.")
        }
    }

    private func refusal(_ status: Int, _ message: String) -> ServerResponse {
        .json(
            [
                "statusCode": .integer(Int64(status)), "message": .string(message),
                "correlationId": .string(call.trace.correlationID),
            ],
            status: status
        )
    }
}
