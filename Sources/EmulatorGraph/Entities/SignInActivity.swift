import EmulatorCore
import ExoJSON

/// When people signed in last, by their ids, after the sign-in log.
struct SignInActivity: Sendable {
    static let property = "signInActivity"
    /// What a token must hold to read it.
    static let permission = "AuditLog.Read.All"

    private let byUser: [String: JSONObject]

    init(of tenantID: String, in log: SignInLog) {
        var byUser: [String: JSONObject] = [:]
        // The newest comes first.
        for entry in log.entries(of: tenantID, limit: SignInLog.capacity) {
            guard let id = entry.userID, entry.servicePrincipalID == nil, entry.outcome != .interrupted else {
                continue
            }
            let kinds =
                [entry.isInteractive ? "lastSignIn" : "lastNonInteractiveSignIn"]
                + (entry.outcome == .succeeded ? ["lastSuccessfulSignIn"] : [])
            for kind in kinds where byUser[id]?["\(kind)DateTime"] == nil {
                byUser[id, default: [:]]["\(kind)DateTime"] = .string(GraphDate.text(entry.time))
                byUser[id, default: [:]]["\(kind)RequestId"] = .string(entry.traceID)
            }
        }
        self.byUser = byUser
    }

    /// What is known of somebody; null for who never signed in.
    func value(of id: String) -> JSONValue {
        guard var known = byUser[id] else { return .null }
        for kind in ["lastSignIn", "lastNonInteractiveSignIn", "lastSuccessfulSignIn"] {
            for end in ["DateTime", "RequestId"] where known[kind + end] == nil { known[kind + end] = .null }
        }
        return .object(known)
    }
}
