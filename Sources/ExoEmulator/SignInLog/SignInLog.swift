/// The newest sign-ins, in memory.
final class SignInLog: Sendable {
    /// How many entries are kept.
    static let capacity = 10_000

    private let recent = RecentEntries<SignInEntry>(capacity: capacity)

    /// Adds an entry in place of the oldest, once there are too many.
    func add(_ entry: SignInEntry) { recent.add(entry) }

    /// The newest entries, newest first.
    ///
    /// - Parameters:
    ///   - tenantID: Only those of this tenant; `nil` for all, with those that came to no tenant.
    ///   - filter: What they have to match.
    ///   - limit: How many at most.
    /// - Returns: The entries.
    func entries(
        of tenantID: String? = nil,
        matching filter: SignInFilter = SignInFilter(),
        limit: Int = 100
    ) -> [SignInEntry] {
        recent.newest(limit) { (tenantID == nil || $0.tenantID == tenantID) && filter.matches($0) }
    }

    /// Forgets all.
    func removeAll() { recent.removeAll() }
}
