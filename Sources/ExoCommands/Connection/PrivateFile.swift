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
    /// - Returns: Its bytes, or `nil` when there is no such file.
    /// - Throws: ``CommandError``.
    static func read(_ path: String, what: String, privacy: Privacy) throws -> [UInt8]? {
        let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("cannot read \(what) \(path)", repair: errno == EACCES ? "chmod u+r '\(path)'" : nil)
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw failure("cannot read \(what) \(path)") }
        if facts.st_mode & S_IFMT == S_IFDIR {
            throw CommandError(.notConnected, "\(what) \(path) is a folder", repair: "name a file in it")
        }
        if facts.st_mode & S_IFMT == S_IFREG {
            let exposure = FileExposure(
                mode: UInt32(facts.st_mode & 0o777),
                isOwn: facts.st_uid == geteuid(),
                isOnReadOnlyMount: isOnReadOnlyMount(descriptor)
            )
            if let refusal = exposure.refusal(privacy, path: path, what: what) { throw refusal }
        }
        return try readAll(descriptor, what: "\(what) \(path)", limit: limit)
    }

    private static func isOnReadOnlyMount(_ descriptor: Int32) -> Bool {
        var facts = statvfs()
        return fstatvfs(descriptor, &facts) == 0 && UInt(facts.f_flag) & UInt(ST_RDONLY) != 0
    }

    /// Reads a descriptor to its end.
    static func readAll(_ descriptor: Int32, what: String, limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = retrying { Int32(clamping: readOnce(descriptor, &part)) }
            guard count >= 0 else { throw failure("cannot read \(what)") }
            if count == 0 { return bytes }
            bytes.append(contentsOf: part[..<Int(count)])
            guard bytes.count <= limit else {
                throw CommandError(.notConnected, "\(what) is longer than \(limit) bytes")
            }
        }
    }

    private static func readOnce(_ descriptor: Int32, _ part: inout [UInt8]) -> Int {
        #if canImport(Darwin)
        Darwin.read(descriptor, &part, part.count)
        #elseif canImport(Musl)
        Musl.read(descriptor, &part, part.count)
        #else
        Glibc.read(descriptor, &part, part.count)
        #endif
    }

    /// Replaces a file as a whole: a reader sees the old or the new one, also after a crash.
    ///
    /// - Parameters:
    ///   - path: Where it is; its folder must exist.
    ///   - bytes: What it holds from now on, readable by its owner alone.
    /// - Throws: ``CommandError``.
    static func replace(_ path: String, with bytes: [UInt8]) throws {
        let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).new"
        let descriptor = retrying { open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600) }
        guard descriptor >= 0 else { throw failure("cannot write \(path)") }
        var isDone = false
        defer { if !isDone { unlink(temporary) } }
        do {
            defer { close(descriptor) }
            var written = 0
            while written < bytes.count {
                let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw failure("cannot write \(path)") }
                written += count
            }
            guard fsync(descriptor) == 0 else { throw failure("cannot write \(path)") }
        }
        guard rename(temporary, path) == 0 else { throw failure("cannot write \(path)") }
        isDone = true
        let folder = open(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)), O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    /// Makes a folder and those above it, the last of them closed to others.
    static func makeFolder(_ path: String) throws {
        var above = ""
        for part in path.split(separator: "/") {
            above += "/" + part
            guard mkdir(above, 0o700) != 0, errno != EEXIST else { continue }
            let reason = errno
            // A folder that is there is all that is wanted, also where nothing can be made beside it.
            guard !isFolder(above) else { continue }
            throw failure("cannot make the folder \(above)", reason: reason)
        }
        guard chmod(path, 0o700) == 0 else { throw failure("cannot close the folder \(path) to others") }
    }

    private static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether there is something of that name.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Removes a file; whether there was one.
    static func remove(_ path: String) throws -> Bool {
        if unlink(path) == 0 { return true }
        if errno == ENOENT { return false }
        throw failure("cannot remove \(path)")
    }

    /// The names in a folder; none where there is no folder.
    static func names(in folder: String) throws -> [String] {
        guard let stream = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw failure("cannot read the folder \(folder)")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func retrying(_ call: () -> Int32) -> Int32 {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    private static func failure(_ message: String, reason: Int32 = errno, repair: String? = nil) -> CommandError {
        CommandError(
            .notConnected,
            "\(message): \(String(cString: strerror(reason)))",
            repair: repair ?? advice(reason)
        )
    }

    /// What helps where a folder cannot be written in.
    private static func advice(_ reason: Int32) -> String? {
        switch reason {
        case EROFS, EACCES: "set XDG_CONFIG_HOME to a folder that can be written in, or store nothing: EXO_ACCESS_TOKEN"
        case ENOSPC, EDQUOT: "make room on the disk"
        default: nil
        }
    }
}
