#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file of what failed, so that it can be run again: the rows of a table in its form, those of a JSON list as an object a line,
/// or the names of a fleet's members.
struct FailedLines {
    let path: String
    /// What a line of it is about.
    private let noun: String
    private let encoding: (TableEncoding, hasMark: Bool)
    private let heading: String
    private var descriptor: Int32 = -1
    /// How many there are.
    private(set) var count = 0
    /// Why lines are missing in it; the calls go on all the same.
    private(set) var failure: CommandError?

    /// Makes a file for rows of a table, which appears with the first one.
    init(_ path: String, of table: TableFile) {
        self.path = path
        noun = "row"
        encoding = table.encoding
        heading = table.heading
    }

    /// Makes a file for names of a fleet's members, which appears with the first one.
    init(ofMembers path: String) {
        self.path = path
        noun = "tenant"
        encoding = (.utf8, false)
        heading = "# failed in exo fleet run\n"
    }

    /// Tells what is in it.
    ///
    /// - Parameters:
    ///   - isWhole: Whether all had their turn and nothing failed that is not in it; then a file of an earlier run goes.
    ///   - context: Where it is told.
    func tell(isWhole: Bool, _ context: CommandContext) {
        if var failure {
            failure.message += "; \(count) of the \(noun)s that failed are in it"
            return context.errors.error(failure)
        }
        if count > 0 { return context.errors.note("the \(noun)s that failed are in \(path)") }
        guard isEarlier else { return }
        if isWhole, unlink(path) == 0 {
            context.errors.note("no \(noun) failed; \(path), which an earlier run left, was removed")
        } else {
            context.errors.note("no \(noun) of this run is in \(path); it is of an earlier one")
        }
    }

    /// Whether there is such a file of an earlier run: the owner's alone, beginning as this one would, with the heading of the
    /// table or of a fleet, or without a heading with an object.
    private var isEarlier: Bool {
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

    /// Refuses a place where no file can be, before anything is sent.
    ///
    /// - Throws: ``CommandError``.
    static func check(_ path: String) throws {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let isThere = access(path, F_OK) == 0
        guard access(isThere ? path : folder, W_OK) != 0 else { return }
        throw CommandError(.usage, "cannot write \(path): \(String(cString: strerror(errno))); nothing was sent")
    }

    /// Adds a line, unless one before could not be written.
    mutating func add(_ line: String) {
        guard failure == nil else { return }
        do { try write(line) } catch let error as CommandError { failure = error } catch {
            failure = CommandError(.failed, "cannot write \(path)")
        }
    }

    private mutating func write(_ line: String) throws {
        var bytes: [UInt8] = []
        if descriptor < 0 {
            descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
            // Rows may hold passwords, also in a file that was there before.
            guard descriptor >= 0, fchmod(descriptor, 0o600) == 0 || path.hasPrefix("/dev/") else { throw unwritten }
            if encoding.hasMark { bytes += encoding.0.mark }
            bytes += encoding.0.encoded(heading)
        }
        bytes += encoding.0.encoded(line + "\n")
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
