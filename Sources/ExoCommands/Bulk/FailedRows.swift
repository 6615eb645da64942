#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file of the rows that failed, in the form of the table that they are from, so that they can be run again.
struct FailedRows {
    let path: String
    private let encoding: (TableEncoding, hasMark: Bool)
    private let heading: String
    private var descriptor: Int32 = -1
    /// How many there are.
    private(set) var count = 0
    /// Why rows are missing in it; the calls go on all the same.
    private(set) var failure: CommandError?

    /// Makes a file that appears with its first row.
    init(_ path: String, of table: TableFile) {
        self.path = path
        encoding = table.encoding
        heading = table.heading
    }

    /// Makes a file of lines in UTF-8 that appears with its first one, below a heading.
    init(_ path: String, heading: String) {
        self.path = path
        encoding = (.utf8, false)
        self.heading = heading
    }

    /// Whether there is such a file of an earlier run: the owner's alone, with the heading of this table.
    var isEarlier: Bool {
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & (S_IFMT | 0o777) == S_IFREG | 0o600 else { return false }
        let start = (encoding.hasMark ? encoding.0.mark : []) + encoding.0.encoded(heading)
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return false }
        defer { close(file) }
        var found = [UInt8](repeating: 0, count: start.count + (heading.isEmpty ? 1 : 0))
        let count = read(file, &found, found.count)
        if count == 0 { return true }
        return heading.isEmpty ? found.last == UInt8(ascii: "{") : count >= start.count && found.starts(with: start)
    }

    /// Takes it away; whether it is gone.
    func removeEarlier() -> Bool { unlink(path) == 0 }

    /// Refuses a place where no file can be, before anything is sent.
    ///
    /// - Throws: ``CommandError``.
    static func check(_ path: String) throws {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let isThere = access(path, F_OK) == 0
        guard access(isThere ? path : folder, W_OK) != 0 else { return }
        throw CommandError(.usage, "cannot write \(path): \(String(cString: strerror(errno))); nothing was sent")
    }

    /// Adds a row, unless one before could not be written.
    mutating func add(_ row: String) {
        guard failure == nil else { return }
        do { try write(row) } catch let error as CommandError { failure = error } catch {
            failure = CommandError(.failed, "cannot write \(path)")
        }
    }

    private mutating func write(_ row: String) throws {
        var bytes: [UInt8] = []
        if descriptor < 0 {
            descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
            // Rows may hold passwords, also in a file that was there before.
            guard descriptor >= 0, fchmod(descriptor, 0o600) == 0 || path.hasPrefix("/dev/") else { throw unwritten }
            if encoding.hasMark { bytes += encoding.0.mark }
            bytes += encoding.0.encoded(heading)
        }
        bytes += encoding.0.encoded(row + "\n")
        do { try DescriptorSink(descriptor).write(bytes) } catch { throw unwritten }
        count += 1
    }

    /// Ends the file.
    mutating func finish() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
    }

    private var unwritten: CommandError {
        CommandError(.failed, "cannot write \(path): \(String(cString: strerror(errno)))")
    }
}
