/// Which of a machine's identities is meant.
@nonexhaustive
public enum ManagedIdentity: Sendable, Hashable {
    /// The machine's own, or the only one it was given.
    case system
    /// The one with this client id.
    case clientID(String)
    /// The one with this object id.
    case objectID(String)
    /// The one that is this Azure resource, such as `/subscriptions/…/userAssignedIdentities/exo`.
    case resourceID(String)

    /// Under which client its tokens are kept, as MSAL does it.
    var cacheName: String {
        switch self {
        case .system: "system_assigned_managed_identity"
        case .clientID(let id), .objectID(let id), .resourceID(let id): id
        }
    }
}
