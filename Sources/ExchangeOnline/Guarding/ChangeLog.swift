internal import EntraTokens
internal import ExoCrypto
internal import ExoJSON
internal import Synchronization

/// A file in which changes are noted before they are sent and after they ended.
///
/// Each line is a JSON object (NDJSON) and carries the digest of the line before it, so that a line that was changed, left out or put
/// in shows (``ChangeLogReport``). Parameters stand in it as a keyed digest, secrets not at all. Any number of tasks and processes may
/// add to it. A change whose beginning is not on disk is not sent; its end is on disk with the next beginning at the latest.
public final class ChangeLog: Sendable {
    /// The file; beside it lies the key of the digests, in a file of that name and `.key`.
    ///
    /// Nobody else may read either.
    public let path: String
    private let knownKey = Mutex<[UInt8]?>(nil)
    /// Why the disk did not take what was added: what it holds is not known from then on.
    private let failure = Mutex<LocalFileError?>(nil)

    /// Names a log; nothing is opened.
    ///
    /// - Parameter path: The file, made with the first change.
    public init(path: String) { self.path = path }

    /// Adds a line.
    ///
    /// - Parameter members: What it says; the digest of the line before it is added.
    /// - Throws: ``ExchangeError`` with code `notRecorded`.
    func add(_ members: JSONObject) throws {
        try reporting {
            _ = try LineFile(path).add { last in
                var members = members
                members["previous"] = try last.map { .string(try Self.digest(of: $0)) } ?? .null
                return JSONValue.object(members).serialized()
            }
        }
    }

    /// Has what was added on disk: a change is sent only when a loss of power cannot take its beginning any more.
    ///
    /// - Throws: ``ExchangeError`` with code `notRecorded`.
    func settle() throws {
        try reporting {
            // A system may report a failed write to the disk once alone.
            if let failure = failure.withLock({ $0 }) { throw failure }
            do { try LineFile(path).settle() } catch let error as LocalFileError {
                failure.withLock { $0 = $0 ?? error }
                throw error
            }
        }
    }

    /// The digest of a cmdlet and its parameters, which needs the log's key.
    ///
    /// - Parameters:
    ///   - cmdlet: The cmdlet.
    ///   - parameters: Its parameters without secrets.
    /// - Returns: The digest.
    /// - Throws: ``ExchangeError`` with code `notRecorded`.
    func digest(of cmdlet: String, _ parameters: JSONObject) throws -> String {
        let sorted = JSONObject(parameters.members.sorted { $0.name < $1.name })
        let text = Array(cmdlet.lowercased().utf8) + [0x0A] + JSONValue.object(sorted).serialized()
        return try reporting { "hmac-sha256:\(Hex.encode(try HMAC.sha256(text, key: try key())))" }
    }

    /// The digest of a line.
    static func digest(of line: some Collection<UInt8>) throws -> String {
        "sha256:\(Hex.encode(try Digest.sha256(line)))"
    }

    /// Why digests cannot be made that compare with those of before.
    private struct KeyProblem: Error {
        var reason: String
    }

    /// Whether something was written to the log.
    private func hasLines() throws -> Bool {
        guard try LocalFile.facts(path) != nil else { return false }
        let found = Mutex(false)
        _ = try LineFile(path).add { last in
            found.withLock { $0 = last != nil }
            return nil
        }
        return found.withLock { $0 }
    }

    private func key() throws -> [UInt8] {
        if let known = knownKey.withLock({ $0 }) { return known }
        let file = LineFile("\(path).key")
        // A key is there before the first line is.
        if try hasLines(), try LocalFile.facts(file.path) == nil {
            throw KeyProblem(reason: "\(file.path), the key of its digests, is gone")
        }
        let line = try file.add { last in try last == nil ? Array(Hex.encode(RandomBytes.make(32)).utf8) : nil }
        try file.settle()
        let key = line ?? []
        guard key.count == 64, key.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else {
            throw KeyProblem(reason: "\(file.path) holds no key")
        }
        knownKey.withLock { $0 = key }
        return key
    }

    private func reporting<Value>(_ work: () throws -> Value) throws -> Value {
        do { return try work() } catch let error as LocalFileError {
            throw notRecorded("\(error)", error)
        } catch let error as LineFile.Exposed {
            throw notRecorded("others may read it", error, repair: "chmod 600 '\(path)'*")
        } catch let error as KeyProblem {
            throw notRecorded(error.reason, error, repair: "put the key back, or begin another log")
        } catch let error as CryptoError {
            throw notRecorded("its digest cannot be made", error)
        }
    }

    private func notRecorded(_ reason: String, _ cause: any Error, repair: Repair? = nil) -> ExchangeError {
        ExchangeError(
            code: .notRecorded,
            message: "the change log \(path) cannot be written: \(reason)",
            repair: repair ?? "make it writable, or connect without a change log",
            cause: cause
        )
    }
}
