internal import EntraTokens

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Small files that nobody else may read, and the questions to ask of such a file before it is believed.
enum PrivateFile {
    /// The most bytes a file of ours or a token file may have.
    static let limit = 4 << 20

    /// What is asked of a file's mode before it is read.
    enum Privacy {
        /// Anybody may read it.
        case none
        /// Not everybody may read it; a group may.
        case notWorldReadable
        /// Only its owner may read it.
        case ownerOnly
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - what: What it is, for errors.
    ///   - privacy: What its mode must be; pipes and devices are not asked.
    ///   - limit: The most bytes it may have.
    /// - Returns: Its bytes, or `nil` when there is no such file.
    /// - Throws: ``CommandError``.
    static func read(_ path: String, what: String, privacy: Privacy, limit: Int = limit) throws -> [UInt8]? {
        do {
            return try LocalFile.read(path, limit: limit) { try check($0, path, what: what, privacy: privacy) }
        } catch let error as LocalFileError {
            throw readFailure(error, "\(what) \(path)", repair: error.reason == EACCES ? "chmod u+r '\(path)'" : nil)
        }
    }

    /// Asks of an open file what its mode must be; pipes and devices are not asked.
    ///
    /// - Throws: ``CommandError``.
    static func check(_ facts: FileFacts, _ path: String, what: String, privacy: Privacy) throws {
        switch facts.kind {
        case .folder: throw CommandError(.notConnected, "\(what) \(path) is a folder", repair: "name a file in it")
        case .file:
            let exposure = FileExposure(
                mode: facts.mode & 0o777,
                isOwn: facts.isOwn,
                isOnReadOnlyMount: facts.isOnReadOnlyMount
            )
            if let refusal = exposure.refusal(privacy, path: path, what: what) { throw refusal }
        case .other: break
        }
    }

    /// Reads a descriptor to its end.
    static func readAll(_ descriptor: Int32, what: String, limit: Int) throws -> [UInt8] {
        do { return try LocalFile.readAll(descriptor, limit: limit) } catch let error as LocalFileError {
            throw readFailure(error, what)
        }
    }

    /// Replaces a file as a whole: a reader sees the old or the new one, also after a crash.
    ///
    /// - Parameters:
    ///   - path: Where it is; its folder must exist.
    ///   - bytes: What it holds from now on, readable by its owner alone.
    ///   - elsewhere: What to do where nothing can be written there.
    /// - Throws: ``CommandError``.
    static func replace(_ path: String, with bytes: [UInt8], elsewhere: String? = nil) throws {
        do { try LocalFile.replace(path, with: bytes) } catch let error as LocalFileError {
            throw failure("cannot write \(path)", error, elsewhere: elsewhere)
        }
    }

    /// Makes a folder and those above it, the last of them closed to others.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - elsewhere: What to do where there can be none.
    /// - Throws: ``CommandError``.
    static func makeFolder(_ path: String, elsewhere: String) throws {
        do { try LocalFile.makeFolder(path) } catch let error as LocalFileError {
            throw failure(
                "cannot make the folder \(error.path ?? path)",
                error,
                repair: advice(error.reason, elsewhere) ?? elsewhere
            )
        }
        guard chmod(path, 0o700) == 0 else {
            throw failure("cannot close the folder \(path) to others", errno, elsewhere: elsewhere)
        }
    }

    /// Whether there is something of that name.
    static func exists(_ path: String) -> Bool { LocalFile.exists(path) }

    /// Removes a file; whether there was one.
    static func remove(_ path: String) throws -> Bool {
        do { return try LocalFile.remove(path) } catch let error as LocalFileError {
            throw failure("cannot remove \(path)", error)
        }
    }

    /// Removes what other processes that are gone left beside a file of tokens.
    static func removeRemains(ofTokens path: String) throws {
        do { try FileTokenStore.removeRemains(of: path) } catch let error as LocalFileError {
            throw failure("cannot remove what is left of \(path)", error)
        }
    }

    /// The names in a folder; none where there is no folder.
    static func names(in folder: String, elsewhere: String? = nil) throws -> [String] {
        do { return try LocalFile.names(in: folder) } catch let error as LocalFileError {
            throw failure("cannot read the folder \(folder)", error, elsewhere: elsewhere)
        }
    }

    private static func readFailure(_ error: LocalFileError, _ what: String, repair: String? = nil) -> CommandError {
        if let limit = error.limit { return CommandError(.notConnected, "\(what) is longer than \(limit) bytes") }
        return failure("cannot read \(what)", error, repair: repair)
    }

    private static func failure(
        _ message: String,
        _ error: LocalFileError,
        repair: String? = nil,
        elsewhere: String? = nil
    ) -> CommandError {
        failure(message, error.reason, repair: repair, elsewhere: elsewhere)
    }

    private static func failure(
        _ message: String,
        _ reason: Int32,
        repair: String? = nil,
        elsewhere: String? = nil
    ) -> CommandError {
        CommandError(
            .notConnected,
            "\(message): \(String(cString: strerror(reason)))",
            repair: repair ?? advice(reason, elsewhere)
        )
    }

    /// What helps where a folder cannot be written in.
    private static func advice(_ reason: Int32, _ elsewhere: String?) -> String? {
        switch reason {
        case EROFS, EACCES: elsewhere
        case ENOSPC, EDQUOT: "make room on the disk"
        default: nil
        }
    }
}
