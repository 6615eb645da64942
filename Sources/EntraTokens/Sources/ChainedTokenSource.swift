internal import Synchronization

/// Several sources in order: the first that is there is used, from then on for good.
///
/// A source that is there and fails is not passed over: what it says is what there is to mend.
public final class ChainedTokenSource: TokenSource {
    private let sources: [any TokenSource]
    private let chosen = Mutex<Int?>(nil)

    /// Makes a chain.
    ///
    /// - Parameter sources: The sources, in the order in which they are tried.
    public init(_ sources: [any TokenSource]) { self.sources = sources }

    /// As that of the source in use, or before that the best of all.
    public var renewal: TokenRenewal {
        let renewals = (chosen.withLock { $0 }.map { [sources[$0]] } ?? sources).map(\.renewal)
        return renewals.contains(.silent) ? .silent : renewals.contains(.interactive) ? .interactive : .none
    }

    /// As the source in use says.
    public func repair(of contradiction: TokenContradiction) -> Repair? {
        chosen.withLock { $0 }.flatMap { sources[$0].repair(of: contradiction) }
    }

    /// The token of the first source that is there.
    ///
    /// - Throws: What that source throws; ``TokenError`` with code `sourceUnavailable` and all reasons where none is there.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        if let place = chosen.withLock({ $0 }) { return try await sources[place].token(for: request) }
        var reasons: [TokenError] = []
        for (place, source) in sources.enumerated() {
            do {
                let token = try await source.token(for: request)
                chosen.withLock { $0 = $0 ?? place }
                return token
            } catch let error as TokenError where error.code == .sourceUnavailable {
                reasons.append(error)
            }
        }
        throw TokenError(
            code: .sourceUnavailable,
            message: reasons.isEmpty
                ? "there is no way to get a token: the chain is empty"
                : "none of \(reasons.count) ways to get a token is there: \(reasons.map(\.message).joined(separator: "; "))",
            repair: reasons.lazy.compactMap(\.repair).first
        )
    }
}
