internal import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Tokens that another program writes into a file and keeps fresh there.
///
/// The file is looked at before each request and read again when it is another than before, or its token near its end. It holds
/// the token alone or the JSON of one of the programs that ``AccessToken/init(printedBy:)`` knows.
public final class FileTokenSource: TokenSource {
    private let path: String
    private let now: @Sendable () -> Date
    private let check: @Sendable (FileFacts) throws -> Void
    private let last = Mutex<(stamp: FileStamp, token: AccessToken)?>(nil)

    /// Makes a source; nothing is read yet.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - now: The time.
    public convenience init(_ path: String, now: @escaping @Sendable () -> Date = { Date() }) {
        self.init(path, now: now) { _ in }
    }

    /// Makes a source that looks at who else may read the file each time before it reads it; nothing is read yet.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - now: The time.
    ///   - check: Throws where the file must not be used.
    package init(
        _ path: String,
        now: @escaping @Sendable () -> Date,
        check: @escaping @Sendable (FileFacts) throws -> Void
    ) {
        self.path = path
        self.now = now
        self.check = check
    }

    /// By itself, as long as the file is kept fresh.
    public var renewal: TokenRenewal { .silent }

    /// The token in the file.
    ///
    /// - Throws: ``TokenError`` with code `sourceUnavailable` when there is no such file; as ``AccessToken/init(printedBy:)``
    ///   throws it; with code `expired` or `cannotRenew` when the file still has a token that is of no more use.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        let present = last.withLock { $0 }
        if let present, present.stamp == (try FileStamp(path)),
            !present.token.isExpired(at: now(), margin: CachedTokenSource.margin), request.refused == nil
        {
            return present.token
        }
        let (bytes, stamp) = try FileStamp.read(path, limit: ToolOutput.longestText, check)
        let token: AccessToken
        do { token = try AccessToken(printedBy: bytes) } catch var error as TokenError {
            error.message = "the token file \(SanitizedText.shown(path)) cannot be used: \(error.message)"
            throw error
        }
        try HeldTokens.check(token, for: request, from: "the file \(SanitizedText.shown(path))", now: now())
        last.withLock { $0 = (stamp, token) }
        return token
    }
}
