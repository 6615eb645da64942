#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A program of this package, built beside the tests, as a process of its own.
///
/// A test that cannot find the program fails: it must never pass by not running.
package struct BuiltProgram {
    /// What cannot be done, with the reason.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// Where it is.
    package let path: String

    /// Finds the program beside the tests' bundle, where the build puts both.
    ///
    /// - Throws: ``Failure`` when it is not there.
    package init(_ name: String) throws {
        let own = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        path = String(own[..<(own.lastIndex(of: "/") ?? own.startIndex)]) + "/\(name)"
        guard access(path, X_OK) == 0 else {
            throw Failure(description: "there is no \(path); 'swift build' makes it")
        }
    }

    /// A program of the system, which `make test` installs.
    ///
    /// - Throws: ``Failure`` when it is not there.
    package init(installed path: String) throws {
        self.path = path
        guard access(path, X_OK) == 0 else {
            throw Failure(description: "there is no \(path); 'make test' installs it")
        }
    }

    /// Starts it.
    ///
    /// - Parameters:
    ///   - arguments: The words after its name.
    ///   - lastArgument: A word behind them that need not be UTF-8.
    ///   - environment: All variables it sees.
    ///   - closed: Standard descriptors that it finds closed; the others among 1 and 2 are pipes to the test, and 0 is a pipe from it.
    /// - Returns: The process, which the caller waits for.
    /// - Throws: ``Failure``.
    package func start(
        _ arguments: [String],
        lastArgument: [UInt8]? = nil,
        environment: [String: String],
        closed: Set<Int32> = []
    ) throws -> RunningProgram {
        // A program that ends early must not end the tests with it.
        ignoreBrokenPipes()
        var ours: [Int32: Int32] = [:]
        var theirs: [Int32: Int32] = [:]
        for descriptor: Int32 in 0...2 where !closed.contains(descriptor) {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw Failure(description: "no pipe: \(String(cString: strerror(errno)))") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            theirs[descriptor] = descriptor == 0 ? ends[0] : ends[1]
            ours[descriptor] = descriptor == 0 ? ends[1] : ends[0]
        }
        defer { for end in theirs.values { close(end) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in 0...2 {
            if let end = theirs[descriptor] {
                posix_spawn_file_actions_adddup2(&actions, end, descriptor)
            } else {
                posix_spawn_file_actions_addclose(&actions, descriptor)
            }
        }
        let last = lastArgument.map { strdup(($0 + [0]).map { CChar(bitPattern: $0) }) }
        var words = ([path] + arguments).map { strdup($0) } + (last.map { [$0] } ?? []) + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, path, &actions, nil, &words, &variables)
        guard code == 0 else { throw Failure(description: "\(path): \(String(cString: strerror(code)))") }
        return RunningProgram(process: process, descriptors: ours)
    }
}

private func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

/// A process that a test started.
package final class RunningProgram {
    private let process: pid_t
    private var descriptors: [Int32: Int32]

    fileprivate init(process: pid_t, descriptors: [Int32: Int32]) {
        self.process = process
        self.descriptors = descriptors
    }

    deinit { for descriptor in descriptors.values { close(descriptor) } }

    /// Writes to its standard input.
    package func write(_ bytes: [UInt8]) {
        guard let descriptor = descriptors[0] else { return }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Ends its standard input.
    package func endInput() { if let descriptor = descriptors.removeValue(forKey: 0) { close(descriptor) } }

    /// Reads from one of its descriptors up to the end of a line.
    package func line(from descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(descriptors[descriptor] ?? -1, &byte, 1) == 1, byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads from one of its descriptors up to its end.
    package func rest(of descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptors[descriptor] ?? -1, &part, part.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += part[..<count]
        }
    }

    /// Sends it a signal.
    package func signal(_ number: Int32) { kill(process, number) }

    /// Waits for its end.
    ///
    /// - Returns: Its exit code; 128 and the number of the signal that ended it, as shells have it.
    package func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes, count)
        #else
        Darwin.write(descriptor, bytes, count)
        #endif
    }
}
