internal import ExoCrypto

/// A lock beside the place where tokens are kept, with errors that say what is kept there.
struct StoreLock: Sendable {
    /// How long a write waits for those of others.
    private static let patience = Duration.seconds(15)
    /// How long the turn to ask an authority is waited for: longer than a request and its repetition take.
    private static let turnPatience = Duration.seconds(180)

    private let lock: FileLock
    private let path: String

    /// The lock of a place, by the name that msal-extensions gives it.
    init(of path: String, clock: any Clock<Duration>) {
        lock = FileLock(path: "\(path).lockfile", patience: Self.patience, clock: clock)
        self.path = path
    }

    /// The turn of a key.
    ///
    /// - Throws: When the library for digests fails.
    init(turnFor key: TokenCacheKey, beside path: String, clock: any Clock<Duration>) throws {
        let name = Hex.encode(try Digest.sha256(key.text.utf8).prefix(8)).lowercased()
        lock = FileLock(path: "\(path).\(name).lockfile", patience: Self.turnPatience, clock: clock)
        self.path = path
    }

    /// Does work while the lock is held.
    ///
    /// - Throws: What the work throws; ``TokenError`` with code `storeFailed`; `CancellationError`.
    func hold<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
        do { return try await lock.hold(work) } catch let error as FileLock.TimedOut {
            let holder = error.holder.isEmpty ? "" : " (\(error.holder))"
            throw TokenError(
                code: .storeFailed,
                message:
                    "another process\(holder) holds the lock on the tokens in \(SanitizedText.shown(path)) and does not give it free",
                repair: "end that process, or wait until it has done its work"
            )
        } catch let error as LocalFileError {
            throw StorePrivacy.failure("lock", path, error)
        }
    }
}
