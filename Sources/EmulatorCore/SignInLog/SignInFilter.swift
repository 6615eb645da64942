#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// What entries of the sign-in log have to match; what is nil matches all.
package struct SignInFilter: Sendable {
    /// A part of a name, an id, a number or a sentence, compared without letter case.
    package var text: String?
    package var userID: String?
    package var clientID: String?
    /// The number after `AADSTS`.
    package var code: Int?
    package var outcome: SignInEntry.Outcome?
    package var endpoint: SignInEntry.Endpoint?
    /// Only entries from this moment on.
    var since: Date?

    package init(
        text: String? = nil,
        userID: String? = nil,
        clientID: String? = nil,
        code: Int? = nil,
        outcome: SignInEntry.Outcome? = nil,
        endpoint: SignInEntry.Endpoint? = nil,
        since: Date? = nil
    ) {
        self.text = text
        self.userID = userID
        self.clientID = clientID
        self.code = code
        self.outcome = outcome
        self.endpoint = endpoint
        self.since = since
    }

    /// Whether an entry matches all of it.
    package func matches(_ entry: SignInEntry) -> Bool {
        guard userID == nil || entry.userID == userID, clientID == nil || entry.clientID == clientID,
            code == nil || entry.code == code, outcome == nil || entry.outcome == outcome,
            endpoint == nil || entry.endpoint == endpoint
        else { return false }
        if let since, entry.time < since { return false }
        guard let text = text?.lowercased(), !text.isEmpty else { return true }
        let texts = [
            entry.userPrincipalName, entry.userDisplayName, entry.clientName, entry.clientID, entry.traceID,
            entry.correlationID, entry.resource, entry.grant, entry.remoteAddress, entry.text,
            entry.code == 0 ? nil : "aadsts\(entry.code)",
        ]
        return texts.contains { $0?.lowercased().contains(text) == true }
    }
}
