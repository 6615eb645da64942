internal import Synchronization

/// What one logical connection keeps to itself: its cookies, the authorities it trusts, its proxy.
///
/// Requests that carry the same session share cookies; no other request sees them. The cookies go when the last reference goes.
public final class HTTPSession: Sendable {
    /// A PEM file with the only certificate authorities to trust; `nil` trusts those of the system.
    public let trustedAuthorities: String?
    /// The proxy's URL; `nil` follows the environment (`https_proxy`, `no_proxy` …) and an empty text uses none.
    public let proxy: String?

    /// Which session this is, as long as the process lives.
    let number: Int
    private let releases = Mutex<[@Sendable () -> Void]>([])
    private static let numbers = Atomic<Int>(0)

    /// Makes a session without cookies.
    public init(trustedAuthorities: String? = nil, proxy: String? = nil) {
        self.trustedAuthorities = trustedAuthorities
        self.proxy = proxy
        number = Self.numbers.add(1, ordering: .relaxed).newValue
    }

    deinit {
        for release in releases.withLock({ $0 }) { release() }
    }

    /// Has something done when the last reference goes, on whichever thread that is.
    func whenReleased(_ action: @escaping @Sendable () -> Void) { releases.withLock { $0.append(action) } }
}
