/// How a source gets another token when the present one ends or is refused.
public enum TokenRenewal: Sendable, Hashable {
    /// By itself.
    case silent
    /// Only with a person who signs in.
    case interactive
    /// Not at all.
    case none
}
