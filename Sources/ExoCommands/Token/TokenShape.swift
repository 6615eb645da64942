internal import EntraTokens
internal import ExoJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The forms in which `exo token get` prints a token, as programs take them.
enum TokenShape: String, CaseIterable {
    /// The token alone.
    case plain
    /// A token endpoint's reply.
    case json
    /// What kubectl takes from a credential plugin.
    case execCredential = "exec-credential"
    /// What Azure CLI prints.
    case az

    /// The token in this form.
    func text(_ token: AccessToken, now: Date) -> String {
        let end = token.expiresOn
        switch self {
        case .plain: return token.text
        case .json:
            var object: JSONObject = ["token_type": "Bearer", "access_token": .string(token.text)]
            object["expires_in"] = end.map { .integer(Int64(max(0, $0.timeIntervalSince(now)))) }
            object["expires_on"] = end.map { .integer(Int64($0.timeIntervalSince1970)) }
            return JSONValue.object(object).text()
        case .execCredential:
            var status: JSONObject = ["token": .string(token.text)]
            status["expirationTimestamp"] = end.map { .string(UTCTime.text($0)) }
            let object: JSONObject = [
                "apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": .object(status),
            ]
            return JSONValue.object(object).text()
        case .az:
            var object: JSONObject = ["accessToken": .string(token.text)]
            object["expiresOn"] = end.map { .string(UTCTime.text($0)) }
            object["expires_on"] = end.map { .integer(Int64($0.timeIntervalSince1970)) }
            object["tenant"] = token.claims.tenantID.map { .string($0) }
            object["tokenType"] = "Bearer"
            return JSONValue.object(object).text()
        }
    }
}
