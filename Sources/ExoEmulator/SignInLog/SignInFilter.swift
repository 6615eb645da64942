#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What entries of the sign-in log have to match; what is nil matches all.
struct SignInFilter: Sendable {
    /// A part of a name, an id, a number or a sentence, compared without letter case.
    var text: String?
    var userID: String?
    var clientID: String?
    /// The number after `AADSTS`.
    var code: Int?
    var outcome: SignInEntry.Outcome?
    var endpoint: SignInEntry.Endpoint?
    /// Only entries from this moment on.
    var since: Date?

    /// Whether an entry matches all of it.
    func matches(_ entry: SignInEntry) -> Bool {
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
