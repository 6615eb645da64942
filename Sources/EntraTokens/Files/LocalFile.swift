#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Files that hold secrets: read after a look at who else may, replaced as a whole, and readable by their owner alone.
package enum LocalFile {
    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - limit: The most bytes that are taken.
    ///   - check: Looks at the open file before it is read, and throws where it must not be.
    /// - Returns: Its bytes, or `nil` when there is no such file.
    /// - Throws: ``LocalFileError``, and what the check throws.
    package static func read(
        _ path: String,
        limit: Int,
        check: (FileFacts) throws -> Void = { _ in }
    ) throws -> [UInt8]? {
        guard let file = try OpenFile(path) else { return nil }
        try check(file.facts)
        return try file.readAll(limit: limit)
    }

    /// Reads a descriptor to its end.
    ///
    /// - Throws: ``LocalFileError``.
    package static func readAll(_ descriptor: Int32, limit: Int, expecting size: Int = 0) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(size, limit))
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = retrying { Int32(clamping: readOnce(descriptor, &part)) }
            guard count >= 0 else { throw LocalFileError(errno) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: part[..<Int(count)])
            guard bytes.count <= limit else { throw LocalFileError.longerThan(limit) }
        }
    }

    private static func readOnce(_ descriptor: Int32, _ part: inout [UInt8]) -> Int {
        #if canImport(Darwin)
        unsafe Darwin.read(descriptor, &part, part.count)
        #elseif canImport(Musl)
        unsafe Musl.read(descriptor, &part, part.count)
        #else
        unsafe Glibc.read(descriptor, &part, part.count)
        #endif
    }

    /// Replaces a file as a whole: a reader sees the old or the new one, also after a crash.
    ///
    /// - Parameters:
    ///   - path: Where it is; its folder must exist.
    ///   - bytes: What it holds from now on, readable by its owner alone.
    /// - Throws: ``LocalFileError``; the old file is then still there.
    package static func replace(_ path: String, with bytes: [UInt8]) throws {
        try replace(path) { write in try write(bytes) }
    }

    /// Replaces a file as a whole with what is given part by part.
    ///
    /// - Throws: ``LocalFileError``, and what is thrown instead of the next part; the old file is then still there.
    static func replace(_ path: String, by parts: (_ write: ([UInt8]) throws -> Void) throws -> Void) throws {
        let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max))\(draftSuffix)"
        let descriptor = retrying {
            unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        guard descriptor >= 0 else { throw LocalFileError(errno) }
        var isDone = false
        defer { if !isDone { unsafe unlink(temporary) } }
        do {
            defer { close(descriptor) }
            try parts { bytes in
                var written = 0
                while written < bytes.count {
                    let count = unsafe bytes[written...].withUnsafeBytes {
                        unsafe write(descriptor, $0.baseAddress, $0.count)
                    }
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { throw LocalFileError(errno) }
                    written += count
                }
            }
            guard fsync(descriptor) == 0 else { throw LocalFileError(errno) }
        }
        guard unsafe rename(temporary, path) == 0 else { throw LocalFileError(errno) }
        isDone = true
        let folder = unsafe open(Self.folder(of: path), O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    /// Makes an empty file where there is none, and gives it the present time.
    ///
    /// - Throws: ``LocalFileError``.
    static func touch(_ path: String) throws {
        let descriptor = retrying { unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600) }
        guard descriptor >= 0 else { throw LocalFileError(errno) }
        defer { close(descriptor) }
        guard futimens(descriptor, nil) == 0 else { throw LocalFileError(errno) }
    }

    private static let draftSuffix = ".new"

    /// Removes what writers that were killed left beside a file; only where no other can be writing it.
    ///
    /// - Throws: ``LocalFileError``.
    package static func removeDrafts(of path: String) throws {
        let folder = folder(of: path)
        let prefix = path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...] + "."
        for name in try names(in: folder) where name.hasPrefix(prefix) && name.hasSuffix(draftSuffix) {
            _ = try remove("\(folder)/\(name)")
        }
    }

    /// The folder in which a path lies.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes a folder and those above it, closed to others where it makes them.
    ///
    /// - Throws: ``LocalFileError`` with the folder.
    package static func makeFolder(_ path: String) throws {
        var above = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            above += "/" + part
            guard unsafe mkdir(above, 0o700) != 0, errno != EEXIST else { continue }
            let reason = errno
            // A folder that is there is all that is wanted, also where nothing can be made beside it.
            guard try facts(above)?.kind != .folder else { continue }
            throw LocalFileError(reason, path: above)
        }
    }

    /// What is of that name, after links; `nil` where there is nothing.
    ///
    /// - Throws: ``LocalFileError``.
    package static func facts(_ path: String) throws -> FileFacts? {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw LocalFileError(errno)
        }
        return FileFacts(facts)
    }

    /// Where a name leads: itself, or what a link of that name is a link to.
    ///
    /// - Throws: ``LocalFileError``.
    static func target(of path: String) throws -> String {
        guard let resolved = unsafe realpath(path, nil) else {
            if errno == ENOENT { return path }
            throw LocalFileError(errno)
        }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// Whether there is something of that name.
    package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Removes a file; whether there was one.
    ///
    /// - Throws: ``LocalFileError``.
    package static func remove(_ path: String) throws -> Bool {
        if unsafe unlink(path) == 0 { return true }
        if errno == ENOENT { return false }
        throw LocalFileError(errno)
    }

    /// The names in a folder; none where there is no folder.
    ///
    /// - Throws: ``LocalFileError``.
    package static func names(in folder: String) throws -> [String] {
        guard let stream = unsafe opendir(folder) else {
            if errno == ENOENT { return [] }
            throw LocalFileError(errno)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    unsafe String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func retrying(_ call: () -> Int32) -> Int32 {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}
