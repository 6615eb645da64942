/// The newest sign-ins, in memory.
package final class SignInLog: Sendable {
    /// How many entries are kept.
    package static let capacity = 10_000

    private let recent = RecentEntries<SignInEntry>(capacity: capacity)

    /// Adds an entry in place of the oldest, once there are too many.
    package func add(_ entry: SignInEntry) { recent.add(entry) }

    /// The newest entries, newest first.
    ///
    /// - Parameters:
    ///   - tenantID: Only those of this tenant; `nil` for all, with those that came to no tenant.
    ///   - filter: What they have to match.
    ///   - limit: How many at most.
    /// - Returns: The entries.
    package func entries(
        of tenantID: String? = nil,
        matching filter: SignInFilter = SignInFilter(),
        limit: Int = 100
    ) -> [SignInEntry] {
        recent.newest(limit) { (tenantID == nil || $0.tenantID == tenantID) && filter.matches($0) }
    }

    /// Forgets all.
    package func removeAll() { recent.removeAll() }
}
