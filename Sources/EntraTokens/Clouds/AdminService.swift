/// A service that is administered with cmdlets.
public enum AdminService: String, Sendable, CaseIterable {
    /// Exchange Online.
    case exchange
    /// Security & Compliance.
    case compliance

    /// The service's name.
    public var displayName: String {
        switch self {
        case .exchange: "Exchange Online"
        case .compliance: "Security & Compliance"
        }
    }
}
